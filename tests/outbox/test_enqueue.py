"""Putting a job down."""

import pytest

from innkeeper.kernel.ids import uuid7
from innkeeper.outbox import actions
from innkeeper.outbox.models import Job, JobState
from tests.makers.outbox import MINUTE, NINE

pytestmark = pytest.mark.django_db


def test_a_job_keeps_its_ids_as_text():
    bell_id = uuid7()
    job_id = actions.enqueue("tests.answer", at=NINE, bell_id=bell_id, times=2)
    job = Job.objects.get(id=job_id)
    assert job.args == {"bell_id": str(bell_id), "times": 2}
    assert job.state == JobState.WAITING
    assert job.run_after == NINE


def test_a_second_waiting_job_of_the_same_key_is_the_first_one():
    first = actions.enqueue("tests.answer", at=NINE, run_after=NINE + 5 * MINUTE, unique_key="bell:1")
    second = actions.enqueue("tests.answer", at=NINE, run_after=NINE + MINUTE, unique_key="bell:1")
    assert first == second
    assert Job.objects.get().run_after == NINE + MINUTE


def test_the_later_time_never_delays_a_waiting_job():
    actions.enqueue("tests.answer", at=NINE, unique_key="bell:1")
    actions.enqueue("tests.answer", at=NINE, run_after=NINE + MINUTE, unique_key="bell:1")
    assert Job.objects.get().run_after == NINE


def test_a_running_job_does_not_swallow_a_new_one():
    actions.enqueue("tests.answer", at=NINE, unique_key="bell:1")
    actions.claim(now=NINE, lease=MINUTE, limit=1, names=["tests.answer"])
    actions.enqueue("tests.answer", at=NINE, unique_key="bell:1")
    assert Job.objects.filter(unique_key="bell:1").count() == 2


def test_jobs_without_a_key_never_join():
    actions.enqueue("tests.answer", at=NINE)
    actions.enqueue("tests.answer", at=NINE)
    assert Job.objects.count() == 2
