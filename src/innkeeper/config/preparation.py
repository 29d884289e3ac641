"""Makes a house ready to run: folders, secrets, the three databases and their tables. Repeatable."""

import os
from pathlib import Path

from innkeeper.config import env
from innkeeper.config.databases import Router, databases
from innkeeper.config.start import start
from innkeeper.vault.custody import create_secrets

SAMPLE = 1_000  # rows that SQLite looks at for each index


def secrets_folder() -> Path:
    """Where the secrets stand: never inside the data folder that is backed up."""
    return env.folder("INNKEEPER_SECRETS", "secrets")


def prepare() -> list[Path]:
    """Make what is missing and answer the secrets that were made.

    Raises: ImproperlyConfigured for settings that contradict each other, OperationalError when a database is away.
    """
    home = env.folder("INNKEEPER_HOME", "data")
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    (home / "static").mkdir(exist_ok=True)  # the server looks there first for collected files
    made = create_secrets(secrets_folder())
    make_databases(home)
    start()
    make_tables()
    return made


def make_databases(home: Path) -> None:
    """On PostgreSQL, make the keys' and the cache's databases where they are missing; files make themselves."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return
    import psycopg  # noqa: PLC0415  not needed on SQLite
    from psycopg import sql  # noqa: PLC0415

    wanted = databases(url, home)
    first = wanted["default"]
    with psycopg.connect(
        dbname=first["NAME"], user=first["USER"], password=first["PASSWORD"], host=first["HOST"],
        port=first["PORT"] or None, autocommit=True,
    ) as connection:  # fmt: skip
        for alias in ("keys", "cache"):
            name = wanted[alias]["NAME"]
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def make_tables() -> None:
    """Bring every database to the schema of this version, and make the cache's table."""
    from django.core.management import call_command  # noqa: PLC0415  needs Django started

    call_command("migrate", database="default", verbosity=0, interactive=False)
    for label in (label for label, alias in Router.PLACES.items() if alias == "keys"):
        call_command("migrate", label, database="keys", verbosity=0, interactive=False)
    call_command("createcachetable", database="cache", verbosity=0)
    take_statistics()


def take_statistics() -> None:
    """Let SQLite count what stands in its tables, by samples: without it a search reads every case. PostgreSQL counts by itself.

    A table that an update makes anew loses its counts, and a young house has none: so after each update, and whenever a worker begins.
    """
    from django.db import connection  # noqa: PLC0415  needs Django started

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={SAMPLE}")
            cursor.execute("ANALYZE")
