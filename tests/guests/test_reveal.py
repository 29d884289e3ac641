"""Opening sealed items."""

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.guests import queries
from innkeeper.guests.actions import open_names, reveal_field
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.kernel.ids import uuid7
from tests.makers.accounts import make_actor
from tests.makers.guests import make_guest
from tests.makers.properties import make_group, make_property
from tests.people import START


def reveal(person, guest, field, purpose="Call back about the leak"):
    return reveal_field(actor=person.actor, guest_id=guest.id, field=field, purpose=purpose, at=START)


def test_a_phone_opens_for_a_purpose_and_leaves_one_entry(cast):
    guest = make_guest(house=cast.house)
    assert reveal(cast.owner, guest, "phone") == "+8613900004471"
    entry = AuditEntry.objects.get(verb="audit.revealed")
    assert entry.purpose == "Call back about the leak"
    assert entry.facts == {"fields": ["guests.Guest.phone"], "values": 1}


@pytest.mark.req("PRIV-05")
def test_a_housekeeper_sees_preferences_but_neither_identity_nor_payment(cast):
    guest = make_guest(house=cast.house, id_number="E12345672", payment="6222000011110931")
    file = queries.guest_file(actor=cast.attendant.actor, guest_id=guest.id)
    assert file.items == () and file.sources == ()
    for field in ("id_number", "payment", "phone"):
        with pytest.raises(NotPermitted):
            reveal(cast.attendant, guest, field)
    assert not AuditEntry.objects.filter(verb="audit.revealed").exists()


def test_a_document_opens_only_behind_a_second_factor(cast):
    guest = make_guest(house=cast.house, id_number="E12345672")
    weak = make_actor(cast.front_desk.staff, house=cast.house, has_second_factor=False)
    with pytest.raises(NotPermitted):
        reveal_field(actor=weak, guest_id=guest.id, field="id_number", purpose="Register", at=START)


def test_it_wants_a_purpose_and_an_item_that_was_given(cast):
    guest = make_guest(house=cast.house)
    with pytest.raises(InvalidInput):
        reveal(cast.owner, guest, "phone", purpose=" ")
    with pytest.raises(NotFound):
        reveal(cast.owner, guest, "email")


def test_a_case_opens_names_once_per_person_and_session(cast):
    guests = [make_guest(house=cast.house, name=name) for name in ("柳如烟", "顾长河")]
    case_id = uuid7()
    for _visit in range(3):
        names = open_names(
            actor=cast.owner.actor, guest_ids=[g.id for g in guests], case_id=case_id, session="s1", at=START
        )
        assert set(names.values()) == {"柳如烟", "顾长河"}
    assert AuditEntry.objects.filter(verb="audit.revealed").count() == 1


@pytest.mark.req("PRIV-13")
def test_an_incognito_guest_shows_the_show_name_and_keeps_the_real_one(cast):
    guest = make_guest(house=cast.house, name="宋真名", show_name="夏先生", is_incognito=True)
    line = queries.guest_lines([guest.id])[guest.id]
    assert line.shown_name == "夏先生"
    opened = {"guest_ids": [guest.id], "case_id": uuid7(), "session": "s1", "at": START}
    assert open_names(actor=cast.colleague.actor, **opened)[guest.id] == "夏先生"
    assert open_names(actor=cast.manager.actor, **opened)[guest.id] == "宋真名"


def test_another_hotel_group_knows_nothing_of_the_guest(cast, db):

    elsewhere = make_property(code="XXX", group=make_group(code="else"))
    guest = make_guest(house=elsewhere)
    with pytest.raises(NotFound):
        queries.guest_for(actor=cast.owner.actor, guest_id=guest.id)
