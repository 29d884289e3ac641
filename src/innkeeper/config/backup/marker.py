"""The mark "a restore is in progress": while it stands, the house serves nobody."""

import os
import time
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from innkeeper.config.backup.manifest import to_disk

FILE = "restore-in-progress"
TABLE = "innkeeper_restore_in_progress"
LOOK_AGAIN_SECONDS = 2.0


def file_mark() -> Path:
    """The mark in the data folder."""
    return Path(settings.HOME) / FILE


def set_mark(text: str) -> None:
    """Set the mark, on disk before this returns; on PostgreSQL also where every web process sees it."""
    file_mark().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file_mark().write_text(text + "\n", encoding="utf-8")
    to_disk([file_mark(), file_mark().parent])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE IF NOT EXISTS {TABLE} (since timestamptz DEFAULT now())")


def clear_mark() -> None:
    """Open the house again: the database's mark goes first, the file last."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
    file_mark().unlink(missing_ok=True)
    to_disk([file_mark().parent])


def is_restoring() -> bool:
    """Whether a restore is in progress or was broken off. Queries: 1 on PostgreSQL, else none."""
    if os.path.exists(file_mark()):  # noqa: PTH110  asked at every request
        return True
    if connection.vendor != "postgresql":
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s)", [TABLE])
            return cursor.fetchone()[0] is not None
    except DatabaseError:
        return False


class Watch:
    """Asks at most every two seconds, for the web's processes."""

    def __init__(self) -> None:
        self._asked_at = float("-inf")
        self._is_restoring = False

    def sees_restore(self) -> bool:
        """Whether to refuse service now."""
        if time.monotonic() - self._asked_at >= LOOK_AGAIN_SECONDS:
            self._is_restoring, self._asked_at = is_restoring(), time.monotonic()
        return self._is_restoring
