"""The worker: ticks schedules, runs sweeps, claims jobs, sleeps until something is due. Any number may run."""

import logging
import os
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import DatabaseError, InterfaceError, connections

from innkeeper.kernel import clock
from innkeeper.outbox import actions, jobs, queries, schedules
from innkeeper.outbox.models import Job, JobState, WorkerBeat
from innkeeper.outbox.rules import Schedule

log = logging.getLogger(__name__)

LONGEST_SLEEP_SECONDS = 5.0
HICCUP_SECONDS = 2.0
BEAT_EVERY = timedelta(seconds=15)
BATCH = 10

Sweep = Callable[[datetime], object]
WakeAt = Callable[[], datetime | None]


class WorkerDied(Exception):
    """The workers that began this job did not live to finish it."""


def worker_name() -> str:
    """Host, process and four letters of chance: two workers never share a name."""
    return f"{socket.gethostname()[:80]}:{os.getpid()}:{uuid4().hex[:4]}"


@dataclass
class Worker:
    """One process that works the outbox off.

    `sweeps` run in every round, before jobs, and must be safe with several workers; `wake_at` says when
    the next thing beside jobs is due. `idle_seconds` bounds the sleep while nothing is due (5 at most):
    it is how late a job that someone puts down meanwhile may begin. While `may_work` says no, it rests.
    """

    schedules: Sequence[Schedule] = ()
    sweeps: Sequence[Sweep] = ()
    wake_at: WakeAt = lambda: None
    may_work: Callable[[], bool] = lambda: True
    now: Callable[[], datetime] = clock.now
    lease: timedelta = timedelta(seconds=60)
    idle_seconds: float = 1.0
    name: str = field(default_factory=worker_name)
    jobs_done: int = 0
    _beat_at: datetime | None = None
    _started_at: datetime | None = None

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; the job in hand is finished first, unbegun ones are given back.

        A database that is away is waited for, never fatal.
        """
        while not stop.is_set():
            try:
                worked = self.step(stop)
                pause = 0.0 if worked else self._pause()
            except (DatabaseError, InterfaceError) as error:
                log.warning("worker waits for the database: %s", type(error).__name__)
                connections.close_all()
                pause = HICCUP_SECONDS
            if pause:
                stop.wait(pause)
        self._leave()

    def step(self, stop: threading.Event | None = None) -> int:
        """One round: beat, ticks, sweeps, one batch of jobs; the number of jobs run."""
        stop = stop or threading.Event()
        _drop_broken_connections()
        if not self.may_work():
            return 0
        now = self.now()
        self._beat(now)
        schedules.tick(self.schedules, now=now)
        for sweep in self.sweeps:
            self._sweep(sweep)
        if not _anything_due(self.now()):
            return 0
        batch = actions.claim(now=self.now(), lease=self.lease, limit=BATCH, names=list(jobs.declared()))
        return self._run_batch(batch, stop) if batch else 0

    def _run_batch(self, batch: Sequence[Job], stop: threading.Event) -> int:
        token = batch[0].lease_token
        assert token is not None
        done = 0
        with Heartbeat(token=token, lease=self.lease, now=self.now):
            for job in batch:
                if stop.is_set():
                    actions.give_back(job, at=self.now())
                elif _still_held(job, at=self.now()):
                    self._run_one(job)
                    done += 1
        return done

    def _run_one(self, job: Job) -> None:
        """Run one job and write its result, if it is still ours by then."""
        spec = jobs.declared()[job.name]
        if job.attempts > spec.max_attempts:
            actions.fail(job, error=WorkerDied(), at=self.now())
            return
        try:
            spec.call(
                job.args, at=self.now(), job_id=job.id, event_id=job.event_id, recorded_at=job.created_at
            )
        except Exception as error:
            log.warning("job %s %s failed: %s", job.name, job.id, type(error).__name__)
            _drop_broken_connections()
            actions.fail(job, error=error, at=self.now())
        else:
            if actions.finish(job, at=self.now()):
                self.jobs_done += 1

    def _sweep(self, sweep: Sweep) -> None:
        """Run one sweep; one that fails must not keep the others or the jobs from running."""
        try:
            sweep(self.now())
        except (DatabaseError, InterfaceError):
            raise
        except Exception as error:
            log.error("sweep %s failed: %s", getattr(sweep, "__name__", "sweep"), type(error).__name__)

    def _pause(self) -> float:
        """Seconds until something is due, bounded."""
        if not self.may_work():
            return LONGEST_SLEEP_SECONDS
        due = [at for at in (queries.next_due_at(), self.wake_at()) if at is not None]
        bound = min(self.idle_seconds, LONGEST_SLEEP_SECONDS)
        if not due:
            return bound
        return max(0.05, min(bound, (min(due) - self.now()).total_seconds()))

    def _beat(self, now: datetime) -> None:
        """Leave a sign of life now and then; the first also gives the schedules their rows."""
        if self._started_at is None:
            schedules.prepare(self.schedules, now=now)
            self._started_at = now
        if self._beat_at is not None and now - self._beat_at < BEAT_EVERY:
            return
        WorkerBeat.objects.update_or_create(
            name=self.name,
            defaults={"beat_at": now, "jobs_done": self.jobs_done, "started_at": self._started_at},
        )
        WorkerBeat.objects.filter(beat_at__lt=now - timedelta(days=1)).delete()
        self._beat_at = now

    def _leave(self) -> None:
        """Take the sign of life down after an orderly end."""
        try:
            WorkerBeat.objects.filter(name=self.name).delete()
        except (DatabaseError, InterfaceError):
            log.warning("worker could not sign off")


class Heartbeat:
    """Renews the lease of a batch from a thread of its own while the jobs run."""

    def __init__(self, *, token: UUID, lease: timedelta, now: Callable[[], datetime]) -> None:
        self._token, self._lease, self._now = token, lease, now
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._renew_until_end, daemon=True, name="heartbeat")

    def __enter__(self) -> "Heartbeat":
        self._thread.start()
        return self

    def __exit__(self, *outcome: object) -> None:
        self._end.set()
        self._thread.join()

    def _renew_until_end(self) -> None:
        """Every third of a lease; a failed renewal is tried again at the next turn."""
        while not self._end.wait(self._lease.total_seconds() / 3):
            try:
                actions.renew(token=self._token, now=self._now(), lease=self._lease)
            except (DatabaseError, InterfaceError) as error:
                log.warning("heartbeat missed: %s", type(error).__name__)
                connections.close_all()
        connections.close_all()


def _drop_broken_connections() -> None:
    """Close the connections of this thread that no longer work; the next query opens new ones."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def _anything_due(now: datetime) -> bool:
    """A cheap look before the claim takes the write lock."""
    waiting = Job.objects.filter(state=JobState.WAITING, run_after__lte=now)
    lost = Job.objects.filter(state=JobState.RUNNING, lease_until__lte=now)
    return waiting.exists() or lost.exists()


def _still_held(job: Job, *, at: datetime) -> bool:
    """Whether the job is still under our token (a long job before it may have cost the lease)."""
    return Job.objects.filter(
        id=job.id, lease_token=job.lease_token, state=JobState.RUNNING, lease_until__gt=at
    ).exists()
