"""Many rows straight into a table, by COPY or one prepared statement: for houses as full as a real one."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, models


def pour(like: models.Model, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write a row for each mapping: its columns, all others as `like` has them. How many were written."""
    fields = list(like._meta.concrete_fields)
    base = [field.get_db_prep_save(getattr(like, field.attname), connection) for field in fields]
    places = {field.attname: (place, field) for place, field in enumerate(fields)}
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table = like._meta.db_table
    made = (_values(base, places, row) for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                return sum(copy.write_row(values) or 1 for values in made)
        marks = ", ".join(["?"] * len(fields))
        found = cursor.cursor.connection.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})", made
        )
        return found.rowcount


def _values(base: list[Any], places: Mapping[str, tuple[int, Any]], row: Mapping[str, Any]) -> list[Any]:
    values = base.copy()
    for name, value in row.items():
        place, field = places[name]
        values[place] = field.get_db_prep_save(value, connection)
    return values
