"""The inbox's own addresses: the webhook, and the settings of the ways in."""
