"""Global search and the audit browser."""

import pytest

from tests.accounts.conftest import enter
from tests.makers.cases import make_case
from tests.people import GUEST_NAME

pytestmark = pytest.mark.django_db(databases="__all__")


def test_a_room_number_leads_straight_to_the_room(desk):
    assert desk.post("/search/", {"q": "1208"}).headers["Location"] == "/rooms/1208/"


def test_a_case_number_leads_straight_to_the_case(desk, lived_in):
    case = make_case(lived_in[0])
    assert desk.post("/search/", {"q": case.ref.lower()}).headers["Location"] == f"/cases/{case.ref}/"


def test_words_find_the_case_and_a_name_finds_who_is_here(desk, lived_in):
    case = make_case(lived_in[0], text="淋浴水压太小")
    assert case.ref in desk.post("/search/", {"q": "水压"}).content.decode()
    page = desk.post("/search/", {"q": GUEST_NAME}).content.decode()
    assert str(lived_in[1].id) in page


def test_one_letter_asks_for_more(desk):
    assert "至少两个字" in desk.post("/search/", {"q": "水"}).content.decode()


@pytest.mark.req("PRIV-06")
def test_the_privacy_officer_sees_who_took_a_case_in_and_filters_by_person(lived_in):
    cast = lived_in[0]
    case = make_case(cast)
    officer = enter(cast.privacy_officer)
    assert cast.colleague.staff.staff_number in officer.get("/audit/", {"case": case.ref}).content.decode()
    assert (
        "没有符合的记录"
        in officer.get("/audit/", {"staff": cast.engineer.staff.staff_number}).content.decode()
    )


def test_a_wrong_staff_number_is_said_and_the_log_still_shows(lived_in):
    page = enter(lived_in[0].privacy_officer).get("/audit/", {"staff": "77777"}).content.decode()
    assert "没有这个工号的同事" in page


def test_a_time_that_ends_before_it_begins_is_said_at_its_field_and_not_called_empty(lived_in):
    asked = {"since": "2026-03-14", "until": "2026-03-12"}
    page = enter(lived_in[0].privacy_officer).get("/audit/", asked).content.decode()
    assert "结束日早于开始日。" in page and "没有符合的记录" not in page


def test_nobody_else_opens_the_log(desk):
    assert desk.get("/audit/").status_code == 403


def test_there_is_no_time_warp_in_a_real_house(desk):
    assert desk.post("/demo/warp/", {"minutes": "15"}).status_code == 404
