"""Later than now: the time the guest wants, the morning for what can wait; the clock starts then."""

from datetime import timedelta

import pytest

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Task
from innkeeper.clocks.models import ClockRun
from innkeeper.outbox.models import Job
from innkeeper.service_requests.actions import Wish, close_delivered, offer_planned
from innkeeper.service_requests.models import PlannedTask
from tests.makers.requests import SYSTEM, deliver, make_request, set_share
from tests.people import START

NIGHT = START + timedelta(hours=11)
"""23:00 in Shanghai."""
MORNING = START + timedelta(hours=21)


def offered(case, *, at):
    return offer_planned(actor=SYSTEM, planned_id=PlannedTask.objects.get(case=case).pk, at=at)


@pytest.mark.req("REQ-05")
def test_late_cleaning_is_a_housekeeping_task_at_that_time(cast):
    later = START + timedelta(hours=4)
    case = make_request(cast, code="cleaning_request", text="下午四点打扫", wish=Wish(wanted_at=later))
    planned = PlannedTask.objects.get(case=case)
    assert (planned.department, planned.offer_at) == ("housekeeping", later)
    assert not Task.objects.filter(case=case).exists()
    assert Job.objects.get(name="service_requests.offer_planned").run_after == later
    assert offered(case, at=later)
    task = Task.objects.get(case=case)
    assert (task.offered_at, task.due_at) == (later, later + timedelta(minutes=30))


def test_its_clock_waits_and_starts_when_it_is_offered(cast):
    later = START + timedelta(hours=4)
    case = make_request(cast, code="cleaning_request", wish=Wish(wanted_at=later))
    assert ClockRun.objects.get(owner_id=case.pk, name="deliver").due_at is None
    offered(case, at=later)
    assert ClockRun.objects.get(owner_id=case.pk, name="deliver").due_at == later + timedelta(minutes=30)


def test_what_can_wait_at_night_is_offered_in_the_morning(cast):
    case = make_request(cast, code="laundry", text="两件衬衫要洗", at=NIGHT)
    assert not Task.objects.filter(case=case).exists()
    assert PlannedTask.objects.get(case=case).offer_at == MORNING


def test_what_cannot_wait_or_is_wanted_now_is_offered_at_night(cast):
    for given in ({"code": "towels"}, {"code": "laundry", "wish": Wish(is_now=True)}):
        case = make_request(cast, at=NIGHT, **given)
        assert Task.objects.get(case=case).offered_at == NIGHT


def test_it_is_offered_once_not_early_and_not_after_the_case_is_closed(cast):
    later = START + timedelta(hours=4)
    case = make_request(cast, code="cleaning_request", wish=Wish(wanted_at=later))
    assert not offered(case, at=later - timedelta(minutes=1))
    assert offered(case, at=later) and not offered(case, at=later)
    assert Task.objects.filter(case=case).count() == 1
    other = make_request(cast, code="cleaning_request", wish=Wish(wanted_at=later))
    type(other).objects.filter(pk=other.pk).update(is_open=False)
    assert not offered(other, at=later)
    assert PlannedTask.objects.get(case=other).dropped_at == later


def merged(cast, later):
    """A request for a later hour that went up in another of the room."""
    case = make_request(cast, code="wake_up_call", text="叫醒", wish=Wish(wanted_at=later))
    into = make_request(cast, code="towels")
    for one in (case, into):
        cases.assign_case(actor=SYSTEM, case_id=one.pk, owner_id=cast.owner.id, at=START)
    cases.merge_case(actor=cast.owner.actor, case_id=case.pk, into_id=into.pk, at=START)
    return case, into


@pytest.mark.req("REQ-05", "CASE-30")
def test_what_was_promised_for_an_hour_is_given_where_the_request_went_up(cast):
    later = START + timedelta(hours=4)
    case, into = merged(cast, later)
    assert offered(case, at=later)
    task = PlannedTask.objects.get(case=case).task
    assert (task.case_id, task.given_on_id) == (into.pk, case.pk)
    cases.unmerge_case(actor=cast.owner.actor, case_id=case.pk, at=later)
    task.refresh_from_db()
    assert (task.case_id, task.given_on_id) == (case.pk, None)


@pytest.mark.req("REQ-05", "CASE-30")
def test_it_is_not_lost_where_the_other_case_is_closed_by_then(cast):
    later = START + timedelta(hours=30)
    case, into = merged(cast, later)
    set_share("towels", 0)
    deliver(cast, into)
    assert close_delivered(actor=SYSTEM, case_id=into.pk, at=START + timedelta(minutes=8))
    assert offered(case, at=later)
    case.refresh_from_db()
    assert (case.is_open, case.merged_into_id) == (True, None)
    assert Task.objects.get(case=case, step="deliver", state="offered").offered_at == later
