"""Backup and restore of the whole house: both databases and the files beside them, never the secrets."""
