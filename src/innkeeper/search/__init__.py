"""One index of redacted tokens."""
