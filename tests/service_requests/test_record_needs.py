"""Who has moved in is asked what they need: a need or "none", and no third answer (REQ-01)."""

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases.models import Case
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.kernel.ids import uuid7
from innkeeper.service_requests import queries
from innkeeper.service_requests.actions import Answer, record_needs
from innkeeper.service_requests.models import NeedsAsked
from tests.makers.guests import make_guest
from tests.makers.properties import make_floor
from tests.makers.stays import move_in
from tests.people import START

NONE, COT = Answer(is_none=True), Answer(needs="要一个婴儿床")


@pytest.fixture
def stay(cast):
    make_floor(house=cast.house, floor=12, rooms=9)
    return move_in(house=cast.house, room="1208", guest=make_guest(house=cast.house))


@pytest.mark.req("REQ-01")
def test_asked_and_none_is_an_answer(cast, stay):
    record_needs(actor=cast.front_desk.actor, stay_id=stay.id, answer=NONE, at=START)
    asked = queries.needs_of(stay.id)
    assert (asked.has_needs, asked.asked_by_id) == (False, cast.front_desk.id)
    assert AuditEntry.objects.filter(verb="requests.needs_asked").count() == 1
    assert not Case.objects.exists()


@pytest.mark.req("REQ-01")
def test_a_need_becomes_a_request_of_the_stay(cast, stay):
    record_needs(actor=cast.front_desk.actor, stay_id=stay.id, answer=COT, at=START)
    case = Case.objects.get()
    assert (case.stay_id, case.room_number, case.kind) == (stay.id, "1208", "service_request")
    assert NeedsAsked.objects.get().case_id == case.pk


@pytest.mark.req("REQ-01")
@pytest.mark.parametrize("answer", [Answer(), Answer(needs="  "), Answer(needs="要一个婴儿床", is_none=True)])
def test_no_answer_is_no_answer_and_neither_are_both(cast, stay, answer):
    with pytest.raises(InvalidInput) as refused:
        record_needs(actor=cast.front_desk.actor, stay_id=stay.id, answer=answer, at=START)
    assert set(refused.value.fields) == {"needs"}
    assert not NeedsAsked.objects.exists() and not Case.objects.exists()


@pytest.mark.parametrize("answer", [NONE, COT])
def test_pressed_twice_the_guest_was_asked_once(cast, stay, answer):
    given = {"actor": cast.front_desk.actor, "stay_id": stay.id, "answer": answer, "key": uuid7()}
    assert record_needs(**given, at=START) == record_needs(**given, at=START)
    assert (NeedsAsked.objects.count(), Case.objects.count()) == (1, bool(answer.needs))
    assert AuditEntry.objects.filter(verb="requests.needs_asked").count() == 1


def test_another_house_and_another_post_are_refused(cast, stay):
    with pytest.raises(NotFound):
        record_needs(actor=cast.outsider.actor, stay_id=stay.id, answer=NONE, at=START)
    with pytest.raises(NotPermitted):
        record_needs(actor=cast.attendant.actor, stay_id=stay.id, answer=NONE, at=START)
    assert not NeedsAsked.objects.exists()
