"""Recorded traffic: HAR in and out, scrubbing, replay."""
