"""Every page of a full house as its readers see it: a picture, no sideways scroll, nothing for axe to find."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from innkeeper.stays.models import Stay
from tests.browser.pages import Picture
from tests.makers.house import full_house, open_house
from tests.people import Cast

PageFor = Callable[..., Page]
FACES = [(1440, "zh-hans", "light"), (360, "zh-hans", "light"), (1440, "en", "dark"), (360, "en", "dark")]
OF_THE_DESK = {
    "work": "/work/", "house": "/house/", "intake": "/intake/", "cases": "/cases/", "cases-late": "/cases/?state=late", "case": "/cases/{leak}/", "history": "/cases/{leak}/history/",
    "guests": "/guests/", "guest": "/guests/{guest}/", "new-guest": "/guests/new/", "search": "/search/",
    "requests": "/requests/", "requests-done": "/requests/?state=closed", "themes": "/requests/themes/",
    "notices": "/notices/", "account": "/account/", "room": "/rooms/1208/", "rounds": "/rooms/", "due-in": "/house/lists/due-in/", "due-out": "/house/lists/due-out/",
    "stay": "/stays/{stay}/", "new-stay": "/guests/{guest}/stays/new/", "edit-guest": "/guests/{guest}/edit/",
}  # fmt: skip
OF_THE_OFFICE = {
    "settings": "/settings/", "staff": "/settings/staff/", "roles": "/settings/roles/", "duty": "/settings/duty/",
    "rights": "/settings/rights-review/", "calendar": "/settings/calendar/",
    "codes": "/settings/codes/", "code": "/settings/codes/towels/", "rules": "/settings/words/",
    "rule": "/settings/words/rules/question/", "rule-new": "/settings/words/new/",
    "playbooks": "/settings/playbooks/", "playbook": "/settings/playbooks/complaint/",
    "texts": "/settings/texts/", "text": "/settings/texts/cases.assigned/", "load": "/settings/load/",
    "organisation": "/settings/organisation/", "channels": "/settings/channels/", "board": "/house/",
}  # fmt: skip
OF_THE_LOG = {"audit": "/audit/", "audit-case": "/audit/?case={leak}"}
OF_THE_MACHINES = {"imports": "/imports/", "rooms-settings": "/settings/rooms/"}
OF_THE_PHONE = {"phone-work": "/work/", "phone-board": "/board/", "phone-case": "/cases/{leak}/"}


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
    seen = {"width": width, "language": language, "theme": theme}
    walk(page_for(cast.owner, **seen), OF_THE_DESK, picture, face, **names)
    walk(page_for(cast.general_manager, **seen), OF_THE_OFFICE, picture, face, **names)
    walk(page_for(cast.privacy_officer, **seen), OF_THE_LOG, picture, face, **names)
    walk(page_for(cast.administrator, **seen), OF_THE_MACHINES, picture, face, **names)
    walk(page_for(cast.engineer, **seen), OF_THE_PHONE, picture, face, **names)


def test_an_empty_house_says_what_is_fine(page_for: PageFor, picture: Picture, cast: Cast, clock) -> None:
    open_house(cast)
    page = page_for(cast.owner, width=360)
    empty = {name: OF_THE_DESK[name] for name in ("work", "house", "cases", "notices", "requests", "themes")}
    walk(page, empty, picture, "empty-360-zh-hans-light")
