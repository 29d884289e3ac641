"""Backup and restore of one SQLite database, by its own online backup."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from django.db import connections

from innkeeper.config.backup.manifest import BackupBroken, DatabasePart, compare, described, to_disk

LIST_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
    "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'search\\_words%' ESCAPE '\\' ORDER BY name"
)


def dump(alias: str, folder: Path) -> DatabasePart:
    """Copy the database as it stands at one moment while others go on writing."""
    path = folder / f"{alias}.sqlite3"
    connection = connections[alias]
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        counts = counts_in(copy)
    to_disk([path])
    return DatabasePart(alias=alias, files=(described(path, inside=folder),), counts=counts)


def verify(part: DatabasePart, folder: Path) -> None:
    """Open the copy, let SQLite check its structure, and count its rows. Raises BackupBroken."""
    path = folder / part.files[0].path
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as copy:
        try:
            said = copy.execute("PRAGMA quick_check").fetchone()[0]
            counts = counts_in(copy)
        except sqlite3.DatabaseError as damage:
            raise BackupBroken(f"The database '{part.alias}' in the backup is damaged.") from damage
    if said != "ok":
        raise BackupBroken(f"The database '{part.alias}' in the backup is damaged.")
    compare(part, counts)


def load(part: DatabasePart, folder: Path) -> None:
    """Write the copy over the target in one transaction of SQLite: all or nothing, even under open connections."""
    connections[part.alias].ensure_connection()
    with closing(sqlite3.connect(folder / part.files[0].path)) as source:
        source.backup(connections[part.alias].connection)


def counts(alias: str) -> Mapping[str, int]:
    """The rows of each table as they stand."""
    connections[alias].ensure_connection()
    return counts_in(connections[alias].connection)


def counts_in(link: sqlite3.Connection) -> dict[str, int]:
    """The rows of each table, the index's inner tables left out."""
    names = [row[0] for row in link.execute(LIST_TABLES).fetchall()]
    return {name: link.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608
