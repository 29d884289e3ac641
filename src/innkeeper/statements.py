"""Queries that are made once: what every page asks is built and turned into SQL a single time, then filled and run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler


class Hole(Expression):
    """A value of a statement that is known only when it runs."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list["Hole"]]:
        """A parameter, the hole itself in its place."""
        return "%s", [self]

    def filled(self, values: Mapping[str, Any], connection: BaseDatabaseWrapper) -> Any:
        """The value as the database takes it. Raises KeyError for a hole that was not filled."""
        return self.output_field.get_db_prep_value(values[self.name], connection)


@dataclass(frozen=True, slots=True)
class _Made:
    query: Any
    sql: str
    params: tuple[Any, ...]
    columns: tuple[Any, ...]


class Statement:
    """Rows of one `values_list()` whose text never changes, only the values in its holes.

    To build and compile a query of a dozen subqueries costs ten times what the database needs to answer it, so the
    few that stand on every page or under every gate are kept as SQL. `made` gets one Hole per name of `holes` and
    returns the query; it must not look at anything else that changes.
    """

    def __init__(self, made: Callable[..., QuerySet[Any, Any]], **holes: "Field[Any, Any]") -> None:
        self._made, self._holes = made, holes
        self._by_vendor: dict[str, _Made] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """Fill the holes and ask. Queries: 1. Raises KeyError for a hole without a value."""
        connection = connections[DEFAULT_DB_ALIAS]
        made = self._by_vendor.get(connection.vendor) or self._make(connection)
        params = [one.filled(values, connection) if isinstance(one, Hole) else one for one in made.params]
        with connection.cursor() as cursor:
            cursor.execute(made.sql, params)
            found = cursor.fetchall()
        compiler = made.query.get_compiler(connection=connection)
        converters = compiler.get_converters(made.columns)
        return [tuple(row) for row in compiler.apply_converters(found, converters)] if converters else found

    def row(self, **values: Any) -> tuple[Any, ...] | None:
        """The first row, None for none. Queries: 1."""
        return next(iter(self.rows(**values)), None)

    def _make(self, connection: BaseDatabaseWrapper) -> _Made:
        query = self._made(**{name: Hole(name, field) for name, field in self._holes.items()}).query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        columns = tuple(column for column, _sql, _alias in compiler.select)
        made = self._by_vendor[connection.vendor] = _Made(query, sql, tuple(params), columns)
        return made
