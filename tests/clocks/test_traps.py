"""What other desks get wrong about clocks, each shown here against tables (the rest: test_run, test_model)."""

import json
import subprocess
import sys
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection

from innkeeper.clocks import rules
from innkeeper.clocks.actions import pause_clocks, rebase_clocks, resume_clocks, sweep
from innkeeper.clocks.models import ClockRun
from innkeeper.clocks.queries import next_wake
from tests.makers.clocks import HOTEL, SHANGHAI, TEN, ShiftCalendar, make_clock, make_clocks

HOLIDAY = {date(2026, 3, 3): False}


def rebase(*, at, days=None, version="2", **more):
    return rebase_clocks(
        property_id=HOTEL, at=at, calendar=ShiftCalendar(days=days or {}), calendar_version=version, **more
    )


@pytest.mark.django_db
@pytest.mark.req("CASE-13")
def test_a_holiday_announced_later_never_escalates_sooner():
    run = make_clock(target=rules.WorkingDays(1), calendar=ShiftCalendar(), calendar_version="1")
    due, following = run.due_at, run.next_at
    assert rebase(at=TEN + timedelta(hours=1), days=HOLIDAY) == 1
    run.refresh_from_db()
    assert run.due_at == due + timedelta(days=1)
    assert run.next_at > following
    assert run.calendar_version == "2"


@pytest.mark.django_db
def test_a_pause_is_not_lost_when_the_policy_changes():
    run = make_clock(minutes=60)
    pause_clocks(owner_id=run.owner_id, at=TEN + timedelta(minutes=10))
    resume_clocks(owner_id=run.owner_id, at=TEN + timedelta(minutes=40))
    targets = {"respond": rules.FixedTime(90 * 60)}
    assert rebase(at=TEN + timedelta(minutes=50), policy_version="b", targets=targets) == 1
    run.refresh_from_db()
    assert run.elapsed_seconds == 20 * 60
    assert run.due_at == TEN + timedelta(minutes=30 + 90)
    assert (run.target, run.policy_version) == (rules.FixedTime(90 * 60), "b")


@pytest.mark.django_db
def test_a_clock_that_waits_while_the_policy_changes_waits_on():
    run = make_clock(minutes=60)
    pause_clocks(owner_id=run.owner_id, at=TEN + timedelta(minutes=10))
    rebase(at=TEN + timedelta(days=1), policy_version="b", targets={"respond": rules.FixedTime(900)})
    assert sweep(now=TEN + timedelta(days=2)).announced == 0
    resume_clocks(owner_id=run.owner_id, at=TEN + timedelta(days=2))
    run.refresh_from_db()
    assert run.due_at == TEN + timedelta(days=2, minutes=5)


@pytest.mark.django_db
def test_what_was_announced_under_the_old_policy_is_not_announced_again():
    run = make_clock(minutes=60)
    sweep(now=TEN + timedelta(minutes=50))
    rebase(at=TEN + timedelta(minutes=55), policy_version="b", targets={"respond": rules.FixedTime(3 * 3600)})
    sweep(now=TEN + timedelta(days=1))
    assert sorted(run.firings.values_list("share", flat=True)) == [50, 80, 100]
    assert run.firings.get(share=100).due_at == TEN + timedelta(hours=3)


@pytest.mark.parametrize(
    "change",
    [
        lambda clock, at: clock.capped(at + timedelta(hours=20), at),
        lambda clock, at: clock.capped(None, at),
        lambda clock, at: clock.rebased(clock.target_seconds, at),
    ],
)
def test_what_was_late_in_the_evening_is_not_met_in_the_morning(change):
    quiet = rules.QuietHours(time(22), time(8), SHANGHAI)
    evening = datetime(2026, 3, 2, 21, tzinfo=SHANGHAI)
    rungs = rules.rungs_of((rules.Threshold(100, 1),))
    clock = rules.ClockState.started(at=evening, target_seconds=9_000, rungs=rungs, quiet=quiet)
    assert clock.due_at == evening + timedelta(hours=1)
    late, fired = clock.settled(evening + timedelta(hours=2))
    assert len(fired) == 1
    changed = change(late, evening + timedelta(hours=2))
    assert changed.due_at == evening + timedelta(hours=1)
    assert changed.stopped(evening + timedelta(hours=10)).outcome == rules.Outcome.LATE


@pytest.mark.django_db
def test_rebasing_goes_in_batches_and_repeating_it_changes_nothing():
    for _ in range(7):
        make_clock(target=rules.WorkingDays(1), calendar=ShiftCalendar(), calendar_version="1")
    make_clock()
    assert rebase(at=TEN, days=HOLIDAY, batch=3) == 7
    assert rebase(at=TEN, days=HOLIDAY, batch=3) == 0


@pytest.mark.django_db
def test_a_quarter_of_an_hour_is_not_found_late_since_the_worker_wakes_for_it():
    run = make_clock(minutes=15)
    while wake := next_wake():
        assert sweep(now=wake).lag == timedelta()
    assert list(run.firings.order_by("due_at").values_list("fired_at", flat=True)) == list(
        run.firings.order_by("due_at").values_list("due_at", flat=True)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("held", [10, 400])
def test_the_sweep_reads_the_clocks_due_not_the_clocks_held(held, django_assert_max_num_queries):
    make_clocks(held, at=TEN)
    make_clocks(20, at=TEN - timedelta(days=1))
    with django_assert_max_num_queries(12):
        assert sweep(now=TEN).clocks == 20


@pytest.mark.django_db
def test_the_next_announcement_is_found_by_its_index():
    due = ClockRun.objects.filter(next_at__lte=TEN).order_by("next_at", "id")[:500]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "clocks_run_next" in due.explain()


def test_several_workers_announce_everything_once():
    swarm = subprocess.run(
        [sys.executable, "-m", "tests.clocks.swarm"], capture_output=True, text=True, timeout=120, check=False
    )
    assert swarm.returncode == 0, swarm.stderr[-2000:]
    assert json.loads(swarm.stdout) == {"workers": [0, 0, 0], "announced": 360, "waiting": 0}


@pytest.mark.django_db
def test_a_sweep_may_be_told_to_do_a_few_only():
    make_clocks(10, at=TEN - timedelta(days=1))
    report = sweep(now=TEN, limit=4)
    assert (report.clocks, report.announced) == (4, 12)
    assert sweep(now=TEN).clocks == 6
