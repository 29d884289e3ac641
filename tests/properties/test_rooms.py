"""Rooms and their neighbours."""

import pytest

from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.properties.actions import register_rooms
from innkeeper.properties.queries import neighbours, room, rooms_by_number
from innkeeper.properties.rules import position_of
from tests.makers.properties import make_floor, make_property, make_room
from tests.people import START

TYPES = {"DLX": ("豪华房", "Deluxe")}


@pytest.fixture
def tower(db):
    house = make_property()
    for floor in (11, 12, 14):  # there is no floor 13
        make_floor(house=house, floor=floor, rooms=4)
    return house


@pytest.mark.parametrize(
    ("number", "near"),
    [
        ("1202", ["1201", "1203", "1402", "1102"]),
        ("1201", ["1202", "1401", "1101"]),
        ("1204", ["1203", "1404", "1104"]),
        ("1403", ["1402", "1404", "1203"]),
        ("1101", ["1102", "1201"]),
    ],
)
def test_neighbours_are_left_right_above_and_below(tower, number, near, django_assert_num_queries):
    here = room(tower.pk, number)
    with django_assert_num_queries(1):
        assert [one.number for one in neighbours(here)] == near


def test_neighbours_stay_in_the_house(tower):
    other = make_property(code="HGH")
    alone = make_room(house=other, number="1202")
    assert neighbours(alone) == []


def test_a_room_that_is_not_there_is_named(tower):
    with pytest.raises(NotFound, match="1428") as wrong:
        room(tower.pk, " 1428 ")
    assert wrong.value.fields == {"room": "1428"}


def test_rooms_are_entered_once(db, cast):
    given = {"property_id": cast.house.pk, "at": START, "types": TYPES}
    rooms = [("501", 5, "DLX"), ("2208", 22, "DLX")]
    register_rooms(actor=system(), rooms=rooms, **given)
    register_rooms(actor=system(), rooms=rooms, **given)
    assert list(rooms_by_number(cast.house.pk)) == ["501", "2208"]
    with pytest.raises(InvalidInput):
        register_rooms(actor=system(), rooms=[("502", 5, "???")], **given)
    with pytest.raises(NotPermitted):
        register_rooms(actor=cast.attendant.actor, rooms=rooms, **given)


@pytest.mark.parametrize(
    ("number", "floor", "position"),
    [("1208", 12, 8), ("508", 5, 8), ("8", 3, 8), ("A1208", 12, 8), ("22", 22, 22)],
)
def test_the_position_is_what_follows_the_floor(number, floor, position):
    assert position_of(number, floor) == position
