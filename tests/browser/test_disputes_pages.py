"""A dispute, the approvals, the register and the house's screens as their readers see them, on desk and phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from innkeeper.cases import actions as cases
from innkeeper.complaints import actions as complaints
from innkeeper.kernel.money import Money
from tests.browser.pages import Picture
from tests.browser.test_pages import walk
from tests.browser.walks import OF_THE_MANAGER
from tests.makers import complaints as make_complaint
from tests.makers import disputes as make
from tests.people import START, Cast

FACES = [(1440, "zh-hans", "light"), (360, "en", "dark")]


@pytest.mark.parametrize(("width", "language", "theme"), FACES)
def test_disputes_and_the_houses_own_screens_are_sound(
    page_for: Callable[..., Page], picture: Picture, cast: Cast, clock, width: int, language: str, theme: str
) -> None:
    dispute = make.settled(cast)
    make.name_law(cast, dispute)
    case = make_complaint.reached(cast, room_number="1506")
    for yuan in (200, 5_000):
        complaints.give_recovery(
            actor=cast.owner.actor,
            case_id=case.pk,
            kind="refund",
            money=Money("CNY", yuan * 100),
            reason="派对扰邻",
            at=START,
        )
    question = cases.Question(subject="other", post="manager_on_duty", reason="请保安清场")
    asked = cases.ask_approval(actor=cast.owner.actor, case_id=case.pk, question=question, at=START)
    cases.act_first(actor=cast.owner.actor, approval_id=asked, because="宾客报警", at=START)
    clock.move(minutes=40)
    face, seen = f"{width}-{language}-{theme}", {"width": width, "language": language, "theme": theme}
    sections = {name: f"/cases/{dispute.ref}/sections/{name}/" for name in ("claims", "law", "end", "packs")}
    walk(page_for(cast.general_manager, **seen), OF_THE_MANAGER, picture, face)
    walk(page_for(cast.quality, **seen), {"dispute": f"/cases/{dispute.ref}/"} | sections, picture, face)
