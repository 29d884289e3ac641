"""The floor is told room by room: a list in the guests' languages, one tap each, slips for under the doors."""

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases.models import Case, ThreadEntry
from innkeeper.incidents import actions, queries
from innkeeper.incidents.models import FloorMessage, Incident, RoomTold
from innkeeper.incidents.rules import means_proposed
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.stays.actions import open_rooms, set_dnd
from innkeeper.stays.queries import cards_for_rooms
from tests.accounts.conftest import enter
from tests.incidents.test_gather import call
from tests.makers.guests import make_guest
from tests.makers.stays import move_in
from tests.people import COMPANION_NAME, GUEST_NAME, GUEST_NAME_EN, START


@pytest.fixture
def incident_id(house):
    """Four calls from floors 12 and 13 on hot water; Eleanor lives in 1210, nobody else on the floors but 1208 and 1308."""
    guest = make_guest(house=house.house, name=GUEST_NAME_EN, language="en", phone="+442079460958")
    move_in(house=house.house, room="1210", guest=guest)
    open_rooms(property_id=house.house.pk, at=START)
    set_dnd(actor=house.front_desk.actor, property_id=house.house.pk, room_number="1308", at=START)
    return [call(house, room, minutes=n) for n, room in enumerate(("1208", "1308", "1209", "1210"))][-1]


@pytest.fixture
def sent(house, incident_id):
    actions.settle_message(actor=house.owner.actor, case_id=incident_id, is_sent=True, at=START)
    return incident_id


def told(house, case_id, room, means="slip", who="front_desk"):
    actor = getattr(house, who).actor
    actions.tell_room(actor=actor, case_id=case_id, room_number=room, means=means, at=START)


def lines(house, hour=12):
    rows = queries.rows_to_tell(FloorMessage.objects.get())
    cards = cards_for_rooms(house.house.pk, [row.room_number for row in rows])
    found = queries.told_lines(house.front_desk.actor, rows, cards, hour=hour)
    return {one.number: one for one in found}


@pytest.mark.req("ERR-06")
def test_sent_it_lists_every_lived_in_room_in_the_guests_language(house, sent):
    assert dict(RoomTold.objects.values_list("room_number", "language")) == {
        "1208": "zh",
        "1210": "en",
        "1308": "zh",
    }


def test_a_draft_lists_nobody(house, incident_id):
    assert not RoomTold.objects.exists() and lines(house) == {}
    with pytest.raises(NotFound):
        told(house, incident_id, "1208")


@pytest.mark.parametrize(
    ("is_dnd", "hour", "means"),
    [
        (False, 12, "room_phone"),
        (True, 12, "slip"),
        (False, 5, "slip"),
        (False, 22, "slip"),
        (False, 7, "room_phone"),
    ],
)
def test_at_night_and_behind_a_sign_nobody_rings(is_dnd, hour, means):
    assert means_proposed(is_dnd=is_dnd, hour=hour) == means


def test_each_line_says_how_the_guest_is_reached(house, sent):
    found = lines(house)
    assert (found["1208"].proposed[0], found["1308"].proposed[0]) == ("room_phone", "slip")
    assert "958" not in found["1208"].phone and "*" in found["1210"].phone
    assert lines(house, hour=6)["1208"].proposed[0] == "slip"


@pytest.mark.req("ERR-06")
def test_one_tap_ticks_a_room_and_can_be_taken_back(house, sent):
    told(house, sent, "1208", "wechat")
    row = RoomTold.objects.get(room_number="1208")
    assert (row.means, row.told_at, row.told_by_id) == ("wechat", START, house.front_desk.id)
    with pytest.raises(WrongState):
        told(house, sent, "1208", "slip", who="owner")
    told(house, sent, "1208", "")
    assert RoomTold.objects.get(room_number="1208").told_at is None
    verbs = AuditEntry.objects.filter(verb__contains="told").values_list("verb", flat=True)
    assert [verb.rpartition(".")[2] for verb in verbs] == ["room_told", "room_untold"]


def test_other_rooms_other_means_and_other_people_are_refused(house, sent):
    for room, means, who, refusal in (
        ("1101", "slip", "front_desk", NotFound),
        ("1208", "drum", "front_desk", InvalidInput),
        ("1208", "slip", "attendant", (NotPermitted, NotFound)),
        ("1208", "slip", "outsider", NotFound),
    ):
        with pytest.raises(refusal):
            told(house, sent, room, means, who)
    assert not RoomTold.objects.exclude(told_at=None).exists()


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_the_slips_are_for_who_was_not_told_and_name_nobody(house, sent):
    told(house, sent, "1208")
    blob = actions.print_slips(actor=house.front_desk.actor, case_id=sent, at=START)
    assert blob.startswith(b"%PDF")
    entry = AuditEntry.objects.get(verb="incidents.slips_printed")
    assert entry.facts == {"rooms": ["1210", "1308"]}
    for room in ("1210", "1308"):
        told(house, sent, room)
    with pytest.raises(WrongState):
        actions.print_slips(actor=house.front_desk.actor, case_id=sent, at=START)


def test_the_page_shows_list_ticks_and_slips_and_no_guest(house, sent, django_assert_max_num_queries):
    ref = Case.objects.get(pk=sent).ref
    client = enter(house.owner)
    client.get(f"/cases/{ref}/sections/rooms/")
    with django_assert_max_num_queries(16):
        page = client.get(f"/cases/{ref}/sections/rooms/").content.decode()
    assert 'id="told-1210"' in page and 'value="1308 slip"' in page
    assert not any(name in page for name in (GUEST_NAME, GUEST_NAME_EN, COMPANION_NAME))
    answer = client.post(f"/cases/{ref}/floor-message/told/", {"tap": "1210 room_phone"})
    assert (answer.status_code, RoomTold.objects.get(room_number="1210").means) == (303, "room_phone")
    slips = client.post(f"/cases/{ref}/floor-message/slips/")
    assert (slips.status_code, slips.headers["Content-Type"]) == (200, "application/pdf")
    assert enter(house.outsider).post(f"/cases/{ref}/floor-message/slips/").status_code == 404


def test_a_leak_of_two_rooms_has_a_neutral_draft_for_the_rooms_around(house):
    first = call(house, "1208", code="leak") or Case.objects.get(room_number="1208").pk
    spread = actions.Spread(source_room="1308", affected=("1208",))
    actions.open_incident(actor=house.owner.actor, case_id=first, spread=spread, at=START)
    draft = FloorMessage.objects.get(incident=Incident.objects.get())
    assert draft.state == "draft" and "1208" in draft.rooms.split()
    assert "1308" not in draft.text_zh and "漏" not in draft.text_zh
    assert not ThreadEntry.objects.filter(text_redacted__contains=draft.text_zh[:8]).exists()
