"""Recorded events, leased jobs, delivery: holds ids only."""
