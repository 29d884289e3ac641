"""Reads of the shift's books."""
