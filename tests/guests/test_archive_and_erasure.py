"""The search of the archive, and erasing a file."""

from datetime import date

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.guests import policy, queries
from innkeeper.guests.actions import erase_guest, search_archive
from innkeeper.guests.models import Erasure, Guest, GuestToken
from innkeeper.kernel.errors import NotFound, NotPermitted
from innkeeper.notices.models import StaffNotice
from innkeeper.outbox.models import OutboxEvent
from tests.accounts.conftest import enter
from tests.makers.guests import make_guest
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


def erase(cast, guest, person=None):
    return erase_guest(
        actor=(person or cast.privacy_officer).actor, property_id=cast.house.pk, guest_id=guest.id,
        reason="erasure_request", at=START,
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


def test_only_the_privacy_officer_erases(cast):
    guest = make_guest(house=cast.house)
    with pytest.raises(NotPermitted):
        erase(cast, guest, cast.manager)
    assert not Erasure.objects.exists()
