"""Hand keys: one tap or one typed line; who may press which; the inspector is not the cleaner; off sale has its reason."""

from datetime import UTC, date, datetime

import pytest

from innkeeper.kernel.errors import InvalidInput, NotPermitted, WrongState
from innkeeper.stays import actions
from innkeeper.stays.models import RoomStatus
from innkeeper.stays.rules.hand_keys import HandKey, read_key
from innkeeper.stays.rules.rooms import Flag, RoomState
from tests.makers.accounts import make_staff
from tests.makers.stays import move_in, put
from tests.people import START, person


def press(cast, line, who="attendant"):
    key = read_key(line)
    return actions.press_key(actor=getattr(cast, who).actor, property_id=cast.house.pk, key=key, at=START)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("1208 VC", HandKey("1208", state=RoomState.VACANT_CLEAN)),
        (" 1208  空净 ", HandKey("1208", state=RoomState.VACANT_CLEAN)),
        ("1208 ooo 天花板漏水", HandKey("1208", state=RoomState.OUT_OF_ORDER, reason="天花板漏水")),
        ("1208 DND", HandKey("1208", flag=Flag.DND)),
        ("1208 -dnd", HandKey("1208", flag=Flag.DND, is_set=False)),
        ("1208 赶房", HandKey("1208", flag=Flag.RUSH)),
        ("1208 DND ignored by the cleaner", None),
        ("1208 vc please", None),
        ("1208 天花板漏水 行李湿", None),
        ("1208", None),
        ("1208 -VC", None),
        ("", None),
    ],
)
def test_only_a_bare_key_is_a_key(line, key):
    assert read_key(line) == key


def test_a_typed_line_does_what_a_tap_does(cast):
    put(house=cast.house)
    assert press(cast, "1208 VC").state == "VC"
    assert press(cast, "1208 OOO 漏水", "housekeeper").reason == "漏水"
    with pytest.raises(WrongState):
        press(cast, "1208 OC")


def test_off_sale_is_for_who_leads_rooms_and_has_its_reason(cast):
    put(house=cast.house)
    with pytest.raises(NotPermitted):
        press(cast, "1208 OOO 漏水")
    with pytest.raises(InvalidInput) as refused:
        press(cast, "1208 OOS", "front_desk")
    assert set(refused.value.fields) == {"reason"}
    assert RoomStatus.objects.get().state == "VD"


def test_who_cleaned_a_room_does_not_inspect_it(cast):
    put(house=cast.house)
    supervisor = person(cast.house, staff_number="3009", post_code="floor_supervisor")
    press(cast, "1208 VC", "housekeeper")
    with pytest.raises(WrongState):
        press(cast, "1208 VI", "housekeeper")
    with pytest.raises(NotPermitted):
        press(cast, "1208 VI", "attendant")
    key = read_key("1208 VI")
    actions.press_key(actor=supervisor.actor, property_id=cast.house.pk, key=key, at=START)
    room = RoomStatus.objects.get()
    assert (room.cleaned_by, room.inspected_by, room.inspected_at) == (
        cast.housekeeper.id,
        supervisor.id,
        START,
    )


def test_the_sign_off_is_gone_with_the_guest(cast):
    stay = move_in(house=cast.house, nights=0)
    RoomStatus.objects.update(inspected_by=make_staff().pk, inspected_at=START)
    actions.check_out(actor=cast.front_desk.actor, stay_id=stay.id, at=START)
    room = RoomStatus.objects.get()
    assert (room.inspected_by, room.inspected_at, room.cleaned_by) == (None, None, None)


def test_a_room_is_not_said_to_be_back_yesterday_by_the_hotels_own_day(cast):
    put(house=cast.house, room="1208")
    two_at_night = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)
    given = {
        "actor": cast.housekeeper.actor,
        "property_id": cast.house.pk,
        "room_number": "1208",
        "at": two_at_night,
    }
    with pytest.raises(InvalidInput):
        actions.out_of_order(**given, reason="漏水", back_on=date(2026, 3, 14))
    room = actions.out_of_order(**given, reason="漏水 电话 13900004471", back_on=date(2026, 3, 15))
    assert room.back_on == date(2026, 3, 15) and "13900004471" not in room.reason
