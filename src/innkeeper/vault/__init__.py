"""Keys, sealing, look-up tokens."""
