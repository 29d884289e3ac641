"""Measures the pages of a full house through the real views: medians and numbers of queries, on the database at hand.

Run it as: python -m bench.cases [--cases 1000000] [--json FILE], and for PostgreSQL with the rival beside it:
    bin/postgres python -m bench.cases --rival path/to/rival/bin/python

A poured house can be kept and measured again, when the machine is quiet:
    python -m bench.cases --cases 1000000 --keep FOLDER --pour-only
    python -m bench.cases --use FOLDER
and for PostgreSQL the same behind INNKEEPER_PG_KEEP=OTHER_FOLDER bin/postgres, which keeps its cluster there.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import django

from bench.clocks import fsync_milliseconds
from bench.rival import COMMON, OPEN, RARE, words_of

STILL_OPEN, LONG_THREAD, PAST_STAYS, WARM, TARGET_MS, TARGET_QUERIES = OPEN, 5_000, 20_000, 3, 50, 15
DATABASES = ("default", "keys", "cache")
MARKS = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
HOUSE = "house.json"
HTMX = {"HX-Request": "true"}
SECTIONS = ("sections/guests/", "sections/evidence/", "sections/course/", "sections/outcome/", "history/")


@dataclass(frozen=True)
class Kept:
    """A poured house as it is measured: who asks, the two cases looked at, the moment that its facts count from."""

    reader: Any
    attendant: Any
    short: str
    long: str
    at: datetime


@dataclass(frozen=True)
class ClockFrom:
    """A clock that goes on from a moment."""

    at: datetime
    began: float

    def now(self) -> datetime:
        """The moment, and what has passed since."""
        return self.at + timedelta(seconds=time.monotonic() - self.began)


def prepare(folder: Path) -> None:
    """Settings, secrets and tables: SQLite files in `folder`, or the PostgreSQL of DATABASE_URL."""
    os.environ.update(
        INNKEEPER_HOME=str(folder),
        INNKEEPER_SECRETS=str(folder / "secrets"),
        DJANGO_SETTINGS_MODULE="tests.settings",
    )
    (folder / "static").mkdir(parents=True, exist_ok=True)
    django.setup()
    from innkeeper.config.preparation import make_tables

    make_tables()


def house(folder: Path, cases: int) -> Kept:
    """The house that the folder keeps, else one poured now; its clock goes on from where its facts were counted."""
    from innkeeper.accounts.models import Staff
    from innkeeper.kernel import clock

    book = folder / HOUSE
    if not book.exists():
        full, at = filled(cases), clock.now()
        facts = {"reader": str(full.reader.pk), "attendant": str(full.attendant.pk)}
        facts |= {"short": full.short, "long": full.long, "at": at.isoformat()}
        book.write_text(json.dumps(facts), encoding="utf-8")
    facts = json.loads(book.read_text(encoding="utf-8"))
    at = datetime.fromisoformat(facts["at"]).astimezone(UTC)
    clock.clock = ClockFrom(at, time.monotonic())  # type: ignore[assignment]
    people = Staff.objects.in_bulk([facts["reader"], facts["attendant"]])
    reader, attendant = (
        next(one for one in people.values() if str(one.pk) == facts[name]) for name in ("reader", "attendant")
    )
    return Kept(reader, attendant, facts["short"], facts["long"], at)


def filled(cases: int) -> Any:
    """The full house, with the rival's words; and how long it took to pour."""
    from django.db import connection, transaction

    from innkeeper.kernel import clock
    from tests.makers.full_house import make_full_house

    began, dice = time.perf_counter(), random.Random(7)
    said = [" ".join(words_of(number, dice)) for number in range(cases)]
    with transaction.atomic():
        full = make_full_house(
            at=clock.now(),
            cases=cases,
            still_open=STILL_OPEN,
            long_thread=LONG_THREAD,
            past_stays=PAST_STAYS,
            said=said.__getitem__,
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    print(f"{connection.vendor}: {cases:,} cases poured in {time.perf_counter() - began:.0f} s", flush=True)
    return full


def pages(full: Any) -> Iterator[tuple[str, Callable[[], Any]]]:
    """What is measured: a name, and the request."""
    from django.test import Client
    from django.urls import reverse

    desk, phone = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    desk.force_login(full.reader)
    phone.force_login(full.attendant)
    work, house, all_cases = (reverse(name) for name in ("desk:work", "desk:house", "cases:all"))
    yield "my work", lambda: desk.get(work)
    yield "my work, phone", lambda: phone.get(work)
    yield "all cases", lambda: desk.get(all_cases)
    yield "all cases, closed too", lambda: desk.get(all_cases, {"state": "all"})
    yield "house board", lambda: desk.get(house)
    for share, words in (("0.1 %", RARE), ("10 %", COMMON)):
        for language, word in words.items():
            yield f"search {share} {language}", lambda word=word: desk.post("/search/", {"q": word})
    for name, ref in (("5 entries", full.short), (f"{LONG_THREAD:,} entries", full.long)):
        yield f"case page, {name}", lambda ref=ref: desk.get(f"/cases/{ref}/")
        for part in SECTIONS:
            yield (
                f"its {part.strip('/').rsplit('/', 1)[-1]}, {name}",
                lambda ref=ref, part=part: desk.get(f"/cases/{ref}/{part}", headers=HTMX),
            )
        yield f"its parts, {name}", lambda ref=ref: parts_of(desk, ref)
    yield from polls(desk)


def parts_of(client: Any, ref: str) -> Any:
    """What the case page fetches when asked: older words, and the guest's own words through the log."""
    from innkeeper.cases.queries.paging import cursor_after
    from innkeeper.kernel import clock

    older = cursor_after(clock.now() - timedelta(minutes=1), UUID(int=0))
    client.get(f"/cases/{ref}/thread/older/", {"before": older})
    return client.post(f"/cases/{ref}/words/")


def polls(client: Any) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Polls of a page that has not changed."""
    from django.urls import reverse

    for name, page in (("my work", "desk:work"), ("house board", "desk:house")):
        url = reverse(page)
        yield f"poll 304, {name}", lambda url=url: polled(client, url)


def polled(client: Any, url: str) -> Any:
    """The poll; the tag turns with the minute, so it is fetched anew when it did. Only the 304 is timed."""
    known = getattr(client, "tags", {})
    answer = client.get(url, headers={"If-None-Match": known.get(url, ""), "HX-Request": "true"})
    client.tags = known | {url: answer.headers["ETag"]}
    return answer


def measured(ask: Callable[[], Any], runs: int) -> dict[str, float]:
    """Median milliseconds (by the clock and of this process) and the number of queries of one request."""
    for _ in range(WARM):
        answer = ask()
    assert answer.status_code in (200, 304), (answer.status_code, answer.headers)
    asked = queries_of(ask)
    times, spent = [], []
    for _ in range(runs):
        began, busy = time.perf_counter(), time.process_time()
        answer = ask()
        times.append((time.perf_counter() - began) * 1000)
        spent.append((time.process_time() - busy) * 1000)
    return {
        "ms": round(statistics.median(times), 1),
        "worst": round(max(times), 1),
        "cpu": round(statistics.median(spent), 1),
        "queries": len(asked),
    }


def queries_of(ask: Callable[[], Any]) -> list[dict[str, str]]:
    """The queries of one request over all three databases; marks of transactions are not counted."""
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    with ExitStack() as stack:
        seen = [stack.enter_context(CaptureQueriesContext(connections[name])) for name in DATABASES]
        ask()
        return [one for here in seen for one in here if not one["sql"].startswith(MARKS)]


def rival(python: str, cases: int) -> dict[str, float]:
    """The rival's medians, in its own environment, in a database of its own on the same cluster."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS rival")
        cursor.execute("CREATE DATABASE rival")
    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/rival"
    script = Path(__file__).with_name("rival.py")
    found = subprocess.run(
        [python, str(script), "--cases", str(cases)],
        env={"DATABASE_URL": url, "PATH": os.environ["PATH"]},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(found.stdout.strip().splitlines()[-1])


def line(name: str, figures: dict[str, float], theirs: dict[str, float]) -> str:
    """One line of the table: the page, its figures, the rival's."""
    other = theirs.get(name.removesuffix(", 5 entries"))
    ratio = f"{other:8.0f} ms {other / figures['ms']:6.0f} x" if other else ""
    fits = "" if figures["ms"] <= TARGET_MS and figures["queries"] <= TARGET_QUERIES else "  OVER"
    return f"{name:28} {figures['ms']:7.1f} ms (worst {figures['worst']:6.1f}, own {figures['cpu']:6.1f}) {figures['queries']:3} queries {ratio}{fits}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cases", type=int, default=100_000)
    asked.add_argument("--runs", type=int, default=15)
    asked.add_argument("--rival", metavar="PYTHON", default="")
    asked.add_argument("--only", default="", help="pages whose name begins so")
    asked.add_argument("--keep", metavar="FOLDER", default="", help="keep the poured house there")
    asked.add_argument("--use", metavar="FOLDER", default="", help="measure the house kept there")
    asked.add_argument("--pour-only", action="store_true")
    asked.add_argument("--explain", action="store_true")
    asked.add_argument("--profile", action="store_true")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-cases-") as name:
        folder = Path(given.use or given.keep or name)
        if given.use and not (folder / HOUSE).exists():
            asked.error(f"{folder} keeps no poured house")
        prepare(folder)
        full = house(folder, given.cases)
        theirs = rival(given.rival, given.cases) if given.rival else {}
        print(f"load: {' '.join(f'{one:.1f}' for one in os.getloadavg())}", flush=True)
        for page, ask in () if given.pour_only else pages(full):
            if page.startswith(given.only):
                print(line(page, measured(ask, given.runs), theirs), flush=True)
                if given.explain:
                    for one in queries_of(ask):
                        print(f"    {float(one['time']) * 1000:6.1f} ms  {one['sql'][:900]}")
                if given.profile:
                    profiled(ask)
        print(
            f"fsync: median {fsync_milliseconds(folder):.2f} ms; {os.cpu_count()} cores; Python {sys.version.split()[0]}"
        )


def profiled(ask: Callable[[], Any]) -> None:
    """Print where ten requests spend their time."""
    import cProfile
    import pstats

    watch = cProfile.Profile()
    watch.enable()
    for _ in range(10):
        ask()
    watch.disable()
    pstats.Stats(watch).sort_stats("cumtime").print_stats(45)


if __name__ == "__main__":
    main()
