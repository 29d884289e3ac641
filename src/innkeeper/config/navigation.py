"""The navigation list, and what every page's frame needs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, DateTimeField, IntegerField, OuterRef, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from innkeeper.accounts.adapters.factors import demo_words
from innkeeper.accounts.models import DutyTurn, Staff
from innkeeper.audit.queries import sink_warning
from innkeeper.handovers.models import DowntimePack
from innkeeper.handovers.queries.handovers import missed_lines
from innkeeper.handovers.rules import is_pack_stale
from innkeeper.kernel import clock
from innkeeper.kernel.actors import Actor
from innkeeper.notices.catalogue import rendered
from innkeeper.notices.models import StaffNotice, Trouble, Unreached
from innkeeper.properties.models import Property
from innkeeper.statements import Hole, Statement
from innkeeper.web.parts import Banner, Frame, NavItem, Press
from innkeeper.web.templatetags.parts import day_hour, two


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the frame: its words, the name of its page, the permission it asks, where it stands."""

    label: Any
    page: str
    permission: str = ""
    icon: str = ""
    is_in_bar: bool = True
    is_in_dock: bool = False

    @property
    def href(self) -> str:
        """Its address."""
        return address(self.page)


PLACES = (
    Place(pgettext_lazy("place", "My work"), "desk:work", "tasks.do", "list", is_in_dock=True),
    Place(
        pgettext_lazy("place", "Board"),
        "desk:department",
        "tasks.do",
        "half",
        is_in_bar=False,
        is_in_dock=True,
    ),
    Place(pgettext_lazy("place", "Rooms"), "stays:round", "tasks.do", "mark", is_in_bar=False),
    Place(pgettext_lazy("place", "House"), "desk:house", "stays.see", "house", is_in_dock=True),
    Place(pgettext_lazy("place", "Cases"), "cases:all", "cases.see", "file", is_in_dock=True),
    Place(
        pgettext_lazy("place", "New"),
        "desk:intake",
        "cases.take_in",
        "plus",
        is_in_bar=False,
        is_in_dock=True,
    ),
    Place(pgettext_lazy("place", "Guests"), "guests:list", "guests.see", "guest", is_in_dock=True),
    Place(pgettext_lazy("place", "Handover"), "handovers:overview", "tasks.do", "book", is_in_bar=False),
    Place(pgettext_lazy("place", "Requests"), "requests:all", "cases.see", "bell", is_in_bar=False),
    Place(pgettext_lazy("place", "Lost & found"), "lost_property:list", "tasks.do", "find", is_in_bar=False),
    Place(pgettext_lazy("place", "Emergency"), "incidents:emergencies", "", "flag", is_in_bar=False),
    Place(pgettext_lazy("place", "Inbox"), "desk:inbox", "cases.take_in", "bell", is_in_bar=False),
    Place(pgettext_lazy("place", "Briefing"), "desk:briefing", "cases.assign", "sun", is_in_bar=False),
    Place(
        pgettext_lazy("place", "Manager-on-duty log"),
        "handovers:duty_log",
        "cases.assign",
        "file",
        is_in_bar=False,
    ),
    Place(
        pgettext_lazy("place", "Error report"), "handovers:errors", "cases.assign", "flag", is_in_bar=False
    ),
    Place(
        pgettext_lazy("place", "Downtime pack"), "handovers:packs", "cases.assign", "lock", is_in_bar=False
    ),
    Place(
        pgettext_lazy("place", "Approvals"), "cases:approvals_mine", "cases.approve", "check", is_in_bar=False
    ),
    Place(
        pgettext_lazy("place", "Settlement terms"),
        "disputes:terms",
        "cases.assign",
        "clock",
        is_in_bar=False,
    ),
    Place(pgettext_lazy("place", "Audit log"), "desk:log", "audit.see", "shield", is_in_bar=False),
    Place(pgettext_lazy("place", "Staff"), "settings_staff", "accounts.manage", "people", is_in_bar=False),
    Place(pgettext_lazy("place", "Settings"), "desk:settings", "settings.change", "gear", is_in_bar=False),
)
NOWHERE = UUID(int=0)
CALL_POSTS = frozenset(
    {"order_taker", "service_supervisor", "front_desk", "assistant_manager", "manager_on_duty"}
)
BOARD, SETTINGS = "desk:department", "desk:settings"
INTAKE, CALLS, SEARCH, NOTICES, OWN, SIGN_OUT = (
    "desk:intake",
    "calls:card",
    "desk:search",
    "notices",
    "account_own",
    "account_logout",
)


