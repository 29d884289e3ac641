"""Screens of accounts: each checks the door, reads by queries, changes by actions."""
