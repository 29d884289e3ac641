"""Which databases the house uses: the main one, the keys' own, and a throw-away one for the cache."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous={sync}; PRAGMA temp_store=MEMORY; "
    "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA secure_delete=ON;"
)


def sqlite(path: Path, *, sync: str = "FULL") -> dict[str, Any]:
    """One SQLite file: WAL, immediate transactions, 20 s of patience for another writer."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS.format(sync=sync),
        },
    }


def postgres(url: str, *, suffix: str = "") -> dict[str, Any]:
    """One PostgreSQL database from `postgres://user:password@host:port/name`; `suffix` is added to the name.

    Raises ImproperlyConfigured for any other scheme.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must read postgres://user:password@host:port/name.")
    return {
        "ENGINE": "innkeeper.postgres",
        "NAME": unquote(parts.path.strip("/")) + suffix,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": "innkeeper"},
    }


def databases(url: str, home: Path) -> dict[str, dict[str, Any]]:
    """The three databases: on PostgreSQL when `url` is given, else as files in `home`."""
    if url:
        return {
            "default": postgres(url),
            "keys": postgres(url, suffix="_keys"),
            "cache": postgres(url, suffix="_cache"),
        }
    return {
        "default": sqlite(home / "innkeeper.sqlite3"),
        "keys": sqlite(home / "keys.sqlite3"),
        "cache": sqlite(home / "cache.sqlite3", sync="OFF"),
    }


class Router:
    """The vault's key tables stand in `keys`, the cache table in `cache`, all else in `default`."""

    PLACES = {"vault": "keys", "django_cache": "cache"}

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """Where the model is read."""
        return self.PLACES.get(model._meta.app_label, "default")

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """Where the model is written."""
        return self.db_for_read(model)

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Relations stay inside one database."""
        return self.db_for_read(one) == self.db_for_read(other)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Each table is made in its one place."""
        return self.PLACES.get(app_label, "default") == db