@cache
def address(page: str) -> str:
    """The address of a page by its name; it is the same as long as the house stands."""
    return reverse(page)


def items(actor: Actor, path: str, wanted: Callable[[Place], bool]) -> tuple[NavItem, ...]:
    """The places the actor may go to, the present one marked."""
    return tuple(
        NavItem(
            label=str(place.label),
            href=place.href,
            icon=place.icon,
            is_here=path == place.href or (place.page != SETTINGS and path.startswith(place.href)),
        )
        for place in PLACES
        if wanted(place) and (not place.permission or actor.may(place.permission))
    )


def is_docked(actor: Actor, place: Place) -> bool:
    """Five places fit under the thumb: who takes cases in finds the board in the menu."""
    return place.is_in_dock and not (place.page == BOARD and actor.may("cases.take_in"))


@dataclass(frozen=True, slots=True)
class Standing:
    """What the frame says of the asker now: on duty as what and until when, unread notices, alarms nobody took, troubles."""

    post_zh: str | None
    post_en: str | None
    until: datetime | None
    unread: int
    unreached: int
    trouble: str | None
    trouble_facts: dict[str, Any] | None
    trouble_at: datetime | None
    troubles: int
    missed_room: str | None
    missed_at: datetime | None
    pack_at: datetime | None


def standing_of(actor: Actor) -> Standing:
    """The asker's standing at this moment. Queries: 1, whatever the frame shows."""
    found = STANDING.row(staff=actor.id, house=actor.property_id or NOWHERE, at=clock.now())
    return Standing(*(found or (None, None, None, 0, 0, None, None, None, 0, None, None, None)))


def _standing(*, staff: Hole, house: Hole, at: Hole) -> QuerySet[Any, Any]:
    turns = DutyTurn.objects.filter(staff_id=OuterRef("pk"), property_id=house)
    turn = turns.filter(starts_at__lte=at, ends_at__gt=at).order_by("ends_at")
    unread = StaffNotice.objects.filter(recipient_id=OuterRef("pk"), read_at__isnull=True)
    missed = Unreached.objects.filter(property_id=house, taken_at__isnull=True)
    broken = Trouble.objects.filter(property_id=house, ended_at__isnull=True).order_by("since_at")
    calls = missed_lines(house, at=at)
    packs = DowntimePack.objects.filter(property_id=house).order_by("-made_at")
    return Staff.objects.filter(pk=staff).values_list(
        Subquery(turn.values("post__name_zh")[:1]),
        Subquery(turn.values("post__name_en")[:1]),
        Subquery(turn.values("ends_at")[:1]),
        _number_of(unread, "recipient_id"),
        _number_of(missed, "property_id"),
        Subquery(broken.values("text_key")[:1]),
        Subquery(broken.values("facts")[:1]),
        Subquery(broken.values("since_at")[:1]),
        _number_of(broken, "property_id"),
        Subquery(calls.values("room_number")[:1]),
        Subquery(calls.values("due_at")[:1]),
        Subquery(packs.values("made_at")[:1]),
    )


