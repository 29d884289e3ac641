"""Screens of the shift."""
