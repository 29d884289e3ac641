"""A settled refund whose date passes is called to mind daily, where who must act hears it (DISP-04)."""

from datetime import UTC, datetime, timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.disputes import actions, tasks
from innkeeper.disputes.models import Term
from innkeeper.disputes.rules.terms import is_reminder_due
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import NotPermitted
from innkeeper.notices.models import StaffNotice
from tests.makers import disputes as make
from tests.people import START

DUE = START + timedelta(days=7, minutes=15)
LATE = DUE + timedelta(minutes=1)
MORNING = datetime(2026, 3, 22, 0, 0, tzinfo=UTC)
"""Eight o'clock in Shanghai, the day after it was due."""


def remind(cast, at):
    return actions.remind_of_terms(actor=system("tests"), property_id=cast.house.pk, at=at)


def told():
    rows = StaffNotice.objects.filter(text_key="disputes.term_overdue").order_by("created_at")
    return list(rows.values_list("recipient_id", "ref", "level"))


@pytest.mark.req("DISP-04")
def test_who_has_the_dispute_hears_it_once_its_time_has_passed_and_not_before(cast):
    case = make.settled(cast)
    assert remind(cast, DUE) == 0 and told() == []
    assert remind(cast, LATE) == 1
    assert (cast.quality.id, case.ref, "warn") in told()
    assert AuditEntry.objects.filter(verb="cases.term_overdue", object_id=case.pk).count() == 1
    assert remind(cast, LATE + timedelta(minutes=15)) == 0


@pytest.mark.req("DISP-04")
def test_each_morning_again_until_it_is_carried_out(cast):
    case = make.settled(cast)
    remind(cast, LATE)
    assert remind(cast, MORNING - timedelta(minutes=1)) == 0
    assert remind(cast, MORNING) == 1
    assert remind(cast, MORNING + timedelta(hours=9)) == 0
    make.carry_out(cast, case, at=MORNING + timedelta(hours=10))
    assert remind(cast, MORNING + timedelta(days=1)) == 0
    assert Term.objects.get().reminded_on.isoformat() == "2026-03-22"


def test_the_job_on_the_schedule_reminds_every_hotel(cast):
    make.settled(cast)
    tasks.remind(at=LATE)
    assert cast.quality.id in {one for one, _ref, _level in told()}


def test_nobody_but_the_house_reminds(cast):
    make.settled(cast)
    with pytest.raises(NotPermitted):
        actions.remind_of_terms(actor=cast.manager.actor, property_id=cast.house.pk, at=LATE)
    assert told() == [] and Term.objects.get().reminded_on is None


@pytest.mark.parametrize(
    ("reminded_on", "local", "wanted"),
    [
        (None, LATE, True),
        (None, DUE, False),
        (MORNING.date(), MORNING.replace(hour=20), False),
        (LATE.date(), MORNING.replace(hour=7, minute=59), False),
        (LATE.date(), MORNING.replace(hour=8), True),
    ],
)
def test_once_at_once_and_then_each_morning(reminded_on, local, wanted):
    assert is_reminder_due(due_at=DUE, reminded_on=reminded_on, local=local) is wanted
