"""Edges of the app to libraries and the outside."""
