"""Planted links: who hides them, what they say, where they stand."""

from .detector import SpamDetector

__all__ = ["SpamDetector"]
