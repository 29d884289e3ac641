"""Back-off and schedules, without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innkeeper.kernel.errors import NotFound
from innkeeper.outbox import rules
from tests.makers.outbox import NINE


@given(st.integers(1, 200), st.uuids())
def test_the_rest_never_shrinks_and_stays_within_an_hour_and_its_spread(attempts, job_id):
    now = rules.pause_before_retry(attempts=attempts, job_id=job_id)
    then = rules.pause_before_retry(attempts=attempts + 1, job_id=job_id)
    assert timedelta(seconds=rules.FIRST_PAUSE_SECONDS) <= now <= then <= timedelta(minutes=72)


@given(st.uuids())
def test_the_rest_doubles_at_first(job_id):
    once, twice = (rules.pause_before_retry(attempts=n, job_id=job_id).total_seconds() for n in (1, 2))
    assert twice == pytest.approx(2 * once, abs=0.001)


def test_an_error_leaves_its_kind_and_code_only():
    assert rules.error_code(NotFound("王小明")) == "NotFound:not_found"
    assert rules.error_code(ValueError("王小明")) == "ValueError"


def test_a_cron_line_is_read_in_the_time_of_the_house():
    line = rules.Schedule(name="briefing", job="desk.briefing", cron="30 7 * * *")
    assert line.next_after(NINE) == datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


@given(st.integers(0, 366 * 24 * 3600))
def test_the_next_tick_is_always_later(seconds):
    at = NINE + timedelta(seconds=seconds)
    lines = [
        rules.Schedule(name="a", job="a", cron="*/5 * * * *"),
        rules.Schedule(name="b", job="b", cron="30 2 * * *", timezone="Europe/Berlin"),
        rules.Schedule(name="c", job="c", every_seconds=1),
    ]
    assert all(line.next_after(at) > at for line in lines)


@pytest.mark.parametrize(
    "wrong", [{}, {"cron": "* * *"}, {"every_seconds": 0}, {"cron": "* * * * *", "every_seconds": 5}]
)
def test_a_line_that_says_nothing_or_nonsense_is_refused(wrong):
    with pytest.raises(ValueError, match="Schedule x"):
        rules.Schedule(name="x", job="x", **wrong)
