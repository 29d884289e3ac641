"""Nobody looks at a guest without a trace: every page that shows one, masked or not, stands in the log (PRIV-06)."""

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.audit.queries import entries
from tests.accounts.conftest import enter
from tests.people import GUEST_NAME

pytestmark = pytest.mark.django_db(databases="__all__")


def looks_at(guest, person):
    """The verbs under which the log, asked by the guest, tells of what this person did."""
    found = entries(property_ids=None, subject_id=guest.id, actor_id=person.id).lines
    return sorted(line.verb for line in found)


@pytest.mark.req("PRIV-06")
@pytest.mark.parametrize(
    ("page", "verb"),
    [
        ("/guests/{guest}/", "guests.file_read"),
        ("/guests/{guest}/edit/", "guests.file_read"),
        ("/stays/{stay}/", "stays.stay_read"),
        ("/rooms/1208/", "stays.stay_read"),
    ],
)
def test_a_page_of_a_guest_is_in_the_log_once_a_session_and_the_log_finds_it_by_the_guest(
    lived_in, clock, page, verb
):
    cast, guest, stay = lived_in
    desk = enter(cast.owner)
    for _again in range(3):
        assert desk.get(page.format(guest=guest.id, stay=stay.id)).status_code == 200
        clock.move(minutes=5)
    assert looks_at(guest, cast.owner) == [verb]
    enter(cast.owner).get(page.format(guest=guest.id, stay=stay.id))
    assert looks_at(guest, cast.owner) == [verb, verb]


@pytest.mark.req("PRIV-06")
def test_who_searches_the_house_for_a_name_is_in_the_log_but_the_phrase_is_not(desk, lived_in):
    cast, guest, _stay = lived_in
    assert str(guest.id) in desk.post("/search/", {"q": GUEST_NAME}).content.decode()
    assert looks_at(guest, cast.owner) == ["stays.house_searched"]
    entry = AuditEntry.objects.get(verb="stays.house_searched")
    assert entry.facts == {"rows": 1}
    desk.post("/search/", {"q": "水压"})
    assert AuditEntry.objects.filter(verb="stays.house_searched").count() == 1


@pytest.mark.req("PRIV-06")
def test_the_list_of_files_is_one_entry_an_hour_whatever_its_length(desk, clock):
    for _again in range(3):
        assert desk.get("/guests/").status_code == 200
    clock.move(hours=1)
    desk.get("/guests/")
    assert AuditEntry.objects.filter(verb="guests.list_read").count() == 2


def test_an_empty_room_is_nobodys_look(desk, lived_in):
    assert desk.get("/rooms/1209/").status_code == 200
    assert not AuditEntry.objects.filter(verb="stays.stay_read").exists()


@pytest.mark.req("PRIV-06")
def test_who_looked_at_the_file_is_told_on_it_to_the_privacy_officer(lived_in, clock):
    cast, guest, _stay = lived_in
    enter(cast.front_desk).get(f"/guests/{guest.id}/")
    clock.move(minutes=1)
    page = enter(cast.privacy_officer).get(f"/guests/{guest.id}/").content.decode()
    assert "许敏" in page and "查看客史档案" in page


@pytest.mark.req("PRIV-05", "PRIV-06")
def test_a_refused_look_is_no_look(lived_in):
    cast, guest, _stay = lived_in
    assert enter(cast.attendant).get(f"/guests/{guest.id}/").status_code == 403
    assert looks_at(guest, cast.attendant) == []
