"""Two people at one case lose nothing of each other's work, and nothing of their own."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from innkeeper.cases.models import Case
from tests.browser.pages import Picture
from tests.browser.seats import Seat, fill
from tests.makers.house import full_house
from tests.people import Cast

PageFor = Callable[..., Page]
WHY = "楼上 1308 的水管漏，两间房都湿了"


@pytest.mark.req("CASE-04", "CASE-07")
def test_two_people_editing_one_case_lose_nothing(
    page_for: PageFor, picture: Picture, cast: Cast, clock
) -> None:
    leak, _guest = full_house(cast)
    first, second = Seat(page_for(cast.owner)), Seat(page_for(cast.manager))
    for seat in (first, second):
        seat.open(f"/cases/{leak.ref}/")
        seat.form("classification")
    clock.move(minutes=1)
    first.send("classification", priority="2", reason="水已经止住")
    second.send("classification", category="systemic", reason=WHY)
    refused = second.page.locator(".refused")
    expect(refused).to_contain_text("有人先改了")
    expect(refused).to_contain_text("周岚")
    expect(refused).to_contain_text(WHY)
    form = second.form("classification")
    expect(form.locator('[name="reason"]')).to_have_value(WHY)
    expect(form.locator('[name="category"]')).to_have_value("systemic")
    second.page.wrong.clear()  # type: ignore[attr-defined]  # the answer 409 is what we want
    picture.of(second.page, "conflict-1440-zh-hans")
    fill(form, {"priority": "2"})
    second.press(form.locator("button").last)
    case = Case.objects.get(pk=leak.pk)
    assert (case.priority, case.category) == (2, "systemic")


def test_what_is_missing_is_said_beside_what_was_typed(page_for: PageFor, cast: Cast, clock) -> None:
    leak, _guest = full_house(cast)
    seat = Seat(page_for(cast.owner, language="en"))
    seat.open(f"/cases/{leak.ref}/")
    seat.send("tasks", title="Dry the carpet", minutes="soon")
    expect(seat.page.locator(".refused")).to_contain_text("whole number")
    form = seat.form("tasks")
    expect(form.locator('[name="title"]')).to_have_value("Dry the carpet")
    expect(form.locator('[name="minutes"]')).to_have_attribute("aria-invalid", "true")
    under = form.locator(".field", has=seat.page.locator('[name="minutes"]')).locator(".wrong")
    expect(under).to_contain_text("whole number")


def test_an_open_page_says_that_a_colleague_changed_the_case_and_keeps_what_is_being_typed(
    page_for: PageFor, picture: Picture, cast: Cast, clock
) -> None:
    leak, _guest = full_house(cast)
    reader, other = Seat(page_for(cast.owner)), Seat(page_for(cast.manager, width=360, language="en"))
    for seat in (reader, other):
        seat.open(f"/cases/{leak.ref}/")
    reader.page.locator("#msg").fill(WHY)
    clock.move(minutes=1)
    other.send("classification", priority="2", reason="The water has stopped")
    reader.page.locator("#news").evaluate("place => { place.dataset.every = 1; }")
    news = reader.page.locator("#news.notice")
    expect(news).to_contain_text("高远")
    expect(news).to_be_in_viewport()
    expect(reader.page.locator("#msg")).to_have_value(WHY)
    reader.page.evaluate("scrollTo(0, 0)")
    picture.of(reader.page, "news-1440-zh-hans")
    news.get_by_role("link").click()
    expect(reader.page.locator("#news.notice")).to_have_count(0)
