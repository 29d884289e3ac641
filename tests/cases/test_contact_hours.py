"""Nobody calls on a sleeping guest because a clock runs; an emergency and a guest who calls at night wait for nothing."""

from datetime import UTC, datetime

import pytest

from innkeeper.clocks.actions import sweep
from innkeeper.clocks.models import ClockFiring, ClockRun
from tests.makers.complaints import make_complaint

EVENING = datetime(2026, 3, 14, 15, 30, tzinfo=UTC)
"""23:30 in Shanghai."""
TWO_AT_NIGHT = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)
NINE = datetime(2026, 3, 15, 1, 0, tzinfo=UTC)
CALM = {"taxonomy_code": "", "priority": 3}


def respond(case):
    return ClockRun.objects.get(owner_id=case.pk, name="respond")


@pytest.mark.req("CASE-22")
def test_a_complaint_by_mail_at_night_alarms_nobody_before_nine(cast):
    case = make_complaint(cast, at=EVENING, channel="email", contact="guest@example.test", **CALM)
    assert respond(case).due_at >= NINE
    sweep(now=TWO_AT_NIGHT)
    fired = ClockFiring.objects.filter(run__owner_id=case.pk, run__name="respond", share__gte=100)
    assert not fired.exists()


def test_an_emergency_at_night_waits_for_nothing(cast):
    case = make_complaint(cast, at=TWO_AT_NIGHT, channel="email", taxonomy_code="fire", priority=1)
    assert respond(case).due_at < NINE


def test_a_guest_who_calls_at_night_is_awake_and_is_answered(cast):
    case = make_complaint(cast, at=TWO_AT_NIGHT, channel="room_phone", priority=2)
    assert (respond(case).due_at - TWO_AT_NIGHT).total_seconds() <= 2 * 3600


def test_who_calls_a_minute_before_ten_is_seen_in_a_quarter_of_an_hour_not_within_the_minute(cast):
    late = datetime(2026, 3, 14, 13, 59, tzinfo=UTC)
    case = make_complaint(cast, at=late, channel="room_phone", taxonomy_code="noise_guests", priority=2)
    runs = ClockRun.objects.filter(owner_id=case.pk, name__in=["respond", "on_the_spot"])
    minutes = {run.name: (run.due_at - late).total_seconds() / 60 for run in runs}
    assert minutes["on_the_spot"] == 15 and minutes["respond"] >= 5
