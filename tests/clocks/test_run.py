"""A clock in the tables: start, pause, resume, stop, reopen, cancel, move, cap, sweep."""

from datetime import timedelta

import pytest

from innkeeper.clocks import rules
from innkeeper.clocks.actions import (
    cancel_clocks,
    cap_clocks,
    move_clocks,
    pause_clocks,
    resume_clocks,
    stop_clock,
    sweep,
)
from innkeeper.clocks.actions.runs import ClockAlreadyRunning
from innkeeper.clocks.models import ClockFiring, ClockRun
from innkeeper.clocks.queries import next_wake, open_clocks
from innkeeper.kernel.errors import InvalidInput
from innkeeper.kernel.ids import uuid7
from innkeeper.outbox.models import OutboxEvent
from tests.makers.clocks import TEN, make_clock

pytestmark = pytest.mark.django_db


def after(**by):
    return TEN + timedelta(**by)


def told(run):
    return list(run.firings.order_by("due_at", "step").values_list("share", "level", "step"))


@pytest.mark.req("CASE-09", "CASE-22")
def test_an_unanswered_emergency_warns_the_owner_and_then_the_supervisor():
    run = make_clock(minutes=15)
    assert sweep(now=after(minutes=7)).announced == 0
    sweep(now=after(minutes=12))
    assert told(run) == [(50, 0, 0), (80, 0, 0)]
    sweep(now=after(minutes=15))
    assert told(run)[-1] == (100, 1, 0)
    event = OutboxEvent.objects.filter(name="clocks.ThresholdReached").order_by("at").last()
    assert event.facts["owner_id"] == str(run.owner_id)
    assert (event.facts["share"], event.facts["level"]) == (100, 1)


def test_a_threshold_is_announced_once_however_often_the_sweep_comes():
    run = make_clock(minutes=15)
    for minute in range(40):
        sweep(now=after(minutes=minute))
    assert told(run) == [(50, 0, 0), (80, 0, 0), (100, 1, 0)]


def test_two_breaches_on_one_day_are_announced_twice():
    owner = uuid7()
    first = make_clock(owner_id=owner, minutes=15)
    sweep(now=after(minutes=20))
    stop_clock(owner_id=owner, name="respond", at=after(minutes=21))
    second = make_clock(owner_id=owner, minutes=15, at=after(hours=3))
    sweep(now=after(hours=4))
    assert (first.round, second.round) == (1, 2)
    assert told(first)[-1] == told(second)[-1] == (100, 1, 0)


def test_a_worker_that_was_down_announces_late_in_order_with_the_true_times():
    run = make_clock(minutes=15)
    report = sweep(now=after(hours=5))
    firings = list(run.firings.order_by("due_at"))
    assert [firing.share for firing in firings] == [50, 80, 100]
    assert firings[-1].due_at == after(minutes=15)
    assert firings[-1].fired_at == after(hours=5)
    assert report.lag == timedelta(hours=5) - timedelta(minutes=7, seconds=30)


def test_waiting_on_the_guest_breaches_nothing():
    run = make_clock(minutes=60)
    pause_clocks(owner_id=run.owner_id, at=after(minutes=10))
    assert sweep(now=after(days=3)).announced == 0
    resume_clocks(owner_id=run.owner_id, at=after(days=3))
    run.refresh_from_db()
    assert run.due_at == after(days=3, minutes=50)


def test_stopping_in_time_is_met_and_later_is_late():
    met, late = make_clock(minutes=60), make_clock(minutes=60)
    assert stop_clock(owner_id=met.owner_id, name="respond", at=after(minutes=60)) is rules.Outcome.MET
    assert stop_clock(owner_id=late.owner_id, name="respond", at=after(minutes=61)) is rules.Outcome.LATE
    assert sweep(now=after(days=1)).announced == 0
    assert told(late)[-1] == (100, 1, 0), "the breach that no sweep had seen yet is announced at the stop"


def test_stopping_twice_changes_nothing():
    run = make_clock()
    stop_clock(owner_id=run.owner_id, name="respond", at=after(minutes=5))
    assert stop_clock(owner_id=run.owner_id, name="respond", at=after(minutes=90)) is None
    run.refresh_from_db()
    assert run.stopped_at == after(minutes=5)


def test_it_refuses_a_second_clock_of_the_same_name():
    run = make_clock()
    with pytest.raises(ClockAlreadyRunning):
        make_clock(owner_id=run.owner_id)
    assert ClockRun.objects.count() == 1


def test_it_refuses_a_ladder_that_does_not_rise():
    with pytest.raises(InvalidInput):
        make_clock(ladder=[rules.Threshold(80, 0), rules.Threshold(50, 0)])
    assert not ClockRun.objects.exists()


def test_a_cancelled_clock_never_alarms_even_late():
    run = make_clock(minutes=15)
    cancel_clocks(owner_id=run.owner_id, at=after(hours=1))
    assert sweep(now=after(days=1)).announced == 0
    assert not ClockFiring.objects.exists()


def test_a_merged_case_never_alarms_and_the_earlier_promise_holds():
    merged, kept = make_clock(minutes=15), make_clock(at=after(minutes=10), minutes=15)
    assert move_clocks(from_owner=merged.owner_id, to_owner=kept.owner_id, at=after(minutes=11)) == [
        merged.pk
    ]
    sweep(now=after(days=1))
    assert set(ClockFiring.objects.values_list("run__owner_id", flat=True)) == {kept.owner_id}
    assert ClockFiring.objects.filter(share=100).get().due_at == after(minutes=15)
    assert ClockRun.objects.filter(outcome="merged").count() == 1


def test_a_cap_before_departure_tightens_the_ladder():
    run = make_clock(minutes=72 * 60, caps=[after(hours=4)])
    assert run.due_at == after(hours=4)
    assert run.next_at == after(hours=2)
    cap_clocks(owner_id=run.owner_id, cap_at=after(hours=2), at=after(hours=1))
    run.refresh_from_db()
    assert (run.due_at, run.next_at) == (after(hours=2), after(hours=1))


def test_the_ladder_climbs_one_level_with_each_repeat():
    run = make_clock(minutes=10, ladder=[rules.Threshold(100, 1, timedelta(minutes=5), 2)])
    sweep(now=after(minutes=14))
    assert told(run) == [(100, 1, 0)]
    sweep(now=after(minutes=20))
    assert told(run) == [(100, 1, 0), (100, 2, 1), (100, 3, 2)]
    assert next_wake() is None


def test_a_list_of_open_clocks_has_the_due_first_and_the_waiting_last(django_assert_num_queries):
    owner = uuid7()
    for name, minutes in (("resolve", 120), ("respond", 15), ("update", 60)):
        make_clock(owner_id=owner, name=name, minutes=minutes)
    pause_clocks(owner_id=owner, names=["respond"], at=after(minutes=1))
    with django_assert_num_queries(1):
        lines = open_clocks([owner])[owner]
    assert [line.name for line in lines] == ["update", "resolve", "respond"]
    assert lines[0].is_overdue(after(minutes=61))
    assert lines[-1].is_paused


def test_an_idle_sweep_asks_one_question(django_assert_num_queries):
    make_clock()
    with django_assert_num_queries(1):
        report = sweep(now=TEN)
    assert report.next_at == after(minutes=30)
