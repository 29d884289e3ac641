"""Channels to the outside."""
