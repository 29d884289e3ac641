"""Danger runs on real minutes: no clock of an emergency waits for a working day, whatever the hour it came in."""

from datetime import UTC, datetime, timedelta

import pytest

from innkeeper.cases.playbooks import registry
from innkeeper.clocks.models import ClockRun
from tests.makers.complaints import make_complaint

pytestmark = pytest.mark.django_db(databases="__all__")
FRIDAY_NIGHT = datetime(2026, 3, 13, 15, 30, tzinfo=UTC)
"""23:30 at the hotel: the next working day ends on Monday at six in the evening."""


@pytest.mark.req("CASE-09", "CASE-13")
def test_on_a_friday_night_its_guest_hears_within_the_hour_not_on_monday(cast):
    case = make_complaint(cast, at=FRIDAY_NIGHT, priority=1)
    due = dict(ClockRun.objects.filter(owner_id=case.pk).values_list("name", "due_at"))
    assert due["respond"] <= FRIDAY_NIGHT + timedelta(minutes=15)
    assert due["progress"] == FRIDAY_NIGHT + timedelta(hours=1)
    assert due["resolve"] == FRIDAY_NIGHT + timedelta(hours=2)


@pytest.mark.req("CASE-13")
def test_an_ordinary_complaint_keeps_the_working_day(cast):
    case = make_complaint(cast, at=FRIDAY_NIGHT, priority=2)
    progress = ClockRun.objects.get(owner_id=case.pk, name="progress")
    assert progress.due_at > FRIDAY_NIGHT + timedelta(days=2)


@pytest.mark.req("CASE-09")
def test_no_playbook_of_the_house_measures_an_emergency_in_working_days():
    slow = [
        (kind.name, rule.name)
        for kind in registry.kinds()
        for rule in registry.shipped(kind.name).clocks
        if rule.ceilings["emergency"].working_days is not None
    ]
    assert slow == []
