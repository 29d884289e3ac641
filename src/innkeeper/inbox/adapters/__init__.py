"""Edges of the app to the outside."""
