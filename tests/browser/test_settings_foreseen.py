"""Settings as they look before they are kept, with their history, and with a fault beside its field."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from innkeeper.accounts.actions.duty import roster_turn, set_ladder
from innkeeper.cases.actions import edit_code, override_playbook
from innkeeper.notices.actions import word_text
from innkeeper.service_requests.actions import set_load
from tests.browser.pages import Picture
from tests.makers.house import full_house
from tests.people import START, Cast

PageFor = Callable[..., Page]
FACES = [("zh-hans", "light"), ("en", "dark")]
WIDTHS = (1440, 360)


def shown(page: Page, address: str, typed: dict[str, str]) -> None:
    """The page of a setting with something typed, and the first button pressed: the one that shows and keeps nothing."""
    page.goto(address)
    for name, value in typed.items():
        box = page.locator(f'main [name="{name}"]').first
        box.evaluate(
            "one => { for (let d = one.closest('details'); d; d = d.parentElement.closest('details')) d.open = true }"
        )
        if box.evaluate("one => one.tagName") == "SELECT":
            box.select_option(value)
        elif box.get_attribute("type") == "checkbox":
            box.set_checked(value == "1")
        else:
            box.fill(value)
    form = page.locator("main form").filter(has=page.locator(f'[name="{next(iter(typed))}"]')).first
    with page.expect_navigation():
        form.locator('button[data-kind="plain"]').first.click()


def a_past_of_changes(cast: Cast) -> None:
    given = {"actor": cast.owner.actor, "property_id": cast.house.pk}
    roster_turn(post_code="engineer", staff_id=cast.engineer.id, on=START.date() + timedelta(days=1), shift="early", at=START, **given)  # fmt: skip
    set_ladder(post_code="waiter", deputies=["front_desk", "general_manager"], at=START, **given)
    set_ladder(post_code="waiter", deputies=["fb_manager", "general_manager"], at=START, **given)
    office = {"actor": cast.administrator.actor, "property_id": cast.house.pk, "at": START}
    for limit, minutes in ((4, 25), (3, 15)):
        set_load(department="housekeeping", limit=limit, helpers=["concierge"], **office)
        norms = {"contact": 5, "arrive": 15, "deliver": minutes}
        edit_code(code="towels", change={"norms": norms}, reason="另一栋", **office)
        word_text(text_key="cases.assigned", zh="%(room)s 归您：%(ref)s", en="%(room)s: %(ref)s" + "!" * limit, reason="短", **office)  # fmt: skip
        change = {"ceilings": {"deliver": {"general": {"hours": limit}}}}
        override_playbook(kind="service_request", change=change, reason="夜班", **office)


@pytest.mark.parametrize(("language", "theme"), FACES)
def test_what_a_setting_would_do_is_sound_at_every_width(
    page_for: PageFor, picture: Picture, cast: Cast, clock, language: str, theme: str
) -> None:
    full_house(cast)
    a_past_of_changes(cast)
    page = page_for(cast.general_manager, language=language, theme=theme)
    for name, address, typed in (
        ("roster", "/settings/duty/?on=2026-03-14", {"post": "engineer", "staff": str(cast.attendant.id), "shift": "night"}),
        ("ladder", "/settings/duty/ladders/waiter/", {"place_1": "chief_concierge", "place_2": "general_manager", "place_3": ""}),
        ("load", "/settings/load/housekeeping/", {"limit": "1"}),
        ("load-fault", "/settings/load/housekeeping/", {"limit": "0"}),
        ("code", "/settings/codes/towels/", {"deliver": "25", "reason": "试"}),
        ("code-fault", "/settings/codes/towels/", {"deliver": "0", "reason": "试"}),
        ("text", "/settings/texts/cases.assigned/", {"zh": "%(room)s 归您：%(ref)s", "reason": "短"}),
        ("playbook", "/settings/playbooks/service_request/", {"c:deliver:general:n": "12", "reason": "夜班"}),
        ("playbook-fault", "/settings/playbooks/service_request/", {"c:deliver:general:n": "0", "reason": "夜班"}),
        ("rooms", "/settings/rooms/", {"linen_every_days": "3"}),
        ("calendar", "/settings/calendar/", {"opens": "08:00"}),
        ("year", "/settings/calendar/2027/", {"h:1:from": "2027-02-05", "h:1:until": "2027-02-11", "h:1:w1": "2027-02-20"}),
        ("year-fault", "/settings/calendar/2027/", {"h:1:from": "2027-02-05", "h:1:until": "2027-02-04"}),
        ("ladder-fault", "/settings/duty/ladders/waiter/", {"place_1": "front_desk", "place_2": "", "place_3": ""}),
    ):  # fmt: skip
        shown(page, address, typed)
        page.wrong.clear()  # type: ignore[attr-defined]
        if name.endswith("-fault"):
            expect(page.locator('main [aria-invalid="true"]').first).to_be_visible()
        picture.at(page, f"settings-{name}-{language}-{theme}", widths=WIDTHS)
