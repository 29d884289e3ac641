"""What went up in an open case of another room is still open in its own."""

from innkeeper.cases import actions
from innkeeper.cases.queries.house import open_by_room, troubled_rooms
from tests.makers.cases import make_case
from tests.people import START


def rooms_of(cast):
    found = open_by_room(cast.owner.actor, property_id=cast.house.pk, rooms=["1208", "1209"])
    return {room: [line.ref for line in lines] for room, lines in found.items()}


def merge(cast, case, into):
    actions.merge_case(actor=cast.owner.actor, case_id=case.pk, into_id=into.pk, at=START)


def test_gone_up_in_another_rooms_case_it_stands_in_its_own_room(cast):
    whole, part = make_case(cast), make_case(cast, room_number="1209")
    merge(cast, part, whole)
    assert rooms_of(cast) == {"1208": [whole.ref], "1209": [part.ref]}
    assert troubled_rooms(cast.owner.actor, property_id=cast.house.pk) == {"1208", "1209"}


def test_gone_up_in_a_case_of_its_own_room_it_is_not_counted_twice(cast):
    whole, part = make_case(cast), make_case(cast, text="还是不制冷")
    merge(cast, part, whole)
    assert rooms_of(cast) == {"1208": [whole.ref]}


def test_once_that_case_is_closed_nothing_is_open(cast):
    whole, part = make_case(cast), make_case(cast, room_number="1209")
    merge(cast, part, whole)
    type(whole).objects.filter(pk=whole.pk).update(is_open=False, closed_at=START)
    assert rooms_of(cast) == {}
    assert troubled_rooms(cast.owner.actor, property_id=cast.house.pk) == set()
