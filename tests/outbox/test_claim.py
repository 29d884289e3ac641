"""Claiming jobs by lease, and what becomes of them."""

import pytest

from innkeeper.kernel.errors import WrongState
from innkeeper.kernel.ids import uuid7
from innkeeper.outbox import actions, rules
from innkeeper.outbox.models import Job, JobState, OutboxEvent
from tests.makers.outbox import MINUTE, NINE, the_job

pytestmark = pytest.mark.django_db
NAMES = ["tests.answer"]


def claim(*, now=NINE, limit=10, names=NAMES):
    return actions.claim(now=now, lease=MINUTE, limit=limit, names=names)


def test_nothing_is_claimed_before_its_time_or_by_a_worker_that_does_not_know_it():
    actions.enqueue("tests.answer", at=NINE, run_after=NINE + MINUTE)
    actions.enqueue("tests.newer", at=NINE)
    assert claim() == []


def test_a_claimed_job_is_claimed_once_until_its_lease_runs_out():
    actions.enqueue("tests.answer", at=NINE)
    (first,) = claim()
    assert claim(now=NINE + MINUTE / 2) == []
    (again,) = claim(now=NINE + MINUTE)
    assert again.id == first.id
    assert again.attempts == 2
    assert not actions.finish(first, at=NINE + MINUTE)
    assert actions.finish(again, at=NINE + MINUTE)
    assert the_job().state == JobState.DONE


def test_a_renewed_lease_keeps_others_away():
    actions.enqueue("tests.answer", at=NINE)
    (job,) = claim()
    assert actions.renew(token=job.lease_token, now=NINE + MINUTE / 2, lease=MINUTE) == 1
    assert claim(now=NINE + MINUTE) == []


def test_a_lost_job_comes_back_alone_so_that_it_kills_no_other():
    for _ in range(3):
        actions.enqueue("tests.answer", at=NINE)
    assert len(claim()) == 3
    assert len(claim(now=NINE + MINUTE)) == 1


def test_urgent_jobs_come_first_then_the_oldest():
    late = actions.enqueue("tests.answer", at=NINE)
    early = actions.enqueue("tests.answer", at=NINE, run_after=NINE - MINUTE)
    Job.objects.create(name="tests.answer", run_after=NINE, created_at=NINE, priority=1)
    ids = [job.id for job in claim()]
    assert ids[1:] == [early, late]


def test_a_failed_job_rests_and_keeps_a_code_but_no_text(desk):
    actions.enqueue("tests.answer", at=NINE)
    (job,) = claim()
    assert actions.fail(job, error=WrongState("王小明 was here"), at=NINE)
    row = the_job()
    assert (row.state, row.last_error) == (JobState.WAITING, "WrongState:wrong_state")
    assert row.run_after == NINE + rules.pause_before_retry(attempts=1, job_id=row.id)


def test_the_last_failure_sets_the_job_aside_and_raises_the_alarm(desk):
    actions.enqueue("tests.answer", at=NINE)
    Job.objects.update(attempts=2)
    (job,) = claim()
    assert actions.fail(job, error=ValueError(), at=NINE)
    assert the_job().state == JobState.DEAD
    event = OutboxEvent.objects.get(name="outbox.JobDied")
    assert event.facts == {"property_id": None, "job_id": str(job.id), "job_name": "tests.answer"}
    assert actions.revive(job.id, at=NINE)
    assert the_job().attempts == 0


def test_an_alarm_that_dies_makes_no_further_alarm(desk):
    alarm = OutboxEvent.objects.create(name="outbox.JobDied", facts={}, at=NINE)
    Job.objects.create(name="tests.answer", event=alarm, run_after=NINE, created_at=NINE, attempts=2)
    (job,) = claim()
    actions.fail(job, error=ValueError(), at=NINE)
    assert OutboxEvent.objects.count() == 1


def test_a_failed_job_makes_way_for_a_later_one_of_its_key(desk):
    actions.enqueue("tests.answer", at=NINE, unique_key="bell:1")
    (job,) = claim()
    later = actions.enqueue("tests.answer", at=NINE, unique_key="bell:1")
    assert actions.fail(job, error=ValueError(), at=NINE)
    assert list(Job.objects.filter(state=JobState.WAITING).values_list("id", flat=True)) == [later]


def test_an_unbegun_job_is_given_back_without_losing_an_attempt():
    actions.enqueue("tests.answer", at=NINE, bell_id=uuid7())
    (job,) = claim()
    assert actions.give_back(job, at=NINE)
    assert (the_job().state, the_job().attempts) == (JobState.WAITING, 0)
