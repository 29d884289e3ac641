"""The search of the archive, and erasing a file."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.guests import policy, queries
from innkeeper.guests.actions import erase_guest, read_recent, search_archive
from innkeeper.guests.models import Erasure, Guest, GuestToken
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.notices.models import StaffNotice
from innkeeper.outbox.models import OutboxEvent
from innkeeper.vault import holds
from innkeeper.vault.errors import SubjectHeld
from tests.accounts.conftest import enter
from tests.makers.guests import make_guest
from tests.makers.stays import move_in
from tests.people import START


def search(cast, phrase, person=None):
    return search_archive(
        actor=(person or cast.owner).actor, property_id=cast.house.pk, phrase=phrase, at=START
    )


@pytest.mark.parametrize(
    "phrase", ["曾小满", "zeng xiaoman", "zengxm", "139 0000 4471", "4471", "004471", "Xiaoman Zeng"]
)
def test_the_archive_answers_by_whole_values(cast, phrase):
    guest = make_guest(house=cast.house, name="曾小满")
    make_guest(house=cast.house, name="顾长河", phone="+8613900009999")
    assert [line.id for line in search(cast, phrase)] == [guest.id]


def test_it_answers_twenty_masked_rows_and_writes_what_it_did_not_whom(cast):
    for number in range(22):
        make_guest(house=cast.house, name="王伟", phone=f"+861390000{number:04d}")
    lines = search(cast, "王伟")
    assert len(lines) == 20 and {line.shown_name for line in lines} == {"王*"}
    entry = AuditEntry.objects.get(verb="guests.archive_searched")
    assert entry.facts["rows"] == 20 and "王" not in str(entry.facts)


def test_an_unusual_number_of_searches_is_said_once(cast):
    for _time in range(44):
        search(cast, "王伟")
    event = OutboxEvent.objects.get(name="guests.GuestSearchesUnusual")
    assert event.facts["staff_id"] == str(cast.owner.id)
    notice = StaffNotice.objects.get(recipient_id=cast.privacy_officer.id)
    assert (notice.text_key, notice.facts) == ("guests.searches_unusual", {"count": 41})
    assert "王" not in notice.text and "2001" not in notice.text


def test_the_privacy_officer_sees_who_searches_how_often_and_nobody_else_does(cast, clock):
    for _time in range(3):
        search(cast, "王伟")
    page = enter(cast.privacy_officer).get("/settings/").content.decode()
    assert "/settings/searches/" in page
    shown = enter(cast.privacy_officer).get("/settings/searches/").content.decode()
    assert "周岚" in shown and "<td>3</td>" in shown and "王伟" not in shown
    assert enter(cast.owner).get("/settings/searches/").status_code == 403


def test_a_room_attendant_searches_no_archive(cast):
    with pytest.raises(NotPermitted):
        search(cast, "王伟", cast.attendant)


def erase(cast, guest, person=None, **said):
    return erase_guest(
        actor=(person or cast.privacy_officer).actor, property_id=cast.house.pk, guest_id=guest.id, at=START,
        **{"reason": "erasure_request", "confirmation": "删除"} | said,
    )  # fmt: skip


def test_an_erased_file_is_empty_and_not_found_again(cast):
    guest = make_guest(house=cast.house, email="a@mail.example")
    assert erase(cast, guest).outcome == "shredded"
    stored = Guest.objects.get(pk=guest.id)
    assert stored.full_name is None and stored.name_masked == "" and stored.is_erased
    assert not GuestToken.objects.exists()
    assert search(cast, "柳如烟") == []
    with pytest.raises(NotFound):
        queries.guest_for(actor=cast.owner.actor, guest_id=guest.id)


def test_a_hold_restricts_the_file_instead(cast, monkeypatch):
    monkeypatch.setitem(policy._holds, "dispute", lambda guest_id: date(2026, 9, 1))
    guest = make_guest(house=cast.house)
    outcome = erase(cast, guest)
    assert (outcome.outcome, outcome.holds, outcome.until_on) == (
        "restricted",
        ("dispute",),
        date(2026, 9, 1),
    )
    assert Guest.objects.get(pk=guest.id).full_name is not None
    assert Erasure.objects.get().outcome == "restricted"


@pytest.mark.parametrize("wrong", [{"confirmation": "yes"}, {"reason": "柳如烟 asked"}])
def test_without_a_reason_of_the_list_or_the_typed_word_nothing_is_erased(cast, wrong):
    guest = make_guest(house=cast.house)
    with pytest.raises(InvalidInput) as refused:
        erase(cast, guest, **wrong)
    assert set(refused.value.fields) == set(wrong)
    assert not Erasure.objects.exists() and Guest.objects.get().full_name is not None


def test_a_stay_that_is_not_over_holds_the_file(cast):
    guest = make_guest(house=cast.house)
    move_in(house=cast.house, guest=guest)
    outcome = erase(cast, guest)
    assert (outcome.outcome, outcome.holds) == ("restricted", ("stay",))
    assert Guest.objects.get(pk=guest.id).full_name is not None


def test_a_hold_that_names_no_day_refuses(cast, monkeypatch):
    monkeypatch.setitem(holds._holds, "dispute", lambda subject_id: True)
    guest = make_guest(house=cast.house)
    with pytest.raises(SubjectHeld):
        erase(cast, guest)
    assert not Erasure.objects.exists()


@pytest.mark.req("PRIV-10")
def test_only_who_may_erases_and_only_with_a_second_factor(cast):
    guest = make_guest(house=cast.house)
    officer = replace(cast.privacy_officer.actor, has_second_factor=False)
    for actor in (cast.manager.actor, cast.general_manager.actor, officer):
        with pytest.raises(NotPermitted):
            erase(cast, guest, SimpleNamespace(actor=actor))
    assert not Erasure.objects.exists()


def test_an_officer_of_another_hotel_finds_no_such_file(cast):
    guest = make_guest(house=cast.house)
    far = replace(
        cast.privacy_officer.actor,
        property_id=cast.other_house.pk,
        property_ids=frozenset({cast.other_house.pk}),
    )
    with pytest.raises(NotFound):
        erase(cast, guest, SimpleNamespace(actor=far))


@pytest.mark.req("PRIV-05")
def test_the_files_changed_last_are_those_of_ones_own_hotel_and_the_group_is_searched_by_name(cast, clock):
    guest = make_guest(house=cast.house)
    theirs = {"actor": cast.outsider.actor, "property_id": cast.other_house.pk}
    assert [one.id for one in read_recent(actor=cast.owner.actor, property_id=cast.house.pk, at=START)] == [
        guest.id
    ]
    assert read_recent(**theirs, at=START) == []
    assert [one.id for one in search_archive(**theirs, phrase="柳如烟", at=START)] == [guest.id]
