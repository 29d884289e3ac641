"""A guest moves in and is asked what they need, in one act: neither without the other (REQ-01)."""

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases.models import Case
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.kernel.ids import uuid7
from innkeeper.outbox.models import OutboxEvent
from innkeeper.service_requests.actions import Answer, receive_guest
from innkeeper.service_requests.models import NeedsAsked
from innkeeper.stays.models import Stay
from innkeeper.stays.rules.stays import StayStatus
from tests.makers.guests import make_guest
from tests.makers.properties import make_floor
from tests.makers.stays import expect, put
from tests.people import START

NONE, COT = Answer(is_none=True), Answer(needs="要一个婴儿床")


@pytest.fixture
def stay(cast):
    make_floor(house=cast.house, floor=12, rooms=9)
    return expect(house=cast.house, guest=make_guest(house=cast.house))


def receive(person, stay, answer, *, room="1208", **more):
    return receive_guest(
        actor=person.actor, stay_id=stay.id, room_number=room, answer=answer, at=START, **more
    )


def nothing_happened():
    is_expected = Stay.objects.get().status == StayStatus.EXPECTED
    return is_expected and not NeedsAsked.objects.exists() and not Case.objects.exists()


@pytest.mark.req("REQ-01")
@pytest.mark.parametrize("answer", [NONE, COT])
def test_who_moves_in_was_asked(cast, stay, answer):
    asked = receive(cast.front_desk, stay, answer)
    stay.refresh_from_db()
    assert (stay.status, stay.room_number) == (StayStatus.IN_HOUSE, "1208")
    assert (asked.stay_id, asked.has_needs, asked.asked_at) == (stay.id, bool(answer.needs), START)
    verbs = AuditEntry.objects.filter(verb__in=["stays.checked_in", "requests.needs_asked"])
    assert verbs.count() == 2
    assert OutboxEvent.objects.filter(name="stays.GuestCheckedIn").count() == 1
    if answer is COT:
        case = Case.objects.get()
        assert (case.pk, case.stay_id, case.room_number) == (asked.case_id, stay.id, "1208")


@pytest.mark.req("REQ-01")
@pytest.mark.parametrize("answer", [Answer(), Answer(needs="要一个婴儿床", is_none=True)])
def test_nobody_moves_in_unasked(cast, stay, answer):
    with pytest.raises(InvalidInput) as refused:
        receive(cast.front_desk, stay, answer)
    assert set(refused.value.fields) == {"needs"}
    assert nothing_happened()


@pytest.mark.parametrize("answer", [NONE, COT])
def test_where_the_room_is_not_ready_or_there_is_none_nothing_was_asked_either(cast, stay, answer):
    put(house=cast.house, room="1207")
    with pytest.raises(WrongState):
        receive(cast.front_desk, stay, answer, room="1207")
    with pytest.raises(NotFound):
        receive(cast.front_desk, stay, answer, room="1428")
    assert nothing_happened()


@pytest.mark.parametrize("answer", [NONE, COT])
def test_pressed_twice_the_guest_moved_in_once(cast, stay, answer):
    key = uuid7()
    assert receive(cast.front_desk, stay, answer, key=key) == receive(cast.front_desk, stay, answer, key=key)
    assert (NeedsAsked.objects.count(), Case.objects.count()) == (1, bool(answer.needs))
    with pytest.raises(WrongState):
        receive(cast.front_desk, stay, answer)
    assert NeedsAsked.objects.count() == 1


def test_another_house_and_another_post_are_refused(cast, stay):
    with pytest.raises((NotFound, NotPermitted)):
        receive(cast.outsider, stay, NONE)
    with pytest.raises(NotPermitted):
        receive(cast.attendant, stay, NONE)
    assert nothing_happened()
