"""Backup and restore of one PostgreSQL database: COPY of every table in one snapshot, into the schema of our migrations."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from psycopg import Connection, IsolationLevel, sql

from innkeeper.config.backup.manifest import CHUNK, BackupBroken, DatabasePart, compare, described, to_disk
from innkeeper.config.backup.marker import TABLE as MARK

LIST_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> %s ORDER BY 1
"""
LIST_COLUMNS = """
SELECT column_name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY column_name
"""
LIST_COUNTERS = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = 'public' AND (is_identity = 'YES' OR column_default LIKE 'nextval(%%')
"""


def dump(alias: str, folder: Path) -> DatabasePart:
    """Copy every table as it stands in one snapshot while others go on writing."""
    place = folder / alias
    place.mkdir(mode=0o700)
    link = _own_connection(alias)
    try:
        link.isolation_level, link.read_only = IsolationLevel.REPEATABLE_READ, True
        counts = {table: _copy_out(link, table, place / f"{table}.copy") for table in _tables(link)}
    finally:
        link.close()
    paths = sorted(place.iterdir())
    to_disk([*paths, place])
    return DatabasePart(
        alias=alias, files=tuple(described(path, inside=folder) for path in paths), counts=counts
    )


def verify(part: DatabasePart, folder: Path) -> None:
    """Count the rows in the files. Raises BackupBroken. (Digests were compared before.)"""
    counted = {Path(one.path).stem: _rows(folder / one.path) for one in part.files}
    compare(part, counted)


def load(part: DatabasePart, folder: Path) -> None:
    """Empty every table and fill it from the copy, all in one transaction; triggers stand aside, references do not.

    Raises BackupBroken when the target's tables are not those of the backup.
    """
    with transaction.atomic(using=part.alias):
        connections[part.alias].ensure_connection()
        link: Connection[Any] = connections[part.alias].connection
        tables = _tables(link)
        if sorted(part.counts) != sorted(tables):
            raise BackupBroken(f"The tables of '{part.alias}' here are not those of the backup.")
        for table in tables:
            link.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
        link.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, tables))))
        for table in tables:
            _copy_in(link, table, folder / part.alias / f"{table}.copy")
        link.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            link.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(table)))
        _set_counters(link)


def counts(alias: str) -> Mapping[str, int]:
    """The rows of each table as they stand."""
    connections[alias].ensure_connection()
    link: Connection[Any] = connections[alias].connection
    count = sql.SQL("SELECT count(*) FROM {}")
    return {
        table: int(link.execute(count.format(sql.Identifier(table))).fetchone()[0])  # type: ignore[index]
        for table in _tables(link)
    }


def _own_connection(alias: str) -> Connection[Any]:
    """A connection beside Django's, so that the snapshot is ours alone."""
    params = connections[alias].get_connection_params()
    for djangos in ("cursor_factory", "context", "prepare_threshold"):
        params.pop(djangos, None)
    return Connection.connect(**params)


def _tables(link: Connection[Any]) -> list[str]:
    return [str(row[0]) for row in link.execute(LIST_TABLES, [MARK]).fetchall()]


def _columns(link: Connection[Any], table: str) -> Sequence[str]:
    return [str(row[0]) for row in link.execute(LIST_COLUMNS, [table]).fetchall()]


def _statement(link: Connection[Any], table: str, direction: str) -> sql.Composed:
    columns = sql.SQL(", ").join(map(sql.Identifier, _columns(link, table)))
    return sql.SQL("COPY {} ({}) " + direction).format(sql.Identifier(table), columns)


def _copy_out(link: Connection[Any], table: str, path: Path) -> int:
    """Write one table's rows as text lines; how many."""
    with path.open("wb") as writing, link.cursor() as cursor:
        with cursor.copy(_statement(link, table, "TO STDOUT")) as copy:
            for piece in copy:
                writing.write(piece)
        return cursor.rowcount


def _copy_in(link: Connection[Any], table: str, path: Path) -> None:
    filling = _statement(link, table, "FROM STDIN")
    with path.open("rb") as reading, link.cursor() as cursor, cursor.copy(filling) as copy:
        while piece := reading.read(CHUNK):
            copy.write(piece)


def _set_counters(link: Connection[Any]) -> None:
    """Let each counter go on above the highest number that was restored."""
    for table, column in link.execute(LIST_COUNTERS).fetchall():
        link.execute(
            sql.SQL(
                "SELECT setval(pg_get_serial_sequence({name}, {column}), coalesce(max({field}), 0) + 1, false) FROM {table}"
            ).format(
                name=sql.Literal(table),
                column=sql.Literal(column),
                field=sql.Identifier(column),
                table=sql.Identifier(table),
            )
        )


def _rows(path: Path) -> int:
    """Rows in a COPY text file: one line each, line breaks inside values are escaped."""
    with path.open("rb") as reading:
        return sum(1 for _line in reading)
