"""Time that a case waited counts for no clock, and no clock waits on when its case does not: after whatever happens to both."""

from datetime import timedelta

import pytest

from innkeeper.cases import actions
from innkeeper.clocks.actions import sweep
from innkeeper.clocks.models import ClockFiring, ClockRun
from tests.makers import cases as make
from tests.people import START

HOUR = timedelta(hours=1)
TARGET = 48 * HOUR


def run_of(case, name="resolve"):
    return ClockRun.objects.get(owner_id=case.pk, name=name, stopped_at=None)


def hold(cast, case, *, at):
    actions.hold_case(actor=cast.owner.actor, case_id=case.pk, reason="等宾客", at=at)


def release(cast, case, *, at):
    actions.release_case(actor=cast.owner.actor, case_id=case.pk, at=at)


def sort(cast, case, *, at, **given):
    sorting = actions.Sorting(**given)
    actions.classify_case(actor=cast.owner.actor, case_id=case.pk, sorting=sorting, reason="更正", at=at)


def merge(cast, case, into, *, at):
    actions.merge_case(actor=cast.owner.actor, case_id=case.pk, into_id=into.pk, at=at)


def unmerge(cast, case, *, at):
    actions.unmerge_case(actor=cast.owner.actor, case_id=case.pk, at=at)


@pytest.mark.req("CASE-10", "CASE-22")
def test_a_wait_that_is_over_is_not_counted_after_a_new_priority(cast):
    case = make.make_case(cast)
    hold(cast, case, at=START + HOUR)
    release(cast, case, at=START + 11 * HOUR)
    sort(cast, case, priority=3, at=START + 12 * HOUR)
    assert run_of(case).due_at == START + 82 * HOUR
    sort(cast, case, priority=2, at=START + 13 * HOUR)
    assert run_of(case).due_at == START + 58 * HOUR


@pytest.mark.req("CASE-10", "CASE-22")
def test_a_case_that_waits_has_waited_since_it_began_to_whatever_its_new_priority(cast):
    case = make.make_case(cast)
    hold(cast, case, at=START + HOUR)
    sort(cast, case, priority=3, at=START + 31 * HOUR)
    run = run_of(case)
    assert (run.paused_at, run.elapsed_seconds) == (START + HOUR, 3600)
    sweep(now=START + 90 * HOUR)
    assert not run.firings.exists()
    release(cast, case, at=START + 101 * HOUR)
    assert run_of(case).due_at == START + 172 * HOUR


@pytest.mark.req("CASE-22")
def test_a_correction_that_leaves_a_time_as_it_was_alarms_nobody_again(cast):
    case = make.make_case(cast)
    sweep(now=START + 3 * HOUR)
    told = set(ClockFiring.objects.filter(run__owner_id=case.pk).values_list("pk", flat=True))
    sort(cast, case, category="complaint", at=START + 3 * HOUR)
    sweep(now=START + 3 * HOUR)
    assert told
    assert set(ClockFiring.objects.filter(run__owner_id=case.pk).values_list("pk", flat=True)) == told


@pytest.mark.req("CASE-22")
def test_a_time_made_longer_after_its_alarm_alarms_at_its_new_end(cast):
    case = make.make_case(cast, priority=1)
    sweep(now=START + 3 * HOUR)
    sort(cast, case, priority=3, at=START + 3 * HOUR)
    sweep(now=START + 72 * HOUR)
    assert run_of(case).firings.get(share=100, step=0).due_at == START + 72 * HOUR


@pytest.mark.req("CASE-22", "CASE-30")
def test_a_wait_before_a_merge_is_not_counted_when_the_merge_is_undone(cast):
    case, into = make.make_case(cast), make.make_case(cast)
    hold(cast, case, at=START + HOUR)
    release(cast, case, at=START + 11 * HOUR)
    merge(cast, case, into, at=START + 12 * HOUR)
    unmerge(cast, case, at=START + 13 * HOUR)
    assert run_of(case).due_at == START + TARGET + 10 * HOUR
    assert run_of(into).due_at == START + TARGET


@pytest.mark.req("CASE-22", "CASE-30")
def test_a_wait_of_the_other_case_is_not_counted_when_the_merge_is_undone(cast):
    case, into = make.make_case(cast), make.make_case(cast)
    hold(cast, into, at=START + HOUR)
    release(cast, into, at=START + 11 * HOUR)
    merge(cast, case, into, at=START + 12 * HOUR)
    assert run_of(into).due_at == START + TARGET
    unmerge(cast, case, at=START + 13 * HOUR)
    assert run_of(case).due_at == START + TARGET
    assert run_of(into).due_at == START + TARGET + 10 * HOUR


