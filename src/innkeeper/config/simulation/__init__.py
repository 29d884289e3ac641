"""A day of the hotel played against the real actions: guests who ask, colleagues who walk, breaks, incidents."""
