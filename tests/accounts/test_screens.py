"""Who meets which screen: person by method."""

import pytest

from innkeeper.properties.queries import work_calendar
from tests.accounts.conftest import enter
from tests.makers.accounts import assign

PAGES = ["/account/", "/settings/organisation/", "/notices/", "/notices/bell/"]
SETTINGS = "/settings/calendar/"
MANAGED = ["/settings/staff/", "/settings/roles/", "/settings/rights-review/"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("page", [*PAGES, *MANAGED, SETTINGS, "/settings/duty/", "/settings/staff/{staff}/"])
def test_the_general_manager_sees_every_page_in_both_languages(cast, clock, page, language):
    cast.general_manager.staff.language = language
    cast.general_manager.staff.save()
    answer = enter(cast.general_manager).get(page.format(staff=cast.attendant.id))
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == language


@pytest.mark.req("PRIV-05")
@pytest.mark.parametrize("page", [*MANAGED, SETTINGS, "/settings/duty/"])
def test_an_attendant_is_not_permitted(cast, clock, page):
    assert enter(cast.attendant).get(page).status_code == 403


@pytest.mark.parametrize("page", [*PAGES, *MANAGED, "/settings/duty/"])
def test_a_stranger_is_led_to_the_door(client, db, page):
    answer = client.get(page)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/")


def test_a_fragment_of_a_stranger_leads_the_whole_page_to_the_door(client, db):
    answer = client.get("/notices/bell/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/sign-in/"


@pytest.mark.req("PRIV-05", "OPS-04")
def test_guarded_rights_sleep_without_a_second_factor(cast, clock):
    without = enter(cast.general_manager, with_factor=False)
    assert without.get("/settings/staff/").status_code == 403
    assert "二次验证" in without.get("/account/").content.decode()


@pytest.mark.req("PRIV-05")
def test_a_colleague_of_another_hotel_is_not_there(cast, clock):
    assert enter(cast.general_manager).get(f"/settings/staff/{cast.outsider.id}/").status_code == 404


def test_the_middleware_asks_two_questions(cast, clock, django_assert_num_queries):
    client = enter(cast.attendant)
    client.get("/notices/bell/")
    with django_assert_num_queries(
        3
    ):  # the session with its record and person, assignments; then the bell's own
        client.get("/notices/bell/")


@pytest.mark.req("ORG-01", "ORG-02")
def test_the_chart_shows_heads_lines_and_duties(cast, clock):
    text = enter(cast.attendant).get("/settings/organisation/").content.decode()
    for words in ("宾客服务中心", "服务主管", "餐饮部", "会议部", "礼宾部", "接听电话并一行登记", "杜鹃"):
        assert words in text


def test_the_calendar_says_which_year_is_not_announced_and_publishes_the_next_version(cast, clock):
    client = enter(cast.general_manager)
    text = client.get("/settings/calendar/").content.decode()
    assert "2027" in text and "尚未公布" in text and "春节" in text
    data = {"weekdays": ["0", "1", "2", "3", "4", "5"], "opens": "08:00", "closes": "17:00", "keep": "1"}
    assert client.post("/settings/calendar/", data).status_code == 303
    assert work_calendar(cast.house.pk).version == 2
    assert client.post("/settings/calendar/", data | {"closes": "07:00"}).status_code == 422
    assert client.post("/settings/calendar/", data | {"weekdays": ["9"]}).status_code == 422
    assert work_calendar(cast.house.pk).version == 2


def test_a_new_colleague_is_entered_on_the_screen(cast, clock):
    client = enter(cast.administrator)
    data = {"staff_number": "5501", "work_name": "柳絮", "password": "lantern-river-77", "post": "waiter"}
    for wrong in ({"password": "short"}, {"staff_number": "2001"}, {"staff_number": "<b>"}, {"post": "king"}):
        assert client.post("/settings/staff/", data | wrong).status_code == 422
    answer = client.post("/settings/staff/", data)
    assert answer.status_code == 303
    assert "柳絮" in client.get(answer.headers["Location"]).content.decode()


def test_one_works_in_one_of_ones_own_hotels(cast, clock):
    assign(cast.owner.staff, house=cast.other_house, post_code="front_desk")
    client = enter(cast.owner)
    assert client.post("/account/hotel/", {"property": str(cast.other_house.pk)}).status_code == 303
    assert client.get("/settings/duty/").status_code == 403  # a front desk clerk there assigns nothing
    assert client.post("/account/hotel/", {"property": str(cast.house.pk)}).status_code == 303
    assert client.get("/settings/duty/").status_code == 200
    assert (
        enter(cast.attendant).post("/account/hotel/", {"property": str(cast.other_house.pk)}).status_code
        == 404
    )


def test_the_hints_of_a_new_password_speak_politely(cast, clock):
    page = enter(cast.engineer).get("/account/password/").content.decode()
    assert "密码不能与您的其他个人信息太相似" in page
    assert "你" not in page
