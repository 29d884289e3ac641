"""Requests of a day and the previews of the settings, looked at on the desk and on the phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from innkeeper.service_requests.actions import Wish, close_delivered, set_load, weigh_load
from tests.browser.pages import Picture
from tests.browser.seats import Seat
from tests.makers.house import open_house
from tests.makers.requests import SYSTEM, deliver, make_request, set_share
from tests.people import START, Cast

PageFor = Callable[..., Page]
FACES = [(1440, "zh-hans", "light"), (360, "en", "dark")]


def busy(cast: Cast) -> str:
    """Requests by every channel, one late, one planned, one to be called about, and a call for help."""
    open_house(cast)
    set_share("drinking_water", 100)
    load = {"department": "housekeeping", "limit": 1, "helpers": ["concierge"]}
    set_load(actor=cast.administrator.actor, property_id=cast.house.pk, at=START, **load)
    make_request(cast, room_number="1208")
    make_request(cast, room_number="1305", code="diet", text="明早要无麸质早餐", channel="wechat")
    make_request(cast, room_number="1306", code="tv", text="电视没信号", channel="phone")
    later = Wish(wanted_at=START + timedelta(hours=4))
    make_request(cast, room_number="1307", code="cleaning_request", text="下午四点打扫", wish=later)
    drawn = make_request(cast, room_number="1203", code="drinking_water", text="两瓶矿泉水")
    deliver(cast, drawn, at=START)
    close_delivered(actor=SYSTEM, case_id=drawn.pk, at=START)
    make_request(cast, room_number="1204", code="pillow", text="一个荞麦枕")
    make_request(cast, room_number="1206", code="amenities", text="牙刷两套")
    weigh_load(actor=SYSTEM, property_id=cast.house.pk, department="housekeeping", at=START)
    return drawn.ref


@pytest.mark.parametrize(("width", "language", "theme"), FACES)
def test_requests_and_the_previews_of_settings_are_sound(
    page_for: PageFor, picture: Picture, cast: Cast, clock, width: int, language: str, theme: str
) -> None:
    drawn = busy(cast)
    clock.move(minutes=13)
    face = f"{width}-{language}-{theme}"
    page = page_for(cast.owner, width=width, language=language, theme=theme)
    for name, address in (
        ("list", "/requests/"),
        ("themes", "/requests/themes/"),
        ("case", f"/cases/{drawn}/"),
    ):
        page.goto(address)
        picture.of(page, f"requests-{name}-{face}")
    office = Seat(page_for(cast.administrator, width=width, language=language, theme=theme))
    office.open("/settings/codes/towels/")
    form = office.page.locator("form[method=post]").last
    form.locator("[name=deliver]").fill("25")
    form.locator("[name=reason]").fill("布草房在另一栋")
    form.locator("[name=line]").fill("1208 两条浴巾")
    office.press(form.locator("button").last)
    office.says("SHA-2026-")
    picture.of(office.page, f"requests-code-preview-{face}")
    office.open("/settings/playbooks/service_request/")
    office.page.locator("main details:has(input[name='c:deliver:general:n']) > summary").click()
    office.page.locator("input[name='c:deliver:general:n']").fill("12")
    office.page.locator("#reason").fill("夜班")
    office.press(office.page.locator("form[method=post] button").last)
    picture.of(office.page, f"requests-playbook-preview-{face}")
