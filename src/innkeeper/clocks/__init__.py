"""Clocks, thresholds, the sweep."""
