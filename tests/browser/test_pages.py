"""Every page of a full house as its readers see it: a picture, no sideways scroll, nothing for axe to find."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page

from innkeeper.accounts.models import DutyTurn
from innkeeper.stays.actions import set_flag
from innkeeper.stays.models import RoomTask, Stay
from innkeeper.stays.rules.rooms import Flag
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
from tests.makers.requests import make_request
from tests.makers.stays import put
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
FACES = [("zh-hans", "light"), ("en", "dark")]
WIDTHS = (1440, 360)
"""A page is drawn anew for the phone's width; nothing but the width tells the house what it is shown on."""


def a_room_task(cast: Cast, *, at: datetime) -> RoomTask:
    """A room that hurries: its task waits for a hand."""
    room = put(house=cast.house, room="1710").room_number
    set_flag(actor=cast.front_desk.actor, property_id=cast.house.pk, room_number=room, flag=Flag.RUSH, at=at)
    return RoomTask.objects.get(room_number=room)


def walk(
    page: Page,
    addresses: dict[str, str],
    picture: Picture,
    face: str,
    *,
    widths: tuple[int, ...] = (),
    **names: object,
) -> None:
    """Look at each address in turn, at each of the widths; every one opens."""
    faults = []
    for name, address in addresses.items():
        answer = page.goto(address.format(**names))
        try:
            assert answer is not None and answer.status == 200, f"{name}: {answer and answer.status}"
            picture.at(page, f"page-{name}-{face}", widths=widths)
        except AssertionError as fault:
            faults.append(f"{name}: {fault}")
        page.wrong.clear()  # type: ignore[attr-defined]
    if faults:
        pytest.fail("\n".join(faults))


@pytest.mark.parametrize(("language", "theme"), FACES)
def test_every_page_of_a_full_house_is_sound(
    page_for: PageFor, picture: Picture, cast: Cast, clock, language: str, theme: str
) -> None:
    leak, guest = full_house(cast)
    make_request(cast, code="tour_plan", text="一日游要加一站")
    clock.move(minutes=40)
    names = {"leak": leak.ref, "guest": guest.id, "stay": Stay.objects.get(room_number="1208").pk}
    turn = DutyTurn.objects.get(staff=cast.attendant.staff)
    names |= {
        "message": arrive(cast, text="房间没有热水，" * 12).id,
        "person": cast.attendant.id,
        "turn": turn.pk,
        "role": turn.post.role_id,
        "room_task": a_room_task(cast, at=clock.now()).pk,
    }
    for person, addresses in (
        (cast.owner, OF_THE_DESK),
        (cast.general_manager, OF_THE_OFFICE),
        (cast.privacy_officer, OF_THE_LOG),
        (cast.administrator, OF_THE_MACHINES),
        (cast.engineer, OF_THE_PHONE),
        (None, OF_THE_STREET),
    ):
        page = page_for(person, language=language, theme=theme)
        walk(page, addresses, picture, f"{language}-{theme}", widths=WIDTHS, **names)


@pytest.mark.parametrize(("language", "theme"), FACES)
def test_what_goes_wrong_is_a_page_too(
    page_for: PageFor, picture: Picture, cast: Cast, language: str, theme: str
) -> None:
    open_house(cast)
    page = page_for(cast.attendant, language=language, theme=theme)
    for status, address in WRONG.items():
        answer = page.goto(address)
        assert answer is not None and answer.status == status
        page.wrong.clear()  # type: ignore[attr-defined]
        picture.at(page, f"wrong-{status}-{language}-{theme}", widths=WIDTHS)


def test_an_empty_house_says_what_is_fine(page_for: PageFor, picture: Picture, cast: Cast, clock) -> None:
    open_house(cast)
    page = page_for(cast.owner, width=360)
    empty = {name: OF_THE_DESK[name] for name in EMPTY}
    walk(page, empty, picture, "empty-360-zh-hans-light")
