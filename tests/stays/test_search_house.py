"""The tolerant search over who is here and who comes."""

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.kernel.errors import NotPermitted
from innkeeper.stays import actions
from tests.makers.guests import make_guest
from tests.makers.properties import make_room
from tests.makers.stays import expect, move_in
from tests.people import START


@pytest.fixture(autouse=True)
def _forgotten():
    actions.forget_snapshots()
    yield
    actions.forget_snapshots()


@pytest.fixture
def full_house(cast):
    people = (
        ("1201", "单小满", "+8613900004471"),
        ("1202", "Eleanor Whitcombe", "+442079460958"),
        ("1203", "欧阳青禾", "+8613900005512"),
        ("1204", "김민서", "+8613900006613"),
    )
    for room, name, phone in people:
        make_room(house=cast.house, number=room)
        move_in(house=cast.house, room=room, guest=make_guest(house=cast.house, name=name, phone=phone))
    return cast


def rooms(cast, phrase, person=None):
    hits = actions.search_house(
        actor=(person or cast.colleague).actor, property_id=cast.house.pk, phrase=phrase, at=START
    )
    return [hit.room for hit in hits]


@pytest.mark.parametrize(
    ("phrase", "room"),
    [
        ("单小满", "1201"),
        ("单小慢", "1201"),
        ("shan xiaoman", "1201"),
        ("shanxm", "1201"),
        ("shanxiaman", "1201"),
        ("4471", "1201"),
        ("1202", "1202"),
        ("Elenor Whitcomb", "1202"),
        ("WHITCOMBE ELEANOR", "1202"),
        ("ouyang qinghe", "1203"),
        ("欧阳", "1203"),
        ("김민수", "1204"),
    ],
)
def test_a_guest_is_found_however_the_name_is_typed(full_house, phrase, room):
    assert rooms(full_house, phrase)[:1] == [room]


def test_nobody_is_found_by_another_name(full_house):
    assert rooms(full_house, "王建国") == []
    assert rooms(full_house, "") == []


def test_the_names_are_opened_once_under_a_machine_purpose(full_house):
    for phrase in ("单小满", "whitcombe", "4471"):
        rooms(full_house, phrase)
    entry = AuditEntry.objects.get(verb="audit.revealed")
    assert (entry.actor_label, entry.purpose, entry.facts["values"]) == ("house_search", "house_search", 8)


@pytest.mark.req("PRIV-13")
def test_who_stays_incognito_is_found_by_show_name_and_room_only(cast):
    guest = make_guest(house=cast.house, name="宋真名", show_name="夏先生", is_incognito=True)
    move_in(house=cast.house, room="1801", guest=guest)
    assert rooms(cast, "宋真名") == []
    assert rooms(cast, "夏先生") == ["1801"] and rooms(cast, "1801") == ["1801"]
    assert rooms(cast, "宋真名", cast.manager) == ["1801"]


def test_arriving_guests_are_found_too(cast):
    expect(house=cast.house, guest=make_guest(house=cast.house, name="林若溪"))
    assert rooms(cast, "linruoxi") == [""]


def test_the_outsider_searches_no_other_house(full_house):
    with pytest.raises(NotPermitted):
        rooms(full_house, "单小满", full_house.outsider)
