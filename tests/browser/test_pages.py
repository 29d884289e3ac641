"""Every page of a full house as its readers see it: a picture, no sideways scroll, nothing for axe to find."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from innkeeper.stays.models import Stay
from tests.browser.pages import Picture
from tests.browser.walks import (
    OF_THE_DESK,
    OF_THE_LOG,
    OF_THE_MACHINES,
    OF_THE_OFFICE,
    OF_THE_PHONE,
    OF_THE_STREET,
)
from tests.inbox.test_receive import arrive
from tests.makers.house import full_house, open_house
from tests.people import Cast

PageFor = Callable[..., Page]
EMPTY = (
    "work",
    "house",
    "cases",
    "notices",
    "requests",
    "themes",
    "inbox",
    "found",
    "walks",
    "calls",
    "due-in",
    "rounds",
    "search-none",
)
WRONG = {403: "/intake/", 404: "/nowhere/", 405: "/language/"}
FACES = [(1440, "zh-hans", "light"), (360, "zh-hans", "light"), (1440, "en", "dark"), (360, "en", "dark")]


def walk(page: Page, addresses: dict[str, str], picture: Picture, face: str, **names: object) -> None:
    """Look at each address in turn; every one opens."""
    faults = []
    for name, address in addresses.items():
        answer = page.goto(address.format(**names))
        try:
            assert answer is not None and answer.status == 200, f"{name}: {answer and answer.status}"
            picture.of(page, f"page-{name}-{face}")
        except AssertionError as fault:
            faults.append(f"{name}: {fault}")
        page.wrong.clear()  # type: ignore[attr-defined]
    if faults:
        pytest.fail("\n".join(faults))


@pytest.mark.parametrize(("width", "language", "theme"), FACES)
def test_every_page_of_a_full_house_is_sound(
    page_for: PageFor, picture: Picture, cast: Cast, clock, width: int, language: str, theme: str
) -> None:
    leak, guest = full_house(cast)
    clock.move(minutes=40)
    face = f"{width}-{language}-{theme}"
    names = {"leak": leak.ref, "guest": guest.id, "stay": Stay.objects.get(room_number="1208").pk}
    names |= {"message": arrive(cast, text="房间没有热水").id, "person": cast.attendant.id}
    seen = {"width": width, "language": language, "theme": theme}
    walk(page_for(cast.owner, **seen), OF_THE_DESK, picture, face, **names)
    walk(page_for(cast.general_manager, **seen), OF_THE_OFFICE, picture, face, **names)
    walk(page_for(cast.privacy_officer, **seen), OF_THE_LOG, picture, face, **names)
    walk(page_for(cast.administrator, **seen), OF_THE_MACHINES, picture, face, **names)
    walk(page_for(cast.engineer, **seen), OF_THE_PHONE, picture, face, **names)
    walk(page_for(**seen), OF_THE_STREET, picture, face)


@pytest.mark.parametrize(("width", "language", "theme"), FACES)
def test_what_goes_wrong_is_a_page_too(
    page_for: PageFor, picture: Picture, cast: Cast, width: int, language: str, theme: str
) -> None:
    open_house(cast)
    page = page_for(cast.attendant, width=width, language=language, theme=theme)
    for status, address in WRONG.items():
        answer = page.goto(address)
        assert answer is not None and answer.status == status
        page.wrong.clear()  # type: ignore[attr-defined]
        picture.of(page, f"wrong-{status}-{width}-{language}-{theme}")


def test_an_empty_house_says_what_is_fine(page_for: PageFor, picture: Picture, cast: Cast, clock) -> None:
    open_house(cast)
    page = page_for(cast.owner, width=360)
    empty = {name: OF_THE_DESK[name] for name in EMPTY}
    walk(page, empty, picture, "empty-360-zh-hans-light")
