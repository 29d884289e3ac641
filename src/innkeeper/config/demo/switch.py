"""Turns the demo on before the settings are read: plain HTTP, a clock that can be moved, sign-in by password alone.

The file `demo` in the data folder says that a demo lives there, and its text whether the demo is whole: a first
load that was cut off leaves it empty, and the next start begins anew. Every command in a demo's folder follows the
demo's clock; the rest of what makes a demo (sign-in by password alone, plain HTTP) is for `innkeeper demo` only.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from innkeeper.config import env

WHOLE = "whole\n"
DATABASES = ("innkeeper", "keys", "cache")


def home() -> Path:
    """The data folder."""
    return env.folder("INNKEEPER_HOME", "data")


def switch_on() -> None:
    """Set what makes a demo. Raises RuntimeError where a real house stands in the data folder."""
    place = home()
    if (place / "innkeeper.sqlite3").exists() and not (place / "demo").exists():
        raise RuntimeError(f"{place} holds a real house. Use another INNKEEPER_HOME for the demo.")
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    (place / "demo").touch()
    os.environ["INNKEEPER_DEMO"] = "1"
    os.environ.setdefault("INNKEEPER_TLS", "0")


def lives_here() -> bool:
    """Whether the data folder's own database is a demo's; on PostgreSQL a left-over file says nothing."""
    own = not os.environ.get("DATABASE_URL") and (home() / "innkeeper.sqlite3").exists()
    return own and (home() / "demo").exists()


def forget() -> None:
    """Before a real house is begun: a demo whose database was taken away leaves neither its mark nor its clock."""
    if not (home() / "innkeeper.sqlite3").exists():
        for name in ("demo", "demo-clock"):
            (home() / name).unlink(missing_ok=True)


@contextmanager
def making() -> Iterator[None]:
    """Alone with the demo's folder until its databases are made. Raises RuntimeError when another process makes them."""
    with (home() / "demo").open("r+", encoding="utf-8") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise RuntimeError("Another process is making this demo. Wait until it is done.") from busy
        yield


def is_whole() -> bool:
    """Whether the demo was loaded to its end."""
    return (home() / "demo").read_text(encoding="utf-8") == WHOLE


def mark_whole() -> None:
    """Say, last of all, that the demo is loaded."""
    with (home() / "demo").open("r+", encoding="utf-8") as mark:
        mark.write(WHOLE)
        mark.flush()
        os.fsync(mark.fileno())


def clear_half() -> bool:
    """Remove the database files of a demo whose load was cut off; whether there were any."""
    files = [
        home() / f"{name}.sqlite3{end}" for name in DATABASES for end in ("", "-wal", "-shm", "-journal")
    ]
    found = [file for file in files if file.exists()]
    if is_whole() or not found:
        return False
    for file in found:
        file.unlink()
    return True
