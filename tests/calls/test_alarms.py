"""When a call is more than a question: a life at risk, officers at the desk."""

from uuid import uuid4

import pytest

from innkeeper.calls import actions
from innkeeper.calls.models import Call
from innkeeper.cases.models import Case, NeedToKnow, Task
from innkeeper.kernel.errors import InvalidInput
from innkeeper.notices.models import StaffNotice
from tests.accounts.conftest import enter
from tests.people import GUEST_NAME, START

pytestmark = pytest.mark.django_db(databases="__all__")


def told(kind):
    return set(StaffNotice.objects.filter(text_key=kind).values_list("recipient_id", flat=True))


def test_a_life_at_risk_tells_manager_and_security_at_once_without_a_name(house):
    words = f"{GUEST_NAME}刚发消息说不想活了"
    actions.raise_welfare(actor=house.attendant.actor, words=words, key=uuid4(), at=START)
    case = Case.objects.get(kind="welfare")
    assert house.manager.id in told("calls.welfare")
    assert case.is_restricted and case.priority == 1
    assert GUEST_NAME not in str(list(StaffNotice.objects.values_list("facts", "ref", "room")))
    assert Task.objects.filter(case=case).count() == 2


def test_without_a_word_help_comes_all_the_same(house, desk):
    assert desk.post("/calls/welfare/", {"key": str(uuid4()), "words": ""}).status_code == 302
    assert Case.objects.filter(kind="welfare").count() == 1


def test_only_those_told_and_who_took_the_call_know_of_it(house):
    actions.raise_welfare(actor=house.front_desk.actor, words="", key=uuid4(), at=START)
    case = Case.objects.get()
    knowing = set(NeedToKnow.objects.filter(case=case).values_list("staff_id", flat=True))
    assert {house.manager.id, house.front_desk.id} <= knowing
    assert house.colleague.id not in knowing
    assert enter(house.colleague).get(f"/cases/{case.ref}/").status_code == 404
    assert enter(house.manager).get(f"/cases/{case.ref}/").status_code == 200


def test_officers_are_logged_and_passed_on_in_the_same_minute(house, desk):
    sent = {"key": str(uuid4()), "number": "2", "has_papers": "on", "words": ""}
    assert desk.post("/calls/police-checks/", sent).status_code == 302
    case = Case.objects.get(kind="police_check")
    assert case.received_at == START
    assert house.manager.id in told("calls.police")
    assert {task.post for task in Task.objects.filter(case=case)} == {"manager_on_duty", "security_manager"}
    assert Call.objects.get().case_id == case.pk


def test_sent_twice_the_alarm_rings_once(house):
    key = uuid4()
    for _again in range(2):
        officers = actions.Officers(number=2, has_papers=False)
        actions.log_police_check(actor=house.front_desk.actor, officers=officers, key=key, at=START)
    assert Case.objects.count() == Call.objects.count() == 1


def test_a_number_that_cannot_be_is_refused(house):
    with pytest.raises(InvalidInput):
        actions.log_police_check(
            actor=house.front_desk.actor,
            officers=actions.Officers(number=0, has_papers=True),
            key=uuid4(),
            at=START,
        )
    assert Case.objects.count() == 0
