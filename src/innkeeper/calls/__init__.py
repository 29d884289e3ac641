"""The phone card: callers who ask after a guest, and the messages they leave."""
