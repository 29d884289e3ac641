"""What arrives by itself: e-mail, webhooks, pasted words; each message stands in exactly one process."""
