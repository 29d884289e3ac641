"""The night, the draw, the cap, the order of the list: no database."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innkeeper.kernel.ids import uuid7
from innkeeper.service_requests import rules

SHANGHAI = "Asia/Shanghai"


def at(hour, minute=0, day=14):
    """A local time in Shanghai, as UTC."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


@pytest.mark.parametrize(("hour", "minute", "is_night"), [(21, 59, False), (22, 0, True), (3, 0, True), (8, 59, True), (9, 0, False)])  # fmt: skip
def test_the_night_is_from_ten_to_nine(hour, minute, is_night):
    assert rules.is_night(at(hour, minute), SHANGHAI) is is_night


def test_what_can_wait_at_night_is_offered_at_nine():
    offered = rules.offered_at(at=at(23), wanted_at=None, can_wait=True, departs_at=None, timezone=SHANGHAI)
    assert offered == at(9, day=15)
    early = rules.offered_at(at=at(2), wanted_at=None, can_wait=True, departs_at=None, timezone=SHANGHAI)
    assert early == at(9)


def test_a_guest_who_leaves_before_nine_does_not_wait():
    offered = rules.offered_at(at=at(2), wanted_at=None, can_wait=True, departs_at=at(7), timezone=SHANGHAI)
    assert offered == at(2)


def test_a_call_is_made_by_day_and_never_to_a_guest_who_left():
    assert rules.call_at(at=at(21, 59), departs_at=None, timezone=SHANGHAI) == at(21, 59)
    assert rules.call_at(at=at(22), departs_at=None, timezone=SHANGHAI) == at(9, day=15)
    assert rules.call_at(at=at(22), departs_at=at(8, day=15), timezone=SHANGHAI) is None


@given(st.uuids())
def test_the_draw_of_a_case_never_changes_and_grows_with_the_share(one):
    drawn = [rules.is_sampled(one, percent) for percent in range(0, 101)]
    assert drawn[0] is False and drawn[100] is True
    assert drawn == sorted(drawn)


def test_the_share_of_the_draw_is_about_what_was_asked():
    drawn = sum(rules.is_sampled(uuid7(), 20) for _ in range(4000))
    assert 600 < drawn < 1000
    assert rules.is_sampled(UUID(int=0), 1)


def test_the_cap_counts_what_was_given_today():
    assert rules.above_cap(cap=4, given_today=3, wanted=2) == 1
    assert rules.above_cap(cap=4, given_today=2, wanted=2) == 0
    assert rules.above_cap(cap=None, given_today=90, wanted=9) == 0


@pytest.mark.req("REQ-07")
@pytest.mark.parametrize(("code", "nature"), [("wheelchair", ""), ("smell", "health"), ("lighting", "safety")])  # fmt: skip
def test_safety_and_access_stand_like_the_highest_tier_whoever_asks(code, nature):
    places = {
        rules.rank(is_late=False, priority=2, code=code, nature=nature, tier=tier, due_at=at(12))
        for tier in range(6)
    }
    assert len(places) == 1
    vip = rules.rank(is_late=False, priority=2, code="pillow", nature="", tier=5, due_at=at(12))
    assert places == {vip}


def test_a_late_one_stands_before_every_other():
    late = rules.rank(is_late=True, priority=4, code="towels", nature="", tier=0, due_at=at(11))
    other = rules.rank(is_late=False, priority=2, code="towels", nature="", tier=5, due_at=at(12))
    assert late < other


def test_help_is_needed_above_the_load_and_where_nobody_is_on():
    assert rules.needs_help(open_tasks=7, on_duty=1, limit=6)
    assert not rules.needs_help(open_tasks=6, on_duty=1, limit=6)
    assert rules.needs_help(open_tasks=1, on_duty=0, limit=6)
