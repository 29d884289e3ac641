"""Sinks of their own for each test of the log, and the database's guards where a test asks for them."""

import pytest
from django.db import connection

from innkeeper.audit import triggers
from innkeeper.audit.adapters.file_sink import FileSink


@pytest.fixture
def sinks(settings, tmp_path):
    """Two empty sinks."""
    settings.AUDIT_SINKS = [tmp_path / "a", tmp_path / "b"]
    return [FileSink(place) for place in settings.AUDIT_SINKS]


@pytest.fixture
def guards(db):
    """The database's own guards, as they stand in a real house."""
    triggers.install(connection)
