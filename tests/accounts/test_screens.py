"""Who meets which screen: person by method."""

import pytest

from tests.accounts.conftest import enter

PAGES = ["/account/", "/settings/organisation/", "/notices/", "/notices/bell/"]
MANAGED = ["/settings/staff/", "/settings/roles/", "/settings/rights-review/"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("page", [*PAGES, *MANAGED, "/settings/duty/", "/settings/staff/{staff}/"])
def test_the_general_manager_sees_every_page_in_both_languages(cast, clock, page, language):
    cast.general_manager.staff.language = language
    cast.general_manager.staff.save()
    answer = enter(cast.general_manager).get(page.format(staff=cast.attendant.id))
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == language


@pytest.mark.req("PRIV-05")
@pytest.mark.parametrize("page", [*MANAGED, "/settings/duty/"])
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
    with django_assert_num_queries(5):  # session, person, record, assignments; then the bell's own
        client.get("/notices/bell/")


@pytest.mark.req("ORG-01", "ORG-02")
def test_the_chart_shows_heads_lines_and_duties(cast, clock):
    text = enter(cast.attendant).get("/settings/organisation/").content.decode()
    for words in ("宾客服务中心", "服务主管", "餐饮部", "会议部", "礼宾部", "接听电话并一行登记", "杜鹃"):
        assert words in text
