"""Reads of cases for screens: lists, one case complete, what was before, the playbooks in force."""
