"""After a press: the page comes back to the hand, a refusal leads to the form, and a download ends its wait."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from innkeeper.cases import actions
from tests.browser.seats import Seat
from tests.makers.cases import make_case
from tests.people import START, Cast

PageFor = Callable[..., Page]
IN_SIGHT = (
    "node => { const box = node.getBoundingClientRect(); return box.top > 0 && box.bottom < innerHeight; }"
)


def test_what_was_written_low_on_a_page_is_in_sight_when_the_page_is_back(
    page_for: PageFor, cast: Cast
) -> None:
    case = make_case(cast)
    seat = Seat(page_for(cast.owner, width=360))
    seat.open(f"/cases/{case.ref}/")
    form = seat.form("thread")
    form.locator("textarea").fill("14:30 前修好")
    seat.press(form.locator('[value="internal"]'))
    line = seat.page.locator(".thread li", has_text="14:30 前修好")
    expect(line).to_be_visible()
    assert seat.page.evaluate("scrollY") > 0 and line.evaluate(IN_SIGHT)
    assert seat.page.evaluate("sessionStorage.getItem('place')") is None


def test_who_was_not_the_first_is_led_to_what_was_filled_in(page_for: PageFor, cast: Cast) -> None:
    case = make_case(cast)
    seat = Seat(page_for(cast.owner, width=360))
    seat.open(f"/cases/{case.ref}/")
    form = seat.form("classification")
    form.locator('[name="reason"]').fill("宾客已平静")
    sorting = actions.Sorting(priority=1)
    actions.classify_case(actor=cast.manager.actor, case_id=case.pk, sorting=sorting, reason="更急", at=START)
    seat.press(form.locator("button").last)
    seat.page.locator(".refused .to-form").click()
    expect(seat.form("classification").locator('[name="reason"]')).to_have_value("宾客已平静")
    assert seat.form("classification").locator('[name="reason"]').evaluate(IN_SIGHT)


def test_a_button_whose_answer_is_a_file_can_be_pressed_again(page_for: PageFor, cast: Cast) -> None:
    page = page_for(cast.manager)
    page.goto("/briefing/")
    button = page.locator('form[action$="/briefing/prints/"] .btn')
    with page.expect_download():
        button.click()
    expect(button).not_to_have_attribute("aria-busy", "true", timeout=6_000)
