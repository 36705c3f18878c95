"""Bytes to a tree with offsets and back. Knows no rule and no proxy."""