def _number_of(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


STANDING = Statement(_standing, staff=UUIDField(), house=UUIDField(), at=DateTimeField())


def duty_line(actor: Actor, standing: Standing) -> str:
    """The post and until when: "Assistant manager · until 15:00"."""
    if actor.property_id is None:
        return ""
    if standing.until is None:
        return _("off duty")
    until = _("until %(time)s") % {"time": f"{localtime(standing.until):%H:%M}"}
    return f"{two({'name_zh': standing.post_zh, 'name_en': standing.post_en})} · {until}"


def frame_of(request: HttpRequest) -> Frame:
    """The frame for the asker; signed out it is bare. Queries: 1."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return Frame()
    path, hotel = request.path, getattr(request, "hotel", None)
    standing = standing_of(actor)
    return Frame(
        house_name=two(hotel) if hotel else "",
        person_name=person_name(request),
        duty_line=duty_line(actor, standing),
        nav=items(actor, path, lambda place: place.is_in_bar),
        dock=items(actor, path, lambda place: is_docked(actor, place)),
        more=items(actor, path, lambda place: not place.is_in_bar and not is_docked(actor, place)),
        calls_url=address(CALLS) if actor.property_id else "",
        intake_url=address(INTAKE) if actor.may("cases.take_in") else "",
        search_url=address(SEARCH) if actor.may("cases.see") else "",
        notices_url=address(NOTICES),
        sign_out_url=address(SIGN_OUT),
        account_url=address(OWN),
        unread=standing.unread,
        banners=banners(actor, standing),
    )


def person_name(request: HttpRequest) -> str:
    """The work name of the asker in the language of the page."""
    names = {
        "name_zh": getattr(request.user, "work_name", ""),
        "name_en": getattr(request.user, "work_name_en", ""),
    }
    return two(names)


def banners(actor: Actor, standing: Standing) -> tuple[Banner, ...]:
    """What everybody must see: the demo and its clock, an alarm nobody took, what does not work, a log without a foreign sink.

    Queries: 0.
    """
    found = demo_banners()
    if actor.property_id and (standing.unreached or standing.troubles):
        found.extend(alarm_banners(standing))
    if standing.missed_at is not None and actor.posts & CALL_POSTS:
        words = _("%(time)s wake-up call, room %(room)s: nobody has said whether it was answered")
        said = words % {"time": f"{localtime(standing.missed_at):%H:%M}", "room": standing.missed_room}
        found.append(
            Banner(
                said,
                kind="burn",
                icon="phone",
                href=reverse("handovers:book", args=["order_taker"]) if is_caller(actor) else "",
            )
        )
    if (
        actor.may("cases.assign")
        and standing.pack_at is not None
        and is_pack_stale(standing.pack_at, at=clock.now())
    ):
        words = _("No downtime pack since %(time)s")
        said = words % {"time": day_hour(standing.pack_at)}
        found.append(Banner(said, kind="burn", icon="flag", href=address("handovers:packs")))
    if actor.may("audit.see") and (warning := sink_warning()):
        found.append(Banner(warning, kind="brass", icon="lock"))
    return tuple(found)


def alarm_banners(standing: Standing) -> list[Banner]:
    """Alarms that nobody took, counted; the way out that has not worked for longest, and how many more do not."""
    found = []
    if standing.unreached:
        words = ngettext("%(n)d alarm reached nobody", "%(n)d alarms reached nobody", standing.unreached)
        found.append(
            Banner(words % {"n": standing.unreached}, kind="burn", icon="flag", href=address(NOTICES))
        )
    if standing.trouble is not None and standing.trouble_at is not None:
        since = _("since %(time)s; what was due went another way") % {"time": day_hour(standing.trouble_at)}
        if standing.troubles > 1:
            more = ngettext("%(n)d more does not work", "%(n)d more do not work", standing.troubles - 1)
            since = f"{since} · {more % {'n': standing.troubles - 1}}"
        text = rendered(standing.trouble, standing.trouble_facts or {})
        found.append(Banner(text, text=since, kind="brass", icon="weak", href=address(NOTICES)))
    return found


def is_caller(actor: Actor) -> bool:
    """Whether the actor opens the book in which wake-up calls stand."""
    return "order_taker" in actor.posts or actor.may("cases.assign")


def demo_banners() -> list[Banner]:
    """That this is the demo, with the buttons that move its clock; nothing in a real house."""
    said = demo_words()
    if not said:
        return []
    jumps = (("5", _("+5 min")), ("15", _("+15 min")), ("60", _("+1 h")), ("1440", _("+1 day")))
    presses = [
        Press(label=label, url=address("desk:warp"), name="minutes", value=value, kind="quiet")
        for value, label in jumps
    ]
    title = said[0]
    if isinstance(clock.clock, clock.Clock) and clock.clock.offset():
        title = _("The demo's clock has been moved: it is %(time)s.") % {"time": day_hour(clock.now())}
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
