"""On PostgreSQL: the working connection is killed at random moments; nothing acknowledged is lost, nothing half-done."""

import os
import random
from contextlib import suppress
from threading import Event, Thread
from time import monotonic

import psycopg
import pytest
from django.db import Error, connection, connections

from innkeeper.audit.actions import sealing
from tests import people
from tests.crash.invariants import broken
from tests.crash.steps import CHUNK, LATER, STEPS

STRIKES = 20
BACKEND = "SELECT pg_terminate_backend(%s)"
pytestmark = [pytest.mark.slow, pytest.mark.postgres_only]


class Killer:
    """Ends one backend after a delay, from a connection of its own."""

    def __init__(self, pid, delay):
        self.pid, self.delay, self.stop, self.hit = pid, delay, Event(), False
        self.thread = Thread(target=self._strike)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *trouble):
        self.stop.set()
        self.thread.join()

    def _strike(self):
        if self.stop.wait(self.delay):
            return
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as link:
            self.hit = bool(link.execute(BACKEND, [self.pid]).fetchone()[0])


def pid_of_working_connection():
    connection.ensure_connection()
    return connection.connection.info.backend_pid


def struck(step, cast, given, *, delay):
    """The step with its connection killed after the delay: what it acknowledged, and whether it was hit."""
    told = None
    with Killer(pid_of_working_connection(), delay) as killer, suppress(Error):
        told = step.work(cast, given)
    connections.close_all()
    return told, killer.hit and told is None


def took(step, cast):
    given = step.lead_up(cast)
    began = monotonic()
    step.work(cast, given)
    return monotonic() - began


@pytest.mark.req("OPS-01")
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_whose_connection_is_killed_is_whole_or_not_at_all(transactional_db, settings, tmp_path, step):
    settings.AUDIT_SINKS = [tmp_path / "a", tmp_path / "b"]
    cast = people.make_cast()
    chance, span, hits = random.Random(step.name), took(step, cast), 0
    for _number in range(STRIKES):
        sealing._rest.until = None
        given = step.lead_up(cast)
        told, was_hit = struck(step, cast, given, delay=chance.uniform(0, span))
        hits += was_hit
        assert told is None or step.holds(given, told)
        sealing._rest.until = None
        step.repeat(cast, given)
        assert step.is_done(given)
    assert broken(at=LATER, chunk=CHUNK) == []
    print(f"killed: {step.name}: {STRIKES} strikes, {hits} in mid-work")
    assert hits
