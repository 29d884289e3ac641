"""The words of the index: each database keeps them in its own way behind one port."""

from django.db import connection

from innkeeper.search.adapters import fts5, tsvector
from innkeeper.search.adapters.port import Words


def words() -> Words:
    """The keeper of words for the database in use."""
    return tsvector.TsvectorWords() if connection.vendor == "postgresql" else fts5.Fts5Words()
