"""A wrong room or booking detail is put right at once: old value, new value, time and apology are kept."""

from datetime import date

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.kernel.errors import InvalidInput, NotPermitted, WrongState
from innkeeper.outbox.models import OutboxEvent
from innkeeper.properties.models import RoomType
from innkeeper.stays import actions, queries
from innkeeper.stays.models import Correction, Stay
from innkeeper.stays.rules.rooms import RoomState
from tests.makers.properties import make_room
from tests.makers.stays import expect, move_in, put
from tests.people import START


def put_right(cast, stay, *, by=None, field="adults", new_value="2", apology="记错了人数，已当面致歉"):
    wrong = actions.Wrong(field=field, new_value=new_value, apology=apology)
    return actions.correct_stay(actor=(by or cast.front_desk).actor, stay_id=stay.id, wrong=wrong, at=START)


@pytest.mark.req("ERR-09")
def test_old_value_new_value_time_and_apology_are_stored(cast):
    make_room(house=cast.house, number="1705")
    stay = expect(house=cast.house)
    put_right(cast, stay, field="room", new_value="1705", apology="预订写错了房，对不起")
    line = queries.record_of_stay(stay.id, actor=cast.front_desk.actor).corrections[0]
    assert (line.old_value, line.new_value, line.apology) == ("", "1705", "预订写错了房，对不起")
    assert line.corrected_at == line.apologised_at == START
    assert Stay.objects.get().room_number == "1705"
    entry = AuditEntry.objects.get(verb="stays.corrected")
    assert entry.facts == {"field": "room", "was": "", "now": "1705"}


@pytest.mark.req("ERR-09")
def test_a_corrected_departure_moves_the_clocks_of_the_stay(cast):
    stay = move_in(house=cast.house)
    put_right(cast, stay, field="departure_on", new_value="2026-03-15")
    assert Stay.objects.get().departs_at.isoformat() == "2026-03-15T04:00:00+00:00"
    assert OutboxEvent.objects.filter(name="stays.DepartureChanged").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "apology", "where"),
    [
        ("adults", "2", "  ", "apology"),
        ("adults", "two", "对不起", "new_value"),
        ("arrival_on", "tomorrow", "对不起", "new_value"),
        ("departure_on", "2026-01-01", "对不起", "new_value"),
        ("room", "1428", "对不起", "new_value"),
        ("room_type_code", "ZZ", "对不起", "new_value"),
        ("status", "departed", "对不起", "field"),
    ],
)
def test_what_cannot_be_right_is_refused_naming_the_field(cast, field, value, apology, where):
    stay = expect(house=cast.house)
    with pytest.raises(InvalidInput) as refused:
        put_right(cast, stay, field=field, new_value=value, apology=apology)
    assert where in refused.value.fields and not Correction.objects.exists()


@pytest.mark.req("ERR-09")
def test_a_wrong_room_type_is_put_right(cast):
    make_room(house=cast.house, number="1705")
    stay = expect(house=cast.house, room_type_code="")
    code = RoomType.objects.filter(property=cast.house).values_list("code", flat=True)[0]
    put_right(cast, stay, field="room_type_code", new_value=code.lower())
    assert Correction.objects.values_list("old_value", "new_value").get() == ("", code)


def test_a_room_off_sale_or_meant_for_another_is_no_correction(cast):
    put(house=cast.house, room="1705", state=RoomState.OUT_OF_ORDER)
    make_room(house=cast.house, number="1706")
    other = expect(house=cast.house)
    put_right(cast, other, field="room", new_value="1706")
    stay = expect(house=cast.house)
    for number in ("1705", "1706"):
        with pytest.raises(InvalidInput) as refused:
            put_right(cast, stay, field="room", new_value=number)
        assert set(refused.value.fields) == {"new_value"}
    assert Stay.objects.get(pk=stay.id).room_number == ""


def test_nobody_in_house_arrives_tomorrow_or_left_yesterday(cast):
    stay = move_in(house=cast.house, arrival_on=date(2026, 3, 12), nights=5)
    for field, value in (("arrival_on", "2026-03-15"), ("departure_on", "2026-03-13")):
        with pytest.raises(InvalidInput):
            put_right(cast, stay, field=field, new_value=value)
    assert not Correction.objects.exists()


def test_the_room_of_a_guest_in_house_is_put_right_by_a_move(cast):
    make_room(house=cast.house, number="1705")
    stay = move_in(house=cast.house)
    with pytest.raises(WrongState):
        put_right(cast, stay, field="room", new_value="1705")
    with pytest.raises(WrongState):
        put_right(cast, stay, new_value="1")
    with pytest.raises(NotPermitted):
        put_right(cast, stay, by=cast.attendant)
    assert Stay.objects.get().room_number == "1208"
