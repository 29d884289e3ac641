"""What nearly every test begins with is built by the real actions once a process; then its rows are laid down again.

The rows are those that the first building wrote, column for column, and the test's transaction takes them away as it
takes the built ones. So what is laid has the same ids in every test: `forget` empties what a process remembers by id.
"""

import pickle
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, connections, router, transaction

from innkeeper.cases.queries.house import repeats_at
from innkeeper.desk.queries.intake import facts_at
from innkeeper.properties.models import Property
from innkeeper.properties.queries import calendar_version
from innkeeper.stays.actions import forget_snapshots

_plans = {}


@dataclass(frozen=True)
class Plan:
    """What the building answered, and the rows it wrote by table."""

    answer: bytes
    rows: dict[str, object]

    def lay(self):
        with transaction.atomic(), connection.cursor() as cursor:
            for table, rows in self.rows.items():
                _write(cursor, table, rows)
        return pickle.loads(self.answer)


def laid(build):
    """The answer of `build`, a function that writes a house into empty tables of the main database."""
    if Property.objects.exists():
        return build()
    if build not in _plans:
        _plans[build] = _built(build)
        return pickle.loads(_plans[build].answer)
    return _plans[build].lay()


def forget():
    """What the process remembers by the id of a hotel or of a calendar."""
    calendar_version.cache_clear()
    facts_at.cache_clear()
    repeats_at.cache_clear()
    forget_snapshots()


def _built(build):
    before = _counted()
    answer = build()
    written = [table for table, count in _counted().items() if count != before[table]]
    assert not [table for _alias, table in written if before[_alias, table]], (
        "built on rows that stood already"
    )
    assert {alias for alias, _table in written} == {"default"}, "only the main database's rows are laid"
    with connection.cursor() as cursor:
        rows = {table: _read(cursor, table) for _alias, table in written}
    return Plan(pickle.dumps(answer), rows)


def _counted():
    """How many rows each table of each database holds."""
    models = apps.get_models(include_auto_created=True)
    return {
        (router.db_for_read(one), one._meta.db_table): one._base_manager.count()
        for one in models
        if one._meta.managed and not one._meta.proxy
    }


def _read(cursor, table):
    """The rows as the database itself keeps them: no value passes through Python's types."""
    if connection.vendor == "postgresql":
        cursor.execute(f'SELECT jsonb_agg(row)::text FROM "{table}" row')
        return cursor.fetchone()[0]
    names = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    columns = ", ".join(f'"{name}"' for name in names)
    # A plus before the column: the driver converts nothing that is no plain column.
    cursor.execute("SELECT {} FROM {}".format(", ".join(f'+"{name}"' for name in names), f'"{table}"'))
    places = ", ".join("?" for _name in names)
    return f'INSERT INTO "{table}" ({columns}) VALUES ({places})', cursor.fetchall()


def _write(cursor, table, rows):
    if connection.vendor == "postgresql":
        place = f'INSERT INTO "{table}" SELECT * FROM jsonb_populate_recordset(NULL::"{table}", %s::jsonb)'
        cursor.execute(place, [rows])
        return
    statement, values = rows
    connection.connection.executemany(statement, values)


@contextmanager
def standing():
    """What is built meanwhile stands until the end of it, while each test takes back what it did itself."""
    with ExitStack() as frames:
        for alias in connections:
            frame = transaction.atomic(using=alias)
            frame._from_testcase = (
                True  # else what commits first, opening a sealed value say, would be refused
            )
            frames.enter_context(frame)
            frames.callback(transaction.set_rollback, True, using=alias)
        yield
