"""Finds personal data in text: pure, facts passed in as values."""
