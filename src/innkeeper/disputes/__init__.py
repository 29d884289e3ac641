"""Disputes: claims, law, the ladder from talks to court, settlements, the evidence pack."""
