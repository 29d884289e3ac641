"""The frame around every page, for a person on duty."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.addresses import MY_WORK
from tests.browser.pages import FACES, Picture
from tests.people import Cast

PageFor = Callable[..., Page]


@pytest.fixture(autouse=True)
def demo(settings: object, clock: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]


@pytest.mark.parametrize(("width", "language", "theme"), FACES)
def test_the_frame_is_sound(
    page_for: PageFor, picture: Picture, cast: Cast, width: int, language: str, theme: str
) -> None:
    page = page_for(cast.owner, width=width, language=language, theme=theme)
    page.goto("/parts/")
    expect(page.locator(".house b")).to_be_visible()
    picture.of(page, f"frame-{width}-{language}-{theme}")


def test_the_frame_names_the_person_and_the_turn(page_for: PageFor, cast: Cast) -> None:
    page = page_for(cast.owner, language="en")
    page.goto("/parts/")
    expect(page.locator(".me b")).to_have_text("Zhou Lan")
    expect(page.locator(".me small")).to_contain_text("until")


def test_the_menu_opens_and_shuts(page_for: PageFor, picture: Picture, cast: Cast) -> None:
    page = page_for(cast.owner, language="en")
    page.goto("/notices/")
    page.locator("summary.me").click()
    expect(page.locator(".menu")).to_be_visible()
    picture.of(page, "menu-1440-en-light")
    page.keyboard.press("Escape")
    expect(page.locator(".menu")).to_be_hidden()


def test_on_a_small_phone_the_foot_of_the_menu_is_reached(page_for: PageFor, cast: Cast) -> None:
    page = page_for(cast.owner, width=360, language="en")
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(MY_WORK)
    page.locator("summary.me").click()
    page.get_by_role("button", name="Go off duty").click(trial=True, timeout=3000)
