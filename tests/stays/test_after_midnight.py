"""Half past midnight: who was to arrive last night is still expected, wherever the desk looks."""

from datetime import timedelta

import pytest

from innkeeper.desk.queries.house_lists import house_list
from innkeeper.handovers.queries.book import entries_of
from innkeeper.handovers.queries.handovers import post_named
from innkeeper.handovers.queries.pack import pack_of
from innkeeper.stays import actions
from innkeeper.stays.queries import house_figures, room_now
from innkeeper.stays.queries.arrivals import due_in_by_room
from tests.makers.guests import make_guest
from tests.makers.stays import TODAY, expect, put
from tests.people import GUEST_NAME, START

pytestmark = pytest.mark.django_db(databases="__all__")
HALF_PAST = START + timedelta(hours=12, minutes=30)
"""00:30 in Shanghai, on the next day."""
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def late(cast):
    """A VIP whose flight was delayed: due in 1208 on the day before, at 23:50."""
    actions.forget_snapshots()
    put(house=cast.house, room="1208")
    guest = make_guest(house=cast.house, name=GUEST_NAME, vip_level=2)
    stay = expect(house=cast.house, guest=guest, arrives_at=HALF_PAST - timedelta(minutes=40))
    actions.allocate_room(actor=cast.front_desk.actor, stay_id=stay.id, room_number="1208", at=START)
    yield stay
    actions.forget_snapshots()


def found_by_search(cast, at):
    hits = actions.search_house(
        actor=cast.front_desk.actor, property_id=cast.house.pk, phrase=GUEST_NAME, at=at
    )
    return [hit.stay_id for hit in hits]


def test_the_desk_finds_who_comes_after_midnight(cast, late):
    assert house_figures(cast.house.pk, TOMORROW).due_in == 1
    listed = house_list(cast.front_desk.actor, cast.house, "due-in", at=HALF_PAST)
    assert [row.room for row in listed.rows] == ["1208"]
    assert found_by_search(cast, HALF_PAST) == [late.pk]


def test_the_room_knows_that_its_guest_is_still_to_come(cast, late):
    assert due_in_by_room(cast.house.pk, TOMORROW)["1208"].stay_id == late.pk
    assert room_now(cast.house.pk, "1208", stay_id=None, on=TOMORROW, at=HALF_PAST).next_stay_id == late.pk


@pytest.mark.req("ORG-06")
def test_the_night_shift_finds_the_vip_in_its_book_and_the_arrival_on_its_paper(cast, late):
    post = post_named(cast.house.pk, "assistant_manager")
    book = entries_of(cast.owner.actor, cast.house, post, at=HALF_PAST)
    assert [one.room for one in book if one.section == "vips"] == ["1208"]
    due_in = next(
        block for block in pack_of(cast.house, at=HALF_PAST).paper.blocks if "今日预抵" in block.heading
    )
    assert [row.cells[3] for row in due_in.rows] == ["1208"]


def test_who_is_marked_as_no_show_is_expected_no_more(cast, late):
    actions.mark_no_show(actor=cast.front_desk.actor, stay_id=late.pk, at=HALF_PAST)
    assert house_figures(cast.house.pk, TOMORROW).due_in == 0
    assert found_by_search(cast, HALF_PAST) == []


def test_who_did_not_come_for_a_day_is_expected_no_more(cast, late):
    assert house_figures(cast.house.pk, TOMORROW + timedelta(days=1)).due_in == 0
    assert found_by_search(cast, HALF_PAST + timedelta(days=1)) == []
