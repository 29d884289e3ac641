"""The page of a year's holidays: entered from the notice, previewed with the clocks it moves, kept, told, taken back."""

import re

import pytest

from innkeeper.properties.models import Calendar
from innkeeper.properties.queries import calendar_plan, work_calendar
from tests.accounts.conftest import enter

YEAR, CALENDAR = "/settings/calendar/2027/", "/settings/calendar/"
SPRING = {
    "zh": "春节",
    "en": "Spring Festival",
    "from": "2027-02-05",
    "until": "2027-02-11",
    "w1": "2027-02-20",
}


def sent(*holidays, **more):
    """The rows as the page sends them."""
    parts = ("zh", "en", "from", "until", "w1", "w2", "w3")
    rows = {f"h:{n}:{part}": one.get(part, "") for n, one in enumerate(holidays) for part in parts}
    return rows | more


@pytest.fixture
def office(cast, clock):
    return enter(cast.general_manager)


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", ("尚未公布", "2 月 5 日（周五） – 2 月 11 日（周四）；上班：2 月 20 日（周六）")), ("en", ("not announced yet", "5 February, Friday – 11 February, Thursday; worked: 20 February, Saturday"))],
)  # fmt: skip
def test_it_is_shown_before_it_is_kept_and_nothing_is_published(office, language, words):
    office.post("/language/", {"language": language})
    page = office.post(YEAR, sent(SPRING)).content.decode()
    assert all(one in page for one in words) and 'name="keep"' in page
    assert Calendar.objects.count() == 2


def test_it_offers_the_holidays_of_every_year_that_still_wait(office):
    page = office.get(YEAR).content.decode()
    for name in ("元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆节"):
        assert f'value="{name}"' in page
    assert 'name="announced"' in page and "尚未公布" in page


def test_not_announced_yet_goes_when_the_year_is_confirmed(office, cast):
    office.post(YEAR, sent(SPRING, keep="1"))
    assert "尚未公布" in office.get(YEAR).content.decode()
    assert not work_calendar(cast.house.pk).is_announced(2027)
    page = office.post(YEAR, sent(SPRING, {"zh": "端午", "en": "Dragon Boat Festival"}, announced="on"))
    assert "还没有日期" in page.content.decode() and "端午" in page.content.decode()
    assert office.post(YEAR, sent(SPRING, announced="on", keep="1")).status_code == 303
    assert work_calendar(cast.house.pk).is_announced(2027)
    page = office.get(YEAR).content.decode()
    assert "<s>尚未公布</s> → 已公布" in page and "闻人杰" in page
    assert "<s>尚未公布</s> → 已公布" in office.get(CALENDAR).content.decode()


def test_a_holiday_with_its_days_is_folded_to_one_line_and_one_that_waits_stands_open(office):
    office.post(YEAR, sent(SPRING, keep="1"))
    page = office.get(YEAR).content.decode()
    folds = re.findall(r'<details class="fold holiday"( open)?><summary><span><b>(.*?)</b>', page)
    assert ("", "春节") in folds and (" open", "元旦") in folds and folds[-1] == ("", "其他节日")


def test_a_wrong_day_is_said_at_its_field(office):
    for keep in ({}, {"keep": "1"}):
        wrong = sent(SPRING | {"w1": "", "w3": "2027-02-18"}, **keep)
        answer = office.post(YEAR, wrong)
        assert answer.status_code == 422
        assert 'id="id_h:0:w3_error"' in answer.content.decode()
        assert "这一天本来就上班" in answer.content.decode()
    assert Calendar.objects.count() == 2


def test_what_stood_before_is_taken_again(office, cast):
    office.post(YEAR, sent(SPRING, keep="1"))
    office.post(YEAR, sent(SPRING | {"until": "2027-02-12"}, keep="1"))
    page = office.get(YEAR).content.decode()
    again = re.search(r"\?again=(\d+)", page)[1]
    page = office.get(f"{YEAR}?again={again}").content.decode()
    assert 'value="2027-02-11"' in page and 'value="2027-02-12"' not in page
    office.post(YEAR, sent(SPRING, keep="1"))
    assert calendar_plan(cast.house.pk).holidays(2027)[0].until_on.day == 11


def test_the_second_of_two_is_told_and_nothing_typed_is_lost(office, cast):
    office.post(YEAR, sent(SPRING, keep="1", edit_version="1"))
    answer = office.post(YEAR, sent(SPRING | {"until": "2027-02-12"}, keep="1", edit_version="1"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "您编辑时别人已发布" in page
    assert 'value="2027-02-12"' in page and 'name="edit_version" value="2"' in page
    assert calendar_plan(cast.house.pk).holidays(2027)[0].until_on.day == 11


def test_only_last_year_this_year_and_the_next_have_a_page(office, cast, client):
    assert [office.get(f"{CALENDAR}{year}/").status_code for year in (2024, 2025, 2026, 2027, 2028)] == [404, 200, 200, 200, 404]  # fmt: skip
    assert enter(cast.owner).get(YEAR).status_code == 403
    assert client.get(YEAR).status_code == 302


def test_a_year_of_the_shipped_list_comes_back_as_it_was_read(office, cast):
    address = f"{CALENDAR}2026/"
    page = office.get(address).content.decode()
    rows = dict(re.findall(r'<input type="(?:text|date)" name="(h:\d+:\w+)"(?: value="([^"]*)")?', page))
    assert len(rows) > 40
    answer = office.post(address, {name: value.replace("&#x27;", "'") for name, value in rows.items()})
    assert answer.status_code == 200 and "没有变化" in answer.content.decode()
