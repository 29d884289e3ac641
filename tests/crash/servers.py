"""Houses on PostgreSQL for the strikes: made once, set back before each strike, and a hand that ends their backends.

A backend is ended just before or just after the Nth call that the work makes to the server: statement, batch,
piece of a COPY, commit. So every strike lands, however fast the machine is.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any
from unittest.mock import patch

import psycopg
from django.conf import settings
from django.db import Error, connections

from innkeeper.config.backup.marker import TABLE as MARK
from innkeeper.config.backup.postgres import LIST_COLUMNS

ALIASES = ("default", "keys")
ENDINGS = {"default": "", "keys": "_keys", "cache": "_cache"}
TALKS = (
    (psycopg.Cursor, "execute"),
    (psycopg.Cursor, "executemany"),
    (psycopg.Copy, "write"),
    (psycopg.Connection, "commit"),
)


def server() -> psycopg.Connection[Any]:
    """A connection beside the house's own."""
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


@dataclass(frozen=True)
class House:
    """Three databases and a folder with data, sinks and backups."""

    name: str
    folder: Path
    refills: dict[tuple[str, str], str] = field(default_factory=dict)

    def make(self, like: "House | None" = None) -> None:
        """Make it, with the tables of another or without."""
        connections.close_all()
        with server() as link:
            for ending in ENDINGS.values():
                source = f"{like.name}{ending}" if like else "template1"
                link.execute(f"CREATE DATABASE {self.name}{ending} TEMPLATE {source}")

    def drop(self) -> None:
        """Its databases and its folder are gone."""
        connections.close_all()
        with server() as link:
            for ending in ENDINGS.values():
                link.execute(f"DROP DATABASE IF EXISTS {self.name}{ending} WITH (FORCE)")
        shutil.rmtree(self.folder, ignore_errors=True)

    def keep(self, name: str) -> None:
        """Keep how it stands now, rows and sinks, under a name."""
        shutil.rmtree(self.folder / name, ignore_errors=True)
        shutil.copytree(self.folder / "sinks", self.folder / name)
        for alias in ALIASES:
            with connections[alias].cursor() as cursor:
                cursor.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}")
                for table in _tables(alias):
                    cursor.execute(f"CREATE UNLOGGED TABLE {name}.{table} AS TABLE public.{table}")
                self.refills[name, alias] = ";".join(_refill(cursor, name, table) for table in _tables(alias))

    def reset(self, name: str) -> None:
        """Let it stand again as it was when it was kept; it is the house in use then."""
        self.use()
        shutil.rmtree(self.folder / "home")
        shutil.rmtree(self.folder / "sinks", ignore_errors=True)
        shutil.copytree(self.folder / name, self.folder / "sinks")
        settings.HOME.mkdir()
        for alias in ALIASES:
            with connections[alias].cursor() as cursor:
                cursor.execute(f"SET session_replication_role = replica; DROP TABLE IF EXISTS public.{MARK}")
                cursor.execute(self.refills[name, alias])
        connections.close_all()

    def use(self) -> None:
        """Point this process at it."""
        connections.close_all()
        for alias, ending in ENDINGS.items():
            connections[alias].settings_dict["NAME"] = self.name + ending
        settings.HOME = self.folder / "home"
        settings.HOME.mkdir(parents=True, exist_ok=True)
        (self.folder / "sinks").mkdir(exist_ok=True)
        settings.AUDIT_SINKS = [self.folder / "sinks" / one for one in ("a", "b")]


def _tables(alias: str) -> list[str]:
    return sorted(set(connections[alias].introspection.table_names()) - {"django_migrations"})


def _refill(cursor: Any, name: str, table: str) -> str:
    """The statements that bring one table back, but for what it works out by itself."""
    cursor.execute(LIST_COLUMNS, [table])
    columns = ", ".join(f'"{row[0]}"' for row in cursor.fetchall())
    return f"DELETE FROM public.{table}; INSERT INTO public.{table} ({columns}) SELECT {columns} FROM {name}.{table}"


@contextmanager
def own_names() -> Iterator[None]:
    """What `use` changed is put back at the end."""
    names = {alias: connections[alias].settings_dict["NAME"] for alias in ENDINGS}
    before = settings.HOME, settings.AUDIT_SINKS
    try:
        yield
    finally:
        connections.close_all()
        for alias, name in names.items():
            connections[alias].settings_dict["NAME"] = name
        settings.HOME, settings.AUDIT_SINKS = before


@dataclass
class Hand:
    """Counts the calls to the server; `moment` 2n is just before the nth call (from 0), 2n + 1 just after it."""

    moment: int = -1
    calls: int = 0
    has_struck: bool = False
    _link: psycopg.Connection[Any] = field(default_factory=server)

    @contextmanager
    def over(self) -> Iterator["Hand"]:
        """While the work is done."""
        with self._link, ExitStack() as stack:
            for owner, name in TALKS:
                stack.enter_context(patch.object(owner, name, self._counted(getattr(owner, name))))
            yield self

    def _counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(one: Any, *given: Any, **named: Any) -> Any:
            link = one if isinstance(one, psycopg.Connection) else one.connection
            if link is self._link:
                return call(one, *given, **named)
            number, self.calls = self.calls, self.calls + 1
            self._strike(link, 2 * number)
            answer = call(one, *given, **named)
            self._strike(link, 2 * number + 1)
            return answer

        return counted

    def _strike(self, link: psycopg.Connection[Any], moment: int) -> None:
        if moment == self.moment:
            end = "SELECT pg_terminate_backend(%s, 5000)"
            self.has_struck = bool(self._link.execute(end, [link.info.backend_pid]).fetchone()[0])


@dataclass
class Blind:
    """Ends the backend from outside after a while, perhaps in the middle of a call."""

    alias: str
    delay: float

    @contextmanager
    def over(self) -> Iterator["Blind"]:
        """While the work is done."""
        connections[self.alias].ensure_connection()
        pid, stop = connections[self.alias].connection.info.backend_pid, Event()
        thread = Thread(target=self._strike, args=(pid, stop))
        thread.start()
        try:
            yield self
        finally:
            stop.set()
            thread.join()

    def _strike(self, pid: int, stop: Event) -> None:
        if not stop.wait(self.delay):
            with server() as link:
                link.execute("SELECT pg_terminate_backend(%s)", [pid])


def struck(house: House, kept: str, work: Callable[[], Any], hand: Hand | Blind) -> Any:
    """What the work acknowledged on the house, set back, while the hand was over it; None where it came to nothing."""
    house.reset(kept)
    told = None
    with suppress(Error, psycopg.Error), hand.over():
        told = work()
    connections.close_all()
    return told
