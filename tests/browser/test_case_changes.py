"""A case that names a colleague, asks for the guest's consent or holds two matters, on desk and phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case
from innkeeper.complaints.actions import report_complaint
from tests.browser.pages import Picture
from tests.browser.test_pages import walk
from tests.makers import complaints as make
from tests.makers.house import full_house
from tests.people import START, Cast

FACES = [(1440, "zh-hans", "light"), (360, "en", "dark")]


def dirty_room(cast: Cast) -> cases.OpenedCase:
    """A room that complains; the guest wants nobody in it yet."""
    actor = cast.colleague.actor
    opened = report_complaint(
        actor=actor,
        intake=make.intake(cast),
        at=START,
        then=lambda case: cases.alert_room(case, may_enter=False, actor=actor, at=START),
    )
    cases.assign_case(actor=make.SYSTEM, case_id=opened.id, owner_id=cast.owner.id, at=START)
    return opened


def named(cast: Cast) -> cases.OpenedCase:
    """A complaint about two colleagues; one has been heard, a third may know of it."""
    case = make.investigated(cast, text="前台许敏态度很差，让我自己去找房卡", taxonomy_code="staff_attitude")
    doer = {"actor": cast.owner.actor, "case_id": case.pk, "at": START}
    for who in (cast.front_desk, cast.engineer):
        cases.name_staff(staff_id=who.id, **doer)
    cases.hear_colleague(staff_id=cast.front_desk.id, words="系统当时在重启，我请客人稍等。", **doer)
    cases.share_case(staff_id=cast.manager.id, reason="一起处理", **doer)
    return case


def restricted(cast: Cast) -> Case:
    """A theft alleged; a colleague may know of it, and the restriction can be lifted."""
    case = make.investigated(cast, text="保险箱里的现金少了", taxonomy_code="theft", room_number="1209")
    given = {"actor": cast.owner.actor, "case_id": case.pk, "at": START}
    cases.share_case(staff_id=cast.manager.id, reason="一起处理", **given)
    return case


@pytest.mark.parametrize(("width", "language", "theme"), FACES)
def test_what_changes_a_case_is_sound(
    page_for: Callable[..., Page], picture: Picture, cast: Cast, clock, width: int, language: str, theme: str
) -> None:
    full_house(cast)
    about, dirty = named(cast), dirty_room(cast)
    clock.move(minutes=40)
    face, seen = f"{width}-{language}-{theme}", {"width": width, "language": language, "theme": theme}
    pages = {
        "named": f"/cases/{about.ref}/",
        "named-heard": f"/cases/{about.ref}/sections/named/",
        "named-readers": f"/cases/{about.ref}/sections/readers/",
        "consent": f"/cases/{dirty.ref}/sections/visit/",
        "guest-words": f"/cases/{dirty.ref}/thread/",
        "readers-lift": f"/cases/{restricted(cast).ref}/sections/readers/",
        "split-off": f"/cases/{dirty.ref}/parts/",
        "cause": f"/cases/{dirty.ref}/classification/",
    }
    walk(page_for(cast.owner, **seen), pages, picture, face)
    page = page_for(cast.owner, **seen)
    page.goto("/intake/")
    page.locator("[name=say]").first.fill("1208 打扫吵醒客人 DND")
    page.locator("[name=say]").first.press("Enter")
    page.locator("[name=cause]").wait_for()
    picture.of(page, f"intake-cause-{face}")
