"""A house of its own with real worker processes that are killed at random; prints what became of 1,000 jobs.

Run in a process of its own with Django started; uses the databases of the environment.
"""

import json
import os
import random
import signal
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import TextIO
from uuid import UUID

from django.core.management import call_command
from django.db import connections, transaction

from innkeeper.kernel import clock
from innkeeper.kernel.ids import uuid7
from innkeeper.outbox import schedules
from innkeeper.outbox.actions import enqueue
from innkeeper.outbox.adapters.http import HttpPost
from innkeeper.outbox.delivery import deliver, plan_delivery
from innkeeper.outbox.jobs import job
from innkeeper.outbox.models import Delivery, Job
from innkeeper.outbox.ports import Message
from innkeeper.outbox.rules import Schedule
from innkeeper.outbox.worker import Worker

WORKERS = 3
PATIENCE_SECONDS = 150
EVERY_SECONDS = 1


class Bell(BaseHTTPRequestHandler):
    """A receiver that honours the id: a repeated one is answered but has no effect."""

    rung: Counter[str] = Counter()
    lock = threading.Lock()

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        with self.lock:
            self.rung[self.headers["Idempotency-Key"]] += 1
        self._answer(b"ok")

    def do_GET(self):
        self._answer(json.dumps(self.rung).encode())

    def _answer(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *given):
        pass


def forked(work) -> int:
    """A child that does `work` and ends without the parent's clean-up."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return child


def declare(address: str) -> None:
    """The job that rings the bell outside."""

    @job("tests.ticked")
    def ticked() -> None:
        """Never due: its rows are counted."""

    @job("tests.tick", max_attempts=1000)
    def tick() -> None:
        """Nothing but a trace that it ran."""

    port = HttpPost(inside_hosts={"127.0.0.1"}, timeout=3)

    @job("tests.ring", max_attempts=1000)
    def ring(*, delivery_id: UUID, at) -> None:
        deliver(
            delivery_id=delivery_id,
            port=port,
            compose=lambda row: Message(id=row.id, address=address, body=b"{}"),
            at=at,
        )


def watch_ticks() -> TextIO:
    """Every tick leaves a row in its own transaction; every look at the page that came to its end, a line here."""
    looks = tempfile.TemporaryFile("a+")  # noqa: SIM115  it goes with the process
    fire, tick = schedules._fire, schedules.tick

    def fire_and_note(row, line, *, now):
        fire(row, line, now=now)
        enqueue("tests.ticked", at=now, run_after=now + timedelta(days=1))

    def tick_and_note(page, *, now):
        taken = tick(page, now=now)
        os.write(looks.fileno(), f"{clock.now().timestamp()} {now.timestamp()}\n".encode())
        return taken

    schedules._fire, schedules.tick = fire_and_note, tick_and_note
    return looks


def owed(looks: TextIO, *, every_seconds: float) -> int:
    """How many ticks there must be at least: one in the period before each look that came to its end."""
    looks.seek(0)
    count, last = 0, float("-inf")
    for end, start in sorted(tuple(map(float, line.split())) for line in looks):
        if start >= last + every_seconds:
            count, last = count + 1, end
    return count


def put_down(jobs: int) -> None:

    with transaction.atomic():
        for _number in range(jobs):
            planned = plan_delivery(
                port="http", subject_kind="bell", subject_id=uuid7(), property_id=None, at=clock.now()
            )
            enqueue("tests.ring", at=clock.now(), delivery_id=planned)


def work_on() -> None:

    page = (Schedule(name="tick", job="tests.tick", every_seconds=EVERY_SECONDS),)
    Worker(schedules=page, lease=timedelta(seconds=1.2), idle_seconds=0.1).run(threading.Event())


def kill_until_done(dice: random.Random) -> int:
    """Keep three workers alive and kill one every now and then; how many were killed."""

    kills, deadline = 0, time.monotonic() + PATIENCE_SECONDS
    connections.close_all()
    workers = [forked(work_on) for _ in range(WORKERS)]
    while (
        time.monotonic() < deadline and Job.objects.filter(name="tests.ring").exclude(state="done").exists()
    ):
        connections.close_all()
        time.sleep(dice.uniform(0.05, 0.6))
        doomed = workers.pop(dice.randrange(WORKERS))
        os.kill(doomed, signal.SIGKILL)
        os.waitpid(doomed, 0)
        kills += 1
        workers.append(forked(work_on))
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
    return kills


def main(jobs: int, seed: int) -> None:

    call_command("migrate", "outbox", verbosity=0)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bell)
    address = f"http://127.0.0.1:{server.server_address[1]}/bell"
    connections.close_all()
    receiver = forked(server.serve_forever)
    declare(address)
    looks = watch_ticks()
    put_down(jobs)
    kills = kill_until_done(random.Random(seed))
    with urllib.request.urlopen(address) as answer:
        rung = json.load(answer)
    os.kill(receiver, signal.SIGKILL)
    told = {"kills": kills, "rung": len(rung), "posts": sum(rung.values())}
    told["owed"] = owed(looks, every_seconds=EVERY_SECONDS)
    print(json.dumps({**told, **standing()}))


def standing() -> dict[str, float]:
    """How jobs and deliveries stand at the end, and the shortest time between two ticks of the schedule."""
    ticks = list(
        Job.objects.filter(name="tests.ticked").order_by("created_at").values_list("created_at", flat=True)
    )

    return {
        "jobs_done": Job.objects.filter(state="done", name="tests.ring").count(),
        "jobs": Job.objects.filter(name="tests.ring").count(),
        "ticks": len(ticks),
        "shortest": min((late - early).total_seconds() for early, late in pairwise(ticks)),
        "sent": Delivery.objects.filter(state="sent").count(),
    }
