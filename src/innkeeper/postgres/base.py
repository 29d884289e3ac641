"""The connection. Django loads it by the name of this file."""

from collections.abc import Sequence
from contextlib import ExitStack, nullcontext
from datetime import UTC, datetime
from select import POLLIN, POLLPRI, poll
from typing import Any

from django.db.backends.postgresql import base, operations
from django.db.backends.postgresql.psycopg_any import BaseTzLoader
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor
from psycopg.abc import Buffer

NEVER_UNASKED = 2**31  # executions after which the driver would have the server keep a plan of its own accord
PLANS = 300  # kept for one connection; the one not used for longest makes room


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


class PlannedCursor(Cursor[Any]):
    """Its texts are planned once for the connection and then only filled: values travel beside the text."""

    def execute(self, query: Any, params: Any = None, **given: Any) -> "PlannedCursor":
        """Ask by the kept plan; the first time, have it made."""
        return super().execute(query, params, **given | {"prepare": True})


class Operations(operations.DatabaseOperations):
    """PostgreSQL's, and what was asked is told of a kept plan too."""

    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        """The text with its values; that of a kept plan without them, since the driver never puts them together."""
        return super().last_executed_query(cursor, sql, params) or sql


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL with `Moments`, and with cursors that keep their plans."""

    ops_class = Operations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection whose moments are read by `Moments` and that keeps the plans it is asked to keep."""
        connection = super().get_new_connection(conn_params)
        connection.adapters.register_loader("timestamptz", Moments)
        connection.prepare_threshold, connection.prepared_max = NEVER_UNASKED, PLANS
        return connection

    def init_connection_state(self) -> None:
        """One plan for all values of a text: else the server would plan it anew the first five times on every connection."""
        super().init_connection_state()
        self.connection.execute("SET plan_cache_mode = force_generic_plan")
        if not self.get_autocommit():
            self.connection.commit()

    def is_usable(self) -> bool:
        """Whether the connection still stands. The server is asked only in doubt: after an error, or where the line is not silent.

        A server that goes says so on a line that nobody asks on; to ask anew each time would send every poll on one more journey.
        """
        return self._is_silent() or bool(super().is_usable())

    def _is_silent(self) -> bool:
        if self.errors_occurred or self.connection is None or self.connection.closed:
            return False
        line = poll()
        line.register(self.connection.fileno(), POLLIN | POLLPRI)
        return not line.poll(0)

    def planned_cursor(self) -> CursorWrapper:
        """A cursor for texts that come again and again: to plan a query of a dozen tables takes longer than to answer it."""
        self.validate_thread_sharing()
        self.close_if_health_check_failed()
        self.ensure_connection()
        cursor: Any = PlannedCursor(self.connection)
        return self.make_debug_cursor(cursor) if self.queries_logged else self.make_cursor(cursor)

    def rows_of(self, texts: Sequence[tuple[str, Sequence[Any]]]) -> list[list[tuple[Any, ...]]]:
        """What each text with its values answers, by kept plans; several travel to the server and back in one go."""
        with ExitStack() as open_cursors:
            cursors = [open_cursors.enter_context(self.planned_cursor()) for _text in texts]
            with self.wrap_database_errors, self.connection.pipeline() if len(texts) > 1 else nullcontext():
                for cursor, (sql, values) in zip(cursors, texts, strict=True):
                    cursor.execute(sql, values)
            return [cursor.fetchall() for cursor in cursors]
