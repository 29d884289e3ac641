"""The action card of life safety: it rises while the line is typed, counts down, is undone, and works by keyboard."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from innkeeper.cases.models import Case
from innkeeper.notices.models import StaffNotice
from tests.browser.pages import FACES, Picture
from tests.makers.house import open_house
from tests.people import Cast

PageFor = Callable[..., Page]
FIRE, SMOKE = "1208 着火了", "1208 着火了 有烟"
CASE = re.compile(r"/cases/[^/]+/$")


@pytest.fixture(autouse=True)
def house(cast: Cast, clock: object) -> None:
    open_house(cast)


def typed(page: Page, line: str = FIRE) -> None:
    """The line is typed and the card has risen."""
    page.goto("/intake/")
    page.locator("#say").fill(line)
    expect(page.locator("#danger [data-count]")).to_contain_text(re.compile(r"\d"))


def told() -> int:
    return StaffNotice.objects.filter(text_key="incidents.emergency").count()


@pytest.mark.req("CASE-08")
def test_ten_seconds_run_down_and_the_posts_are_told(page_for: PageFor, cast: Cast) -> None:
    page = page_for(cast.colleague)
    typed(page)
    seconds = int(re.findall(r"\d+", page.locator("[data-count]").inner_text())[0])
    assert 8 <= seconds <= 10
    assert told() == 0
    page.wait_for_url(CASE, timeout=15_000)
    case = Case.objects.get(kind="emergency")
    assert (case.room_number, told() > 0) == ("1208", True)


@pytest.mark.req("CASE-08")
@pytest.mark.parametrize(
    ("language", "away"), [("zh-hans", "连不上系统"), ("en", "The house cannot be reached")]
)
def test_where_the_house_cannot_be_reached_the_card_says_so_and_tells_the_posts_once_it_can(
    page_for: PageFor, cast: Cast, language: str, away: str
) -> None:
    page = page_for(cast.colleague, language=language)
    typed(page)
    page.context.set_offline(True)
    page.locator("#danger form[data-raise] button").first.click()
    expect(page.locator("[data-count]")).to_contain_text(away)
    assert told() == 0
    page.context.set_offline(False)
    page.wait_for_url(CASE, timeout=15_000)
    assert (Case.objects.filter(kind="emergency").count(), told() > 0) == (1, True)
    page.wrong.clear()  # type: ignore[attr-defined]


def test_while_the_house_cannot_be_reached_it_can_still_be_undone(page_for: PageFor, cast: Cast) -> None:
    page = page_for(cast.colleague)
    typed(page)
    page.context.set_offline(True)
    page.locator("#danger form[data-raise] button").first.click()
    expect(page.locator("[data-count]")).to_contain_text("连不上系统")
    page.keyboard.press("Escape")
    expect(page.locator("#danger .action-card")).to_have_count(0)
    page.context.set_offline(False)
    page.wait_for_timeout(3_000)
    assert not Case.objects.filter(kind="emergency").exists()
    page.wrong.clear()  # type: ignore[attr-defined]


@pytest.mark.parametrize("way", ["Escape", "button"])
def test_it_is_undone_and_does_not_rise_again_for_the_same_matter(
    page_for: PageFor, cast: Cast, way: str
) -> None:
    page = page_for(cast.colleague)
    typed(page)
    page.keyboard.press("Escape") if way == "Escape" else page.locator("#danger [data-undo]").click()
    expect(page.locator("#danger section")).to_have_count(0)
    expect(page.locator("#say")).to_be_focused()
    with page.expect_response("**/intake/danger/"):
        page.locator("#say").fill(SMOKE)
    page.wait_for_timeout(300)
    expect(page.locator("#danger section")).to_have_count(0)
    assert (told(), Case.objects.count()) == (0, 0)


def test_the_keyboard_tells_the_posts_at_once(page_for: PageFor, cast: Cast) -> None:
    page = page_for(cast.colleague)
    typed(page)
    tell = page.locator('#danger form [data-kind="burn"]')
    for _ in range(8):
        if tell.evaluate("node => node === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(tell).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(CASE)
    assert told() > 0


@pytest.mark.parametrize(("width", "language", "theme"), FACES[::3])
def test_the_card_that_counts_is_sound(
    page_for: PageFor, picture: Picture, cast: Cast, width: int, language: str, theme: str
) -> None:
    page = page_for(cast.colleague, width=width, language=language, theme=theme)
    typed(page)
    picture.of(page, f"danger-{width}-{language}-{theme}")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_on_a_phone_the_card_is_read_at_arms_length_with_its_button_in_sight(
    page_for: PageFor, cast: Cast, language: str
) -> None:
    page = page_for(cast.owner, width=360, language=language, theme="dark")
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto("/emergencies/cards/fire/")
    size = page.locator(".do-now").evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    assert size >= 20
    words = "Tell all posts now" if language == "en" else "立即通知各岗位"
    foot = page.get_by_role("button", name=words).bounding_box()
    assert foot is not None and foot["y"] + foot["height"] <= 780 - 56, "not under the dock"
