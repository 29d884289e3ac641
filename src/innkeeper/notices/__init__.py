"""Messages to staff and guests, channels, quiet hours."""
