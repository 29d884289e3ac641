"""Loads a demo hotel that serves: 50 colleagues polling and working, 20 intakes a minute; medians and p95 by kind.

Run it as: python -m bench.load [--minutes 3] [--staff 50] [--intakes 20], and for PostgreSQL:
    INNKEEPER_PG_OPTIONS="-c fsync=on" bin/postgres python -m bench.load
The client runs on the same machine and takes its share of it; its own processor time is printed.
"""

import argparse
import asyncio
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import Executor, ProcessPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import aiohttp
import yaml

from bench.clocks import fsync_milliseconds

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "src" / "innkeeper" / "config" / "demo" / "data"
PASSWORD, COMMAND = "qinghuai-2026", (sys.executable, "-m", "innkeeper.config.cli")
POLL_EVERY, LOOK_EVERY = 10.0, 30.0
TARGETS = {"page": 150.0, "poll 304": 10.0}
TASK_FORM = r"/tasks/[0-9a-f-]+/(?:acceptance|arrival|completion)/$"
Form = tuple[str, dict[str, str]]


def page(name: str) -> str:
    """The address of a page of the desk."""
    return f"/{name}/"


class Forms(HTMLParser):
    """Every form of a page: its action and the values it would send."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.forms.append((given.get("action") or "", {}))
        if not self.forms:
            return
        values = self.forms[-1][1]
        if tag == "input" and name and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            values[name] = given.get("value") or ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in values):
            values[self._select] = given.get("value") or ""
        elif tag == "textarea":
            self._area, values[name] = name, ""

    def handle_endtag(self, tag: str) -> None:
        self._select = "" if tag == "select" else self._select
        self._area = "" if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        if self._area and self.forms:
            self.forms[-1][1][self._area] += data


def form_to(html: str, wanted: str, holding: str = "") -> Form | None:
    """The first form of a page whose action ends so and that has the field."""
    forms = Forms(html).forms
    return next(
        (form for form in forms if re.search(wanted, form[0]) and (not holding or holding in form[1])), None
    )


class Colleague:
    """One signed-in person before one screen."""

    def __init__(
        self, base: str, number: str, times: dict[str, list[float]], dice: random.Random, reader: Executor
    ) -> None:
        self.base, self.number, self.times, self.dice, self.reader = base, number, times, dice, reader
        self.tag = ""

    async def __aenter__(self) -> "Colleague":
        self.session = aiohttp.ClientSession(self.base, cookie_jar=aiohttp.CookieJar(unsafe=True))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.session.close()

    async def asked(self, kind: str, method: str, path: str, **more: Any) -> tuple[int, str, Any]:
        """One request, timed to its last byte."""
        began = time.perf_counter()
        async with self.session.request(method, path, allow_redirects=False, **more) as answer:
            body = await answer.text()
            took = (time.perf_counter() - began) * 1000
            name = f"{kind} {answer.status}" if kind == "poll" else kind
            self.times[name if answer.status < 500 else "error"].append(took)
            return answer.status, body, answer.headers

    async def found(self, html: str, wanted: str, holding: str = "") -> Form | None:
        """A form of the page, read beside the clock: a colleague's eyes do not delay another's answer."""
        return await asyncio.get_running_loop().run_in_executor(self.reader, form_to, html, wanted, holding)

    async def sent(self, kind: str, form: Form, **changed: str) -> tuple[int, str, Any]:
        """A form sent as the browser would."""
        action, values = form
        headers = {"Referer": f"{self.base}/"}
        return await self.asked(kind, "POST", action, data=values | changed, headers=headers)

    async def sign_in(self) -> None:
        """Go on duty."""
        _, html, _ = await self.asked("sign-in", "GET", "/sign-in/")
        form = await self.found(html, "/sign-in/", "password")
        assert form is not None, "no sign-in form"
        status, _, _ = await self.sent("sign-in", form, login=self.number, password=PASSWORD)
        assert status == 302, f"{self.number} cannot sign in: {status}"

    async def live(self, until: float) -> None:
        """Poll every ten seconds; now and then open a page, take a task on."""
        await asyncio.sleep(self.dice.random() * POLL_EVERY)
        looked = time.monotonic() - self.dice.random() * LOOK_EVERY
        while time.monotonic() < until:
            headers = {"HX-Request": "true"} | ({"If-None-Match": self.tag} if self.tag else {})
            _, _, answer = await self.asked("poll", "GET", page("work"), headers=headers)
            self.tag = answer.get("ETag", self.tag)
            if time.monotonic() - looked > LOOK_EVERY:
                looked = time.monotonic()
                await self.look()
            await asyncio.sleep(POLL_EVERY * (0.9 + 0.2 * self.dice.random()))

    async def look(self) -> None:
        """My work and one press on it; then the board or the list of cases, and a case from it."""
        _, html, _ = await self.asked("page", "GET", page("work"))
        form = await self.found(html, TASK_FORM)
        if form is not None:
            await self.sent("press", form)
        status, html, _ = await self.asked("page", "GET", page(self.dice.choice(("house", "cases", "work"))))
        refs = re.findall(r'href="(/cases/[A-Z]{2,4}-\d{4}-\d+/)', html)
        if status == 200 and refs:
            await self.asked("page", "GET", self.dice.choice(refs))

    async def take_in(self, line: str) -> bool:
        """A line typed, read back, taken in; whether a case came of it."""
        _, html, _ = await self.asked("page", "GET", "/intake/")
        form = await self.found(html, "/intake/reading/$", "say")
        if form is None:
            return False
        _, html, _ = await self.sent("reading", form, say=line)
        form = await self.found(html, "/intake/$", "key")
        if form is None:
            return False
        status, _, headers = await self.sent("intake", form)
        return status == 302 and "/cases/" in headers.get("Location", "")


async def desk(taker: Colleague, lines: list[str], every: float, until: float) -> tuple[int, int]:
    """Take lines in at a steady rate; how many were tried and how many became cases."""
    tried = made = 0
    while time.monotonic() < until:
        began = time.monotonic()
        tried += 1
        made += await taker.take_in(taker.dice.choice(lines))
        await asyncio.sleep(max(0.0, every - (time.monotonic() - began)))
    return tried, made


async def loaded(
    base: str, given: argparse.Namespace, reader: Executor
) -> tuple[dict[str, list[float]], int, int]:
    """Everybody signs in, then works for the minutes asked for."""
    times: dict[str, list[float]] = defaultdict(list)
    dice = random.Random(7)
    staff = yaml.safe_load((DEMO / "staff.yaml").read_text(encoding="utf-8"))
    said = yaml.safe_load((DEMO / "lines.yaml").read_text(encoding="utf-8"))
    rooms = [f"{floor}{place:02d}" for floor in range(5, 23) for place in range(1, 17)]
    lines = [
        f"{dice.choice(rooms)} {one['text']}"
        for one in said["requests"] + said["complaints"]
        for _ in range(8)
    ]
    numbers = [one["number"] for one in staff]
    takers = [one["number"] for one in staff if one["post"] == "order_taker"][:2]
    everybody = [*takers, *(numbers[place % len(numbers)] for place in range(given.staff - len(takers)))]
    people = [
        Colleague(base, number, times, random.Random(place), reader) for place, number in enumerate(everybody)
    ]
    async with asyncio.TaskGroup() as opening:
        for one in people:
            opening.create_task(one.__aenter__())
    for one in people:
        await one.sign_in()
    times.clear()
    until = time.monotonic() + given.minutes * 60
    every = 60 / given.intakes * len(takers)
    desks = [desk(one, lines, every, until) for one in people[: len(takers)]]
    done = await asyncio.gather(*desks, *(one.live(until) for one in people[len(takers) :]))
    for one in people:
        await one.__aexit__()
    counts = done[: len(takers)]
    return times, sum(one[0] for one in counts), sum(one[1] for one in counts)


def p95(values: list[float]) -> float:
    """The 95th of a hundred."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def report(times: dict[str, list[float]], tried: int, made: int) -> None:
    """One line for each kind of request."""
    for kind in sorted(times):
        found = times[kind]
        limit = TARGETS.get(kind)
        verdict = "" if limit is None else "  ok" if p95(found) <= limit else f"  OVER {limit:.0f} ms"
        print(
            f"{kind:10} {len(found):6} median {statistics.median(found):7.1f} ms  p95 {p95(found):7.1f} ms{verdict}"
        )
    print(f"intakes: {made} cases of {tried} lines; client {time.process_time():.1f} s of processor time")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--minutes", type=float, default=3)
    asked.add_argument("--staff", type=int, default=50)
    asked.add_argument("--intakes", type=float, default=20)
    asked.add_argument("--port", type=int, default=8765)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-load-") as name:
        home = Path(name)
        env = os.environ | {"INNKEEPER_HOME": str(home / "data"), "INNKEEPER_SECRETS": str(home / "secrets")}
        env["PYTHONPATH"] = str(ROOT / "src")
        subprocess.run([*COMMAND, "demo", "--no-serve"], env=env, check=True, stdout=subprocess.DEVNULL)
        house = subprocess.Popen(
            [*COMMAND, "demo", "--bind", f"127.0.0.1:{given.port}"], env=env, stdout=subprocess.DEVNULL
        )
        try:
            asyncio.run(waited(f"http://localhost:{given.port}"))
            with ProcessPoolExecutor(1) as reader:
                times, tried, made = asyncio.run(loaded(f"http://localhost:{given.port}", given, reader))
        finally:
            house.send_signal(signal.SIGINT)
            house.wait(60)
        print(
            f"{'PostgreSQL' if 'DATABASE_URL' in os.environ else 'SQLite'}, {given.staff} colleagues, {given.minutes:g} min"
        )
        report(times, tried, made)
        print(
            f"fsync: median {fsync_milliseconds(home):.2f} ms; {os.cpu_count()} cores; load {os.getloadavg()[0]:.1f}"
        )


async def waited(base: str) -> None:
    """Until the house answers."""
    async with aiohttp.ClientSession() as session:
        for _ in range(120):
            try:
                async with session.get(f"{base}/sign-in/") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                await asyncio.sleep(0.5)
    raise SystemExit("The house does not answer.")


if __name__ == "__main__":
    main()
