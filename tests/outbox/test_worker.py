"""What a worker does in one round."""

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError

from innkeeper.kernel.ids import uuid7
from innkeeper.outbox import actions, queries, schedules, subscriptions
from innkeeper.outbox.models import Job, JobState, OutboxEvent, ScheduleTick, WorkerBeat
from innkeeper.outbox.rules import Schedule
from innkeeper.outbox.worker import Worker
from tests.makers.outbox import MINUTE, NINE, make_event, the_job

pytestmark = pytest.mark.django_db


def worker(**given) -> Worker:
    return Worker(now=lambda: NINE, **given)


def test_a_recorded_event_reaches_its_handler_with_the_ids_it_asks_for(desk):
    event = make_event()
    with subscriptions.installed({"tests.BellRung": ("tests.answer",)}):
        event_id = actions.record(event, at=NINE - MINUTE)
    assert worker().step() == 1
    assert desk.answers == [{"bell_id": event.bell_id, "at": NINE, "event_id": event_id}]
    assert the_job().state == JobState.DONE


def test_a_failing_handler_costs_an_attempt_and_nothing_else(desk):
    desk.error = ValueError("secret")
    actions.enqueue("tests.answer", at=NINE, bell_id=uuid7())
    actions.enqueue("tests.answer", at=NINE, bell_id=uuid7())
    assert worker().step() == 2
    assert set(Job.objects.values_list("state", "attempts", "last_error")) == {("waiting", 1, "ValueError")}


def test_a_job_that_kills_its_workers_is_given_up(desk):
    actions.enqueue("tests.answer", at=NINE, bell_id=uuid7())
    Job.objects.update(attempts=3)
    worker().step()
    assert desk.answers == []
    assert (the_job().state, the_job().last_error) == (JobState.DEAD, "WorkerDied")
    assert OutboxEvent.objects.filter(name="outbox.JobDied").exists()


def test_a_worker_that_is_stopped_gives_unbegun_jobs_back(desk):
    for _ in range(3):
        actions.enqueue("tests.answer", at=NINE, bell_id=uuid7())
    stop = threading.Event()
    stop.set()
    assert worker().step(stop) == 0
    assert set(Job.objects.values_list("state", "attempts")) == {("waiting", 0)}


def test_a_schedule_runs_once_with_two_workers():
    page = (Schedule(name="sweep", job="tests.answer", every_seconds=60),)
    schedules.prepare(page, now=NINE)
    assert schedules.tick(page, now=NINE) + schedules.tick(page, now=NINE) == 1
    assert Job.objects.count() == 1
    assert ScheduleTick.objects.get().next_at == NINE + MINUTE


def test_missed_ticks_run_once_and_lines_that_left_the_page_go():
    page = (Schedule(name="sweep", job="tests.answer", every_seconds=60),)
    ScheduleTick.objects.create(name="gone", next_at=NINE)
    schedules.prepare(page, now=NINE - timedelta(days=1))
    schedules.tick(page, now=NINE)
    assert Job.objects.count() == 1
    assert set(ScheduleTick.objects.values_list("name", "next_at")) == {("sweep", NINE + MINUTE)}


def test_sweeps_run_in_every_round_and_one_that_fails_stops_nothing(desk):
    seen = []

    def broken(now):
        raise ValueError

    actions.enqueue("tests.answer", at=NINE, bell_id=uuid7())
    assert worker(sweeps=(broken, seen.append)).step() == 1
    assert seen == [NINE]


def test_lag_tells_the_oldest_due_job_the_dead_and_the_silent():
    actions.enqueue("tests.answer", at=NINE - 3 * MINUTE)
    actions.enqueue("tests.answer", at=NINE + MINUTE)
    Job.objects.create(name="x", run_after=NINE, created_at=NINE, state=JobState.DEAD)
    WorkerBeat.objects.create(name="w", started_at=NINE, beat_at=NINE - 2 * MINUTE)
    lag = queries.lag(NINE)
    assert (lag.seconds, lag.dead_jobs, lag.is_late, lag.is_silent) == (180, 1, True, True)


def test_an_idle_house_with_a_fresh_beat_needs_no_look():
    worker().step()
    lag = queries.lag(NINE)
    assert (lag.dead_jobs, lag.is_late, lag.is_silent) == (0, False, False)


def test_it_sleeps_until_the_next_thing_but_never_longer_than_its_bound():
    actions.enqueue("tests.answer", at=NINE, run_after=NINE + timedelta(seconds=0.3))
    assert worker()._pause() == pytest.approx(0.3)
    Job.objects.all().delete()
    assert worker(idle_seconds=60)._pause() == 5
    assert worker(wake_at=lambda: NINE + timedelta(seconds=0.5))._pause() == pytest.approx(0.5)


def test_a_database_that_is_away_is_waited_for(monkeypatch):
    stop, rounds = threading.Event(), []

    def step(given):
        rounds.append(given)
        if len(rounds) == 1:
            raise OperationalError
        stop.set()
        return 1

    busy = worker()
    monkeypatch.setattr(busy, "step", step)
    monkeypatch.setattr("innkeeper.outbox.worker.HICCUP_SECONDS", 0.01)
    monkeypatch.setattr("innkeeper.outbox.worker.connections.close_all", lambda: None)
    busy.run(stop)
    assert len(rounds) == 2
