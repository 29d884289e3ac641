"""The navigation list, and what every page's frame needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from innkeeper.accounts.adapters.factors import demo_words
from innkeeper.accounts.models import DutyTurn
from innkeeper.audit.queries import sink_warning
from innkeeper.kernel import clock
from innkeeper.kernel.actors import Actor
from innkeeper.notices.queries import open_unreached, unread_count
from innkeeper.properties.models import Property
from innkeeper.web.parts import Banner, Frame, NavItem, Press
from innkeeper.web.templatetags.parts import two


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the frame: its words, its address, the permission it asks, where it stands."""

    label: Any
    href: str
    permission: str = ""
    icon: str = ""
    is_in_bar: bool = True
    is_in_dock: bool = False


PLACES = (
    Place(pgettext_lazy("place", "My work"), "/work/", "tasks.do", "list", is_in_dock=True),
    Place(pgettext_lazy("place", "Board"), "/board/", "tasks.do", "half", is_in_bar=False, is_in_dock=True),
    Place(pgettext_lazy("place", "House"), "/house/", "stays.see", "house", is_in_dock=True),
    Place(pgettext_lazy("place", "Cases"), "/cases/", "cases.see", "file", is_in_dock=True),
    Place(
        pgettext_lazy("place", "New"), "/intake/", "cases.take_in", "plus", is_in_bar=False, is_in_dock=True
    ),
    Place(pgettext_lazy("place", "Guests"), "/guests/", "guests.see", "guest", is_in_dock=True),
    Place(pgettext_lazy("place", "Handover"), "/handover/", "tasks.do", "book"),
    Place(pgettext_lazy("place", "Requests"), "/requests/", "cases.see", "bell", is_in_bar=False),
    Place(pgettext_lazy("place", "Audit log"), "/audit/", "audit.see", "shield", is_in_bar=False),
    Place(pgettext_lazy("place", "Staff"), "/settings/staff/", "accounts.manage", "people", is_in_bar=False),
    Place(pgettext_lazy("place", "Settings"), "/settings/", "settings.change", "gear", is_in_bar=False),
)
BOARD = "/board/"
INTAKE, CALLS, SEARCH, NOTICES, OWN, SIGN_OUT = (
    "/intake/",
    "/calls/",
    "/search/",
    "/notices/",
    "/account/",
    "/sign-out/",
)


def served(path: str) -> str:
    """The address, or empty while no room of the house serves it."""
    try:
        resolve(path)
    except Resolver404:
        return ""
    return path


def items(actor: Actor, path: str, wanted: Callable[[Place], bool]) -> tuple[NavItem, ...]:
    """The places the actor may go to, the present one marked."""
    return tuple(
        NavItem(
            label=str(place.label),
            href=place.href,
            icon=place.icon,
            is_here=path == place.href or (place.href != "/settings/" and path.startswith(place.href)),
        )
        for place in PLACES
        if wanted(place) and (not place.permission or actor.may(place.permission)) and served(place.href)
    )


def is_docked(actor: Actor, place: Place) -> bool:
    """Five places fit under the thumb: who takes cases in finds the board in the menu."""
    return place.is_in_dock and not (place.href == BOARD and actor.may("cases.take_in"))


def duty_line(actor: Actor) -> str:
    """The post and until when: "Assistant manager · until 15:00". Queries: 1."""
    if actor.property_id is None:
        return ""
    at = clock.now()
    turns = DutyTurn.objects.filter(staff_id=actor.id, starts_at__lte=at, ends_at__gt=at)
    turn = turns.filter(property_id=actor.property_id).select_related("post").order_by("ends_at").first()
    if turn is None:
        return _("off duty")
    until = _("until %(time)s") % {"time": f"{localtime(turn.ends_at):%H:%M}"}
    return f"{two(turn.post)} · {until}"


def frame_of(request: HttpRequest) -> Frame:
    """The frame for the asker; signed out it is bare. Queries: 2 (turn, unread notices), 3 for who oversees the house."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return Frame()
    path, hotel = request.path, getattr(request, "hotel", None)
    return Frame(
        house_name=two(hotel) if hotel else "",
        person_name=person_name(request),
        duty_line=duty_line(actor),
        nav=items(actor, path, lambda place: place.is_in_bar),
        dock=items(actor, path, lambda place: is_docked(actor, place)),
        more=items(actor, path, lambda place: not place.is_in_bar and not is_docked(actor, place)),
        calls_url=served(CALLS) if actor.property_id else "",
        intake_url=served(INTAKE) if actor.may("cases.take_in") else "",
        search_url=served(SEARCH) if actor.may("cases.see") else "",
        notices_url=served(NOTICES),
        sign_out_url=served(SIGN_OUT),
        account_url=served(OWN),
        unread=unread_count(actor.id),
        banners=banners(actor),
    )


def person_name(request: HttpRequest) -> str:
    """The work name of the asker in the language of the page."""
    names = {
        "name_zh": getattr(request.user, "work_name", ""),
        "name_en": getattr(request.user, "work_name_en", ""),
    }
    return two(names)


def banners(actor: Actor) -> tuple[Banner, ...]:
    """What everybody must see: the demo and its clock, an alarm nobody took, a log without a foreign sink.

    Queries: 1 for who oversees the house, none for others.
    """
    found = demo_banners()
    if actor.property_id and actor.may("cases.assign") and (missed := open_unreached(actor.property_id)):
        words = ngettext("%(n)d alarm reached nobody", "%(n)d alarms reached nobody", len(missed))
        found.append(Banner(words % {"n": len(missed)}, kind="burn", icon="flag", href=NOTICES))
    if actor.may("audit.see") and (warning := sink_warning()):
        found.append(Banner(warning, kind="brass", icon="lock"))
    return tuple(found)


def demo_banners() -> list[Banner]:
    """That this is the demo, with the buttons that move its clock; nothing in a real house."""
    said = demo_words()
    if not said:
        return []
    jumps = (("5", _("+5 min")), ("15", _("+15 min")), ("60", _("+1 h")), ("1440", _("+1 day")))
    presses = [
        Press(label=label, url="/demo/warp/", name="minutes", value=value, kind="quiet")
        for value, label in jumps
    ]
    title = said[0]
    if isinstance(clock.clock, clock.Clock) and clock.clock.offset():
        title = _("The demo's clock has been moved: it is %(time)s.") % {
            "time": f"{localtime(clock.now()):%H:%M}"
        }
    return [Banner(title, icon="book", presses=presses)]


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the base template needs on every page; a fragment never asks for it and pays nothing."""
    return {"frame": SimpleLazyObject(lambda: frame_of(request))}


class HouseTime:
    """Every page tells the time of the asker's hotel."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        hotel: Property | None = getattr(request, "hotel", None)
        if hotel is None:
            return self.get_response(request)
        with timezone.override(ZoneInfo(hotel.timezone)):
            return self.get_response(request)
