"""Every part in a real browser, at both widths, in both languages and themes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import FACES, Picture

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
PageFor = Callable[..., Page]


@pytest.fixture(autouse=True)
def demo(settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]


@pytest.mark.parametrize(("width", "language", "theme"), FACES)
def test_the_parts_are_sound(
    page_for: PageFor, picture: Picture, width: int, language: str, theme: str
) -> None:
    page = page_for(width=width, language=language, theme=theme)
    page.goto("/parts/")
    picture.of(page, f"parts-{width}-{language}-{theme}")


def test_an_opened_value_hides_by_itself(page_for: PageFor) -> None:
    page = page_for(language="en")
    page.clock.install()
    page.goto("/parts/")
    mask = page.locator("#m3")
    expect(mask.locator(".dots")).to_have_text("138 0057 4471")
    page.clock.run_for(31_000)
    expect(mask.locator(".dots")).to_have_text("138 **** 4471")


def test_a_value_opens_only_after_a_reason(page_for: PageFor) -> None:
    page = page_for(language="en")
    page.goto("/parts/")
    page.locator("#m1").get_by_role("button", name="Show Mobile").first.click()
    page.locator("#m1 .why .btn").first.click()
    expect(page.locator("#m3 .dots").first).to_have_text("138 0057 4471")


def test_a_clock_turns_late_in_the_browser(page_for: PageFor) -> None:
    page = page_for(language="zh-hans")
    page.clock.install()
    page.goto("/parts/")
    clock = page.locator(".clocks .clock").last
    expect(clock).to_have_attribute("data-state", "soon")
    page.clock.run_for(60_000)
    expect(clock).to_have_attribute("data-state", "late")
    expect(clock.locator("[data-words]")).to_contain_text("超")


def test_keys_walk_the_list(page_for: PageFor) -> None:
    page = page_for(language="en")
    page.goto("/parts/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#case-1 h3 a")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#case-0 h3 a")).to_be_focused()


def test_arrows_walk_the_rack(page_for: PageFor) -> None:
    page = page_for(language="en")
    page.goto("/parts/")
    page.locator("[data-rack] .floor").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-rack] li").nth(1).locator("a").nth(1)).to_be_focused()


def test_tabs_show_one_panel(page_for: PageFor) -> None:
    page = page_for(language="en")
    page.goto("/parts/")
    expect(page.locator("#panel-notes")).to_be_hidden()
    page.get_by_role("tab", name="Internal notes, 4").click()
    expect(page.locator("#panel-notes")).to_be_visible()
    expect(page.locator("#panel-guest")).to_be_hidden()


def test_the_theme_stays_after_the_switch(page_for: PageFor) -> None:
    page = page_for(language="en", theme="light")
    page.goto("/parts/")
    with page.expect_navigation():
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_poll_takes_304_for_nothing_new(page_for: PageFor) -> None:
    page = page_for(language="en")
    page.goto("/parts/")
    with page.expect_response(lambda answer: answer.status == 304, timeout=20_000) as unchanged:
        pass
    assert unchanged.value.url.endswith("/parts/poll/")


def test_the_dialog_gives_the_focus_back(page_for: PageFor) -> None:
    page = page_for(language="en")
    page.goto("/parts/")
    opener = page.get_by_role("button", name="Destroy keys").first
    opener.click()
    expect(page.locator("#sample-dialog")).to_be_visible()
    page.get_by_role("button", name="Keep them").click()
    expect(page.locator("#sample-dialog")).to_be_hidden()
    expect(opener).to_be_focused()
