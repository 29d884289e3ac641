"""The audit log, and reveal(), the only door to a sealed value."""
