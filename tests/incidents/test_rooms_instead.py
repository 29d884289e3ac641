"""A guest whose room is hit is offered free, clean rooms that the matter does not reach, each with its reason."""

import pytest

from innkeeper.cases.models import Case
from innkeeper.incidents import queries
from innkeeper.kernel.errors import NotPermitted, WrongState
from innkeeper.stays.actions import open_rooms
from innkeeper.stays.models import Stay
from innkeeper.stays.rules.rooms import RoomState
from tests.accounts.conftest import enter
from tests.incidents.test_gather import call
from tests.incidents.test_open_incident import leak, spread_out
from tests.makers.stays import put
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def leaking(house):
    """Water from 1308 into 1208; of the rooms nobody lives in two are clean and one is dirty."""
    open_rooms(property_id=house.house.pk, at=START)
    whole = spread_out(house, leak(house))
    for number in ("1101", "1102", "1207", "1108"):
        put(house=house.house, room=number, state=RoomState.VACANT_INSPECTED)
    put(house=house.house, room="1103", state=RoomState.VACANT_DIRTY)
    return whole


def offered(house, case, room="1208", who="owner"):
    actor = getattr(house, who).actor
    return [one.room for one in queries.rooms_instead(actor, case, room, at=START).proposals]


@pytest.mark.req("STAY-03")
def test_it_offers_clean_rooms_and_none_of_the_incident(house, leaking):
    found = offered(house, leaking)
    assert found[:2] == ["1101", "1102"]
    assert not {"1103", "1108", "1207", "1208", "1308"} & set(found)


def test_where_whole_floors_are_told_no_room_of_them_is_offered(house):
    open_rooms(property_id=house.house.pk, at=START)
    found = [call(house, room, minutes=n) for n, room in enumerate(("1208", "1308", "1209", "1210"))][-1]
    assert {room[:2] for room in offered(house, Case.objects.get(pk=found))} == {"11"}


@pytest.mark.parametrize(
    ("language", "title", "press"),
    [("zh-hans", "给 1208 换房", "换到这间"), ("en", "Another room for 1208", "Move here")],
)
def test_one_press_on_the_page_moves_the_guest(
    house, leaking, language, title, press, django_assert_max_num_queries
):
    desk = enter(house.owner)
    desk.post("/language/", {"language": language})
    address = f"/cases/{leaking.ref}/room-moves/"
    assert f"{address}?room=1208" in desk.get(f"/cases/{leaking.ref}/sections/rooms/").content.decode()
    with django_assert_max_num_queries(15):
        page = desk.get(f"{address}?room=1208").content.decode()
    assert title in page and press in page and 'value="1101"' in page
    assert desk.post(address, {"room": "1208", "to_room": "1101"}).status_code == 303
    assert Stay.objects.filter(room_number="1101", status="in_house").exists()


def test_an_empty_room_strangers_and_who_moves_nobody_are_refused(house, leaking):
    with pytest.raises(WrongState, match="1102"):
        offered(house, leaking, "1102")
    with pytest.raises(NotPermitted):
        offered(house, leaking, who="engineer")
    address = f"/cases/{leaking.ref}/room-moves/?room=1208"
    assert 'value="1101"' in enter(house.owner).get(address.split("?")[0]).content.decode(), (
        "the first affected"
    )
    assert enter(house.outsider).get(address).status_code == 404
    assert enter(house.engineer).get(address).status_code in {403, 404}


def test_with_no_room_left_the_page_says_so(house, leaking):
    while left := offered(house, leaking):
        for number in left:
            put(house=house.house, room=number, state=RoomState.VACANT_DIRTY)
    page = enter(house.owner).get(f"/cases/{leaking.ref}/room-moves/?room=1208").content.decode()
    assert "没有合适的空房" in page
