"""How long the sweep takes over 10,000 due clocks among 100,000 held, and when nothing is due. Medians, on the database at hand.

Run it as: python -m bench.clocks, and under bin/postgres for PostgreSQL.
"""

import os
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import django

HELD, DUE, ROUNDS = 100_000, 10_000, 3


def seconds(work):
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def fsync_milliseconds(folder: Path) -> float:
    """The median of fifty small synced writes beside the database: what the disk itself takes."""
    taken = []
    with (folder / "fsync").open("wb") as file:
        for _ in range(50):
            file.write(b"x" * 4096)
            file.flush()
            taken.append(seconds(lambda: os.fsync(file.fileno()))[0])
    return statistics.median(taken) * 1000


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="bench-clocks-"))
    os.environ.update(INNKEEPER_HOME=str(folder), DJANGO_SETTINGS_MODULE="tests.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from innkeeper.clocks.actions import sweep
    from tests.makers.clocks import TEN, make_clocks

    call_command("migrate", verbosity=0)
    make_clocks(HELD, at=TEN + timedelta(days=30))
    idle = [seconds(lambda: sweep(now=TEN))[0] * 1000 for _ in range(200)]
    due = []
    for _ in range(ROUNDS):
        make_clocks(DUE, at=TEN - timedelta(minutes=30))
        taken, report = seconds(lambda: sweep(now=TEN))
        assert report.clocks == DUE, report
        due.append(taken)
    print(
        f"{connection.vendor}: {DUE:,} due of {HELD:,} held: median {statistics.median(due):.2f} s; "
        f"nothing due: median {statistics.median(idle):.2f} ms; fsync: median {fsync_milliseconds(folder):.2f} ms"
    )


if __name__ == "__main__":
    main()
