"""The one guest view: file, stays, problems and their outcome, who looked."""

from datetime import timedelta
from uuid import uuid4

import pytest

from innkeeper.cases.actions.handling import share
from innkeeper.cases.models import Case
from tests.accounts.conftest import enter
from tests.makers.cases import make_case, make_closed_case
from tests.makers.stays import expect
from tests.people import GUEST_NAME, START

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.mark.req("PROF-13")
def test_it_shows_the_stay_open_and_closed_problems_together(desk, lived_in):
    cast, guest, _stay = lived_in
    closed = make_closed_case(cast, guest_ids=[guest.id])
    opened = make_case(cast, guest_ids=[guest.id], text="还是不凉")
    page = desk.get(f"/guests/{guest.id}/").content.decode()
    assert closed.ref in page and opened.ref in page
    assert "1208" in page
    assert GUEST_NAME not in page


@pytest.mark.req("PRIV-05")
def test_an_attendant_does_not_open_guest_files(lived_in):
    assert enter(lived_in[0].attendant).get(f"/guests/{lived_in[1].id}/").status_code == 403


def test_a_guest_of_another_group_is_not_there(lived_in):
    assert enter(lived_in[0].owner).get(f"/guests/{uuid4()}/").status_code == 404


def speak(person, language):
    client = enter(person)
    client.post("/language/", {"language": language})
    return lambda path: client.get(path).content.decode()


@pytest.mark.req("PROF-13")
@pytest.mark.parametrize(
    ("language", "view", "arrivals"), [("zh-hans", "已关单", "已结"), ("en", "Closed", "closed")]
)
def test_the_arriving_desk_sees_how_a_complaint_of_an_earlier_stay_ended(lived_in, language, view, arrivals):
    cast, guest, _stay = lived_in
    closed = make_closed_case(cast, guest_ids=[guest.id])
    expect(house=cast.house, guest=guest, arrives_at=START + timedelta(hours=2))
    see = speak(cast.front_desk, language)
    for path, outcome in ((f"/guests/{guest.id}/", view), ("/house/lists/due-in/", arrivals)):
        page = see(path)
        assert f"/cases/{closed.ref}/" in page and outcome in page, path


@pytest.mark.req("PROF-13")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_desk_that_need_not_know_of_a_case_learns_nothing_of_it_there(lived_in, language):
    cast, guest, _stay = lived_in
    closed = make_closed_case(cast, guest_ids=[guest.id], text="怀疑有人拿了抽屉里的东西")
    Case.objects.filter(pk=closed.pk).update(is_restricted=True)
    expect(house=cast.house, guest=guest, arrives_at=START + timedelta(hours=2))
    share(closed, {cast.owner.id}, actor=cast.general_manager.actor, at=START)
    see, may = speak(cast.front_desk, language), speak(cast.owner, language)
    for path in (f"/guests/{guest.id}/", "/house/lists/due-in/"):
        page = see(path)
        assert f"/cases/{closed.ref}/" not in page and closed.title_redacted not in page, path
        assert f"/cases/{closed.ref}/" in may(path), path


@pytest.mark.req("PROF-13")
def test_who_may_see_no_guest_gets_no_past_on_the_list_of_arrivals(lived_in):
    cast, guest, _stay = lived_in
    closed = make_closed_case(cast, guest_ids=[guest.id])
    expect(house=cast.house, guest=guest, arrives_at=START + timedelta(hours=2))
    assert closed.ref not in enter(cast.attendant).get("/house/lists/due-in/").content.decode()
