"""A room that is meant for another arrival is given away knowingly only, and that arrival is to get a new one."""

from datetime import date, timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.kernel.errors import WrongState
from innkeeper.notices.models import StaffNotice
from innkeeper.service_requests.actions import Answer, receive_guest
from innkeeper.service_requests.models import NeedsAsked
from innkeeper.stays import actions, queries
from innkeeper.stays.models import RoomTask, Stay
from innkeeper.stays.rules.stays import StayStatus
from tests.accounts.conftest import enter
from tests.makers.guests import make_guest
from tests.makers.properties import make_floor
from tests.makers.stays import TODAY, expect, move_in
from tests.people import COMPANION_NAME, START

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def promised(cast, clock):
    """1208 is meant for somebody who arrives today."""
    make_floor(house=cast.house, floor=12, rooms=9)
    return meant(cast, "1208")


@pytest.fixture
def stay(cast, promised):
    return expect(house=cast.house, guest=make_guest(house=cast.house, name=COMPANION_NAME))


def meant(cast, room, **given):
    other = expect(house=cast.house, **given)
    return actions.allocate_room(actor=cast.front_desk.actor, stay_id=other.id, room_number=room, at=START)


def check_in(cast, stay, *, by=None, room="1208", **more):
    actor = (by or cast.front_desk).actor
    return actions.check_in(actor=actor, stay_id=stay.id, room_number=room, at=START, **more)


def statuses():
    return {stay.room_number: stay.status for stay in Stay.objects.all()}


@pytest.mark.req("STAY-03")
def test_it_is_not_given_out_unknowingly(cast, promised, stay):
    with pytest.raises(actions.RoomPromised, match="1208"):
        check_in(cast, stay)
    assert statuses() == {"1208": StayStatus.EXPECTED, "": StayStatus.EXPECTED}
    assert not StaffNotice.objects.exists()


@pytest.mark.req("STAY-03")
def test_given_knowingly_the_other_has_none_and_the_front_desk_knows(cast, promised, stay):
    check_in(cast, stay, by=cast.owner, is_knowing=True)
    assert statuses() == {"": StayStatus.EXPECTED, "1208": StayStatus.IN_HOUSE}
    kept = AuditEntry.objects.get(verb="stays.room_given_away")
    assert (kept.object_id, kept.facts) == (promised.pk, {"room": "1208", "to": str(stay.pk)})
    told = StaffNotice.objects.get(text_key="rooms.given_away")
    assert (told.recipient_id, told.room, told.object_id) == (cast.front_desk.id, "1208", promised.pk)


def test_its_own_guest_moves_in_unasked(cast, promised):
    assert check_in(cast, promised).status == StayStatus.IN_HOUSE


@pytest.mark.parametrize(("on", "is_free"), [(TOMORROW, False), (TODAY + timedelta(days=2), True)])
def test_an_arrival_before_the_guest_leaves_counts_one_on_that_day_does_not(
    cast, promised, stay, on, is_free
):
    meant(cast, "1209", arrival_on=on)
    if is_free:
        assert check_in(cast, stay, room="1209").room_number == "1209"
        return
    with pytest.raises(actions.RoomPromised):
        check_in(cast, stay, room="1209")


@pytest.mark.req("STAY-03")
def test_a_guest_who_moves_takes_it_knowingly_only_and_is_not_offered_it(cast, promised):
    here = move_in(house=cast.house, room="1209", arrival_on=date(2026, 3, 13), nights=3)
    assert "1208" not in {one.room for one in queries.proposals_for(here.pk, limit=9)}
    move = {"actor": cast.front_desk.actor, "stay_id": here.pk, "room_number": "1208", "at": START}
    with pytest.raises(actions.RoomPromised):
        actions.move_room(**move)
    assert actions.move_room(**move, is_knowing=True).room_number == "1208"


def test_what_was_ordered_for_the_other_goes_into_the_room_they_get(cast, promised, stay):
    order = {"room_number": "", "what": "果盘", "due_at": START + timedelta(hours=2), "at": START}
    actions.order_amenity(actor=cast.front_desk.actor, stay_id=promised.pk, **order)
    check_in(cast, stay, is_knowing=True)
    actions.allocate_room(actor=cast.front_desk.actor, stay_id=promised.pk, room_number="1207", at=START)
    assert RoomTask.objects.get().room_number == "1207"
    check_in(cast, Stay.objects.get(pk=promised.pk), room="1206")
    assert RoomTask.objects.get().room_number == "1206"


def test_refused_nobody_was_asked_for_needs_either(cast, promised, stay):
    with pytest.raises(WrongState):
        receive_guest(
            actor=cast.front_desk.actor,
            stay_id=stay.pk,
            room_number="1208",
            answer=Answer(is_none=True),
            at=START,
        )
    assert not NeedsAsked.objects.exists()


@pytest.mark.req("STAY-03")
def test_the_page_warns_and_offers_to_go_on_or_to_choose(cast, promised, stay):
    desk = enter(cast.front_desk)
    typed = {"room": "1208", "is_none": "on"}
    warned = desk.post(f"/stays/{stay.pk}/check-in/", typed)
    body = warned.content.decode()
    assert warned.status_code == 409 and "仍安排给这位宾客" in body and "1208 房已留给另一位预抵宾客" in body
    assert f"/stays/{stay.pk}/rooms/" in body
    assert desk.post(f"/stays/{stay.pk}/check-in/", typed | {"is_knowing": "1"}).status_code == 303
    assert Stay.objects.get(pk=stay.pk).status == StayStatus.IN_HOUSE
