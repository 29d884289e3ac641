"""The connection. Django loads it by the name of this file."""

from datetime import UTC, datetime
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import BaseTzLoader
from psycopg.abc import Buffer


class Moments(BaseTzLoader):  # type: ignore[misc]
    """Reads a moment as ISO 8601, in UTC as the connection gives it. The driver's own loader takes twenty times as long, and a page reads hundreds."""

    timezone = UTC

    def load(self, data: Buffer) -> datetime:
        """The moment; what ISO does not say (infinity, years before Christ) is left to the driver."""
        try:
            return datetime.fromisoformat(str(data, "ascii"))
        except ValueError:
            moment: datetime = super().load(data)
            return moment


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL with `Moments`."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection whose moments are read by `Moments`."""
        connection = super().get_new_connection(conn_params)
        connection.adapters.register_loader("timestamptz", Moments)
        return connection
