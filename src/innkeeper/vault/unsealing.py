"""Opens what the vault has sealed. Only `audit` may import this file: see `audit.actions.reveal`."""
