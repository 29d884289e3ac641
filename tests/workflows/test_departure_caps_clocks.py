"""A guest who leaves earlier or later moves the clocks of their cases."""

from datetime import UTC, datetime, timedelta

import pytest

from innkeeper.cases.actions import reopen_case
from innkeeper.clocks.models import ClockRun
from innkeeper.config.subscriptions import SUBSCRIPTIONS
from innkeeper.kernel.actors import system
from innkeeper.outbox import subscriptions
from innkeeper.outbox.worker import Worker
from innkeeper.stays.actions import change_departure
from tests.makers import stays
from tests.makers.complaints import closed, make_complaint
from tests.people import START

TEN_TOMORROW = datetime(2026, 3, 15, 2, 0, tzinfo=UTC)


@pytest.fixture
def stay(cast):
    return stays.move_in(house=cast.house, room="1208")


def moved(stay, departs_at, *, at=START):
    with subscriptions.installed(SUBSCRIPTIONS):
        change_departure(actor=system(), stay_id=stay.id, departs_at=departs_at, at=at)
    worker = Worker(now=lambda: at)
    while worker.step():
        pass


def due(case, name):
    return ClockRun.objects.get(owner_id=case.pk, name=name).due_at


@pytest.mark.req("CASE-22")
def test_an_earlier_departure_pulls_the_open_clocks_in_front_of_it(cast, stay):
    case = make_complaint(cast, stay_id=stay.id, departs_at=stay.departs_at)
    moved(stay, TEN_TOMORROW)
    assert due(case, "resolve") == TEN_TOMORROW - timedelta(minutes=60)
    case.refresh_from_db()
    assert case.departs_at == TEN_TOMORROW


def test_a_later_departure_lets_the_clock_run_its_whole_target_again(cast, stay):
    case = make_complaint(cast, stay_id=stay.id, departs_at=stay.departs_at)
    whole = due(case, "resolve")
    moved(stay, TEN_TOMORROW)
    moved(stay, TEN_TOMORROW + timedelta(days=9), at=START + timedelta(minutes=1))
    assert due(case, "resolve") >= whole
    assert ClockRun.objects.filter(owner_id=case.pk, name="resolve").count() == 1


def test_the_job_run_twice_changes_nothing_the_second_time(cast, stay):
    case = make_complaint(cast, stay_id=stay.id, departs_at=stay.departs_at)
    moved(stay, TEN_TOMORROW)
    case.refresh_from_db()
    version, when = case.edit_version, due(case, "resolve")
    moved(stay, TEN_TOMORROW)
    case.refresh_from_db()
    assert (case.edit_version, due(case, "resolve")) == (version, when)


@pytest.mark.req("CASE-22", "CASE-29")
def test_a_complaint_that_comes_back_ends_before_the_departure_as_it_is_by_then(cast, stay):
    case = closed(cast, stay_id=stay.id, departs_at=stay.departs_at)
    leaves = START + timedelta(hours=2)
    moved(stay, leaves, at=START + timedelta(minutes=15))
    again = START + timedelta(minutes=20)
    reopen_case(actor=system(), case_id=case.pk, reason="还是漏水", at=again)
    run = ClockRun.objects.get(owner_id=case.pk, name="resolve", stopped_at=None)
    assert run.due_at == leaves - timedelta(minutes=60)
