"""Detectors that need no list: each returns findings with evidence, none decides alone."""
