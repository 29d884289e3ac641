"""After a press: the page comes back to the hand, a refusal leads to the form, and a download ends its wait."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from innkeeper.cases import actions
from innkeeper.lost_property import actions as lost
from tests.browser.seats import Seat, fill
from tests.makers.cases import give, make_case
from tests.makers.complaints import make_complaint
from tests.makers.house import open_house
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


def test_a_form_that_has_done_its_work_leaves_the_part_in_sight_that_it_changed(
    page_for: PageFor, cast: Cast
) -> None:
    open_house(cast)
    noted = lost.Noted(side="found", words="银戒指", category="valuables", room="")
    opened = lost.note_item(actor=cast.owner.actor, property_id=cast.house.pk, noted=noted, at=START)
    give(cast, opened.id, owner=cast.owner)
    seat = Seat(page_for(cast.owner, width=360))
    seat.open(f"/cases/{opened.ref}/")
    form = seat.form("safe")
    fill(
        form,
        {"safe_place": "前台保险柜", "safe_number": "A-17", "witness": cast.colleague.staff.staff_number},
    )
    button = form.locator("button").last
    button.evaluate("node => node.scrollIntoView({block: 'start', behavior: 'instant'})")
    with seat.page.expect_navigation():
        button.evaluate("node => node.click()")
    expect(seat.page.locator('form[action$="/safe/"]')).to_have_count(0)
    seat.page.wait_for_load_state("networkidle")
    assert seat.page.locator("#item-head").evaluate(IN_SIGHT)


def test_a_refusal_leads_to_a_form_that_is_fetched_only_when_it_comes_into_sight(
    page_for: PageFor, cast: Cast
) -> None:
    open_house(cast)
    case = make_complaint(cast)
    seat = Seat(page_for(cast.owner, width=360))
    seat.open(f"/cases/{case.ref}/")
    seat.send("incident", affected="9999")
    seat.page.locator(".refused .to-form").click()
    field = seat.page.locator('[name="affected"]')
    expect(field).to_have_value("9999")
    assert field.evaluate(IN_SIGHT)
