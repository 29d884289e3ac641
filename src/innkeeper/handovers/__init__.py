"""The shift log: what a post hands to the next shift, and its lines of keys, taxis and wake-ups."""
