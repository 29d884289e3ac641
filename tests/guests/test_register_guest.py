"""Opening a guest file."""

from datetime import UTC, date, datetime

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.guests import queries
from innkeeper.guests.actions import GuestItems, add_preference, change_guest, register_guest, search_archive
from innkeeper.guests.models import Channel, Guest, GuestItem, GuestToken, Theme
from innkeeper.kernel.errors import EditConflict, InvalidInput, NotPermitted
from innkeeper.outbox.models import OutboxEvent
from tests.makers.guests import make_guest
from tests.people import START


def register(cast, actor=None, **items):
    return register_guest(
        actor=actor or cast.front_desk.actor,
        property_id=cast.house.pk,
        items=GuestItems(**items),
        channel=Channel.PHONE,
        on=date(2026, 3, 10),
        at=START,
    )


@pytest.mark.req("PRIV-03")
def test_lists_show_masked_values_and_the_rows_hold_no_plain_ones(cast):
    guest = register(cast, full_name="单小满", phone="138 0057 4471", email="man@mail.example")
    stored = Guest.objects.get(pk=guest.id)
    assert (stored.name_masked, stored.phone_masked) == ("单**", "**** 4471")
    assert "13800574471" not in repr(Guest.objects.filter(pk=guest.id).values())
    assert GuestToken.objects.filter(guest=guest).count() == 6


@pytest.mark.req("PROF-01")
def test_it_refuses_a_file_without_a_name_and_names_the_field(cast):
    with pytest.raises(InvalidInput) as refused:
        register(cast, phone="138 0057 4471")
    assert set(refused.value.fields) == {"full_name"}
    assert not Guest.objects.exists()


def test_it_names_every_wrong_item_at_once(cast):
    with pytest.raises(InvalidInput) as refused:
        register(cast, full_name="单小满", phone="call me", email="nowhere", vip_level=9)
    assert set(refused.value.fields) == {"phone", "email", "vip_level"}


@pytest.mark.parametrize("day", [date.min, date(1899, 12, 31), date.max])
def test_nobody_was_born_at_the_ends_of_time(cast, day):
    with pytest.raises(InvalidInput) as refused:
        register(cast, full_name="单小满", birthday=day)
    assert set(refused.value.fields) == {"birthday"}
    assert not Guest.objects.exists()


def test_language_and_country_are_kept_by_their_codes_and_named_when_unknown(cast):
    guest = register(cast, full_name="单小满", language="zh-CN", country="中国")
    assert (guest.language, guest.country) == ("zh", "CHN")
    with pytest.raises(InvalidInput) as refused:
        register(cast, full_name="单小满", language="Klingon", country="Atlantis")
    assert set(refused.value.fields) == {"language", "country"}


def test_a_room_attendant_opens_no_files(cast):
    with pytest.raises(NotPermitted):
        register(cast, actor=cast.attendant.actor, full_name="单小满")
    assert not Guest.objects.exists()


@pytest.mark.req("PROF-02")
def test_each_item_keeps_the_channel_and_date_it_came_by(cast):
    guest = register(cast, full_name="单小满", phone="138 0057 4471")
    for channel, day, items in (
        (Channel.EMAIL, date(2026, 3, 11), GuestItems(email="man@mail.example")),
        (Channel.PLATFORM, date(2026, 3, 12), GuestItems(birthday=date(1990, 9, 2))),
    ):
        change_guest(
            actor=cast.owner.actor, property_id=cast.house.pk, guest_id=guest.id, items=items,
            channel=channel, on=day, at=START,
        )  # fmt: skip
    file = queries.guest_file(actor=cast.owner.actor, guest_id=guest.id)
    sources = {item.field: (item.channel, item.on) for item in file.items if item.is_given}
    assert sources["phone"] == (Channel.PHONE, date(2026, 3, 10))
    assert sources["email"] == (Channel.EMAIL, date(2026, 3, 11))
    assert sources["birthday"] == (Channel.PLATFORM, date(2026, 3, 12))


def test_the_entry_and_the_event_are_exact(cast):
    guest = register(cast, full_name="单小满", phone="138 0057 4471", vip_level=2)
    entry = AuditEntry.objects.get(verb="guests.registered")
    assert entry.object_id == guest.id
    assert entry.facts["fields"] == ["full_name", "phone", "vip_level"]
    assert "小满" not in str(entry.facts)
    event = OutboxEvent.objects.get(name="guests.GuestRegistered")
    assert event.facts["guest_id"] == str(guest.id)


def test_a_second_editor_loses_nothing_and_is_told(cast):
    guest = make_guest(house=cast.house)
    change = {"actor": cast.owner.actor, "property_id": cast.house.pk, "guest_id": guest.id, "at": START}
    change_guest(**change, items=GuestItems(title="ms"), revision=1)
    with pytest.raises(EditConflict):
        change_guest(**change, items=GuestItems(title="mr"), revision=1)
    assert Guest.objects.get(pk=guest.id).title == "ms"


def test_a_changed_phone_is_found_and_the_old_one_is_not(cast):
    guest = make_guest(house=cast.house)
    before = set(GuestToken.objects.filter(guest=guest).values_list("column", "token"))
    change_guest(
        actor=cast.owner.actor, property_id=cast.house.pk, guest_id=guest.id, at=START,
        items=GuestItems(phone="137 1111 2222"),
    )  # fmt: skip
    after = set(GuestToken.objects.filter(guest=guest).values_list("column", "token"))
    assert len(after) == len(before) and len(after & before) == 3


def test_an_item_that_came_at_two_in_the_night_is_of_the_hotels_own_day(cast):
    two_at_night = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)
    doer = {"actor": cast.owner.actor, "property_id": cast.house.pk, "at": two_at_night}
    guest = register_guest(items=GuestItems(full_name="柳如烟"), **doer)
    change_guest(items=GuestItems(language="en"), guest_id=guest.pk, **doer)
    liked = add_preference(guest_id=guest.pk, theme=Theme.SERVICE, value="安静", **doer)
    assert {row.on for row in GuestItem.objects.all()} | {liked.on} == {date(2026, 3, 15)}


def test_files_are_opened_and_searched_in_ones_own_hotels_only(cast):
    elsewhere = {"actor": cast.owner.actor, "property_id": cast.other_house.pk, "at": START}
    with pytest.raises(NotPermitted):
        register_guest(items=GuestItems(full_name="柳如烟"), **elsewhere)
    with pytest.raises(NotPermitted):
        search_archive(phrase="柳如烟", **elsewhere)
    assert not Guest.objects.exists()