@pytest.mark.req("CASE-22", "CASE-30")
def test_a_clock_that_waits_runs_on_in_a_case_that_does_not(cast):
    case, into = make.make_case(cast), make.bring_to_review(cast, make.make_case(cast))
    hold(cast, case, at=START + HOUR)
    merge(cast, case, into, at=START + 2 * HOUR)
    assert run_of(into).due_at == START + TARGET + HOUR
    sweep(now=START + 90 * HOUR)
    assert run_of(into).firings.filter(share=100).exists()


@pytest.mark.req("CASE-22", "CASE-30")
def test_a_clock_that_runs_waits_in_a_case_that_does_and_runs_when_it_comes_home(cast):
    case, into = make.make_case(cast), make.make_case(cast, at=START + HOUR)
    hold(cast, into, at=START + 2 * HOUR)
    merge(cast, case, into, at=START + 3 * HOUR)
    assert run_of(into).due_at is None
    unmerge(cast, case, at=START + 5 * HOUR)
    assert run_of(case).due_at == START + TARGET + 2 * HOUR
    assert run_of(into).paused_at == START + 2 * HOUR


@pytest.mark.req("CASE-22", "CASE-30")
def test_a_clock_that_waited_with_the_other_case_runs_when_it_comes_home(cast):
    case, into = make.make_case(cast), make.make_case(cast, at=START + HOUR)
    merge(cast, case, into, at=START + HOUR)
    hold(cast, into, at=START + 2 * HOUR)
    unmerge(cast, case, at=START + 5 * HOUR)
    assert run_of(case).due_at == START + TARGET + 3 * HOUR
    case.refresh_from_db()
    assert case.next_due_at is not None
    sweep(now=START + 90 * HOUR)
    assert run_of(case).firings.filter(share=100).exists()


@pytest.mark.req("CASE-22", "CASE-29", "CASE-30")
def test_a_reopened_case_counts_from_its_reopening_when_a_merge_is_undone(cast):
    case, into = make.make_closed_case(cast), make.make_case(cast)
    later = START + 3 * HOUR
    actions.reopen_case(actor=cast.owner.actor, case_id=case.pk, reason="还是不制冷", at=later)
    due_at = run_of(case).due_at
    merge(cast, case, into, at=later)
    unmerge(cast, case, at=later + HOUR)
    assert (run_of(case).started_at, run_of(case).due_at) == (later, due_at)


@pytest.mark.req("CASE-22", "CASE-30")
def test_a_case_that_waits_brings_its_shorter_time_into_one_that_runs(cast):
    case = make.make_case(cast)
    into = make.make_case(cast, at=START + 24 * HOUR)
    hold(cast, case, at=START + 40 * HOUR)
    merge(cast, case, into, at=START + 41 * HOUR)
    assert run_of(into).due_at == START + TARGET + HOUR


@pytest.mark.req("CASE-22", "CASE-30")
def test_a_clock_begun_anew_in_the_other_case_goes_home_and_leaves_none_behind(cast):
    case, into = make.make_case(cast), make.bring_to_review(cast, make.make_case(cast))
    merge(cast, case, into, at=START + HOUR)
    sort(cast, into, priority=1, at=START + HOUR)
    unmerge(cast, case, at=START + 2 * HOUR)
    names = set(ClockRun.objects.filter(owner_id=into.pk, stopped_at=None).values_list("name", flat=True))
    assert not names & {"respond", "resolve"}
    assert run_of(case).started_at == START


@pytest.mark.req("CASE-22", "CASE-30")
def test_the_other_case_does_not_count_a_wait_during_the_merge_either(cast):
    case, into = make.make_case(cast), make.make_case(cast, at=START + HOUR)
    merge(cast, case, into, at=START + HOUR)
    hold(cast, into, at=START + 2 * HOUR)
    release(cast, into, at=START + 10 * HOUR)
    unmerge(cast, case, at=START + 12 * HOUR)
    assert run_of(case).due_at == START + TARGET + 8 * HOUR
    assert run_of(into).due_at == START + HOUR + TARGET + 8 * HOUR
