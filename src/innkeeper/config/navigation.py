"""The navigation list, and what every page's frame needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import pgettext_lazy

from innkeeper.kernel.actors import Actor
from innkeeper.web.parts import Banner, Frame, NavItem


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the frame: its words, the name of its address, the permission it asks, where it stands."""

    label: Any
    url_name: str
    permission: str = ""
    icon: str = ""
    is_in_bar: bool = True
    is_in_dock: bool = False


PLACES = (
    Place(pgettext_lazy("place", "My work"), "desk:work", "tasks.do", "list", is_in_dock=True),
    Place(pgettext_lazy("place", "House"), "desk:house", "stays.see", "house", is_in_dock=True),
    Place(pgettext_lazy("place", "Cases"), "cases:list", "cases.see", "file"),
    Place(
        pgettext_lazy("place", "New"),
        "desk:intake",
        "cases.take_in",
        "plus",
        is_in_bar=False,
        is_in_dock=True,
    ),
    Place(pgettext_lazy("place", "Guests"), "guests:list", "guests.see", "guest", is_in_dock=True),
    Place(pgettext_lazy("place", "Handover"), "desk:handover", "cases.handle", "book", is_in_dock=True),
    Place(pgettext_lazy("place", "Audit log"), "audit:entries", "audit.see", "shield", is_in_bar=False),
    Place(pgettext_lazy("place", "Staff"), "accounts:people", "accounts.manage", "people", is_in_bar=False),
    Place(pgettext_lazy("place", "Settings"), "desk:settings", "settings.change", "gear", is_in_bar=False),
)


def address(url_name: str) -> str:
    """The address of a place, empty while no room of the house serves it."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def items(actor: Actor, path: str, wanted: Callable[[Place], bool]) -> tuple[NavItem, ...]:
    """The places the actor may go to, the present one marked."""
    found = ((place, address(place.url_name)) for place in PLACES if wanted(place))
    return tuple(
        NavItem(label=str(place.label), href=href, icon=place.icon, is_here=path.startswith(href))
        for place, href in found
        if href and (not place.permission or actor.may(place.permission))
    )


def frame_of(request: HttpRequest) -> Frame:
    """The frame for the asker; signed out it is bare."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return Frame()
    person = request.user
    return Frame(
        person_name=str(getattr(person, "work_name", "")),
        nav=items(actor, request.path, lambda place: place.is_in_bar),
        dock=items(actor, request.path, lambda place: place.is_in_dock),
        more=items(actor, request.path, lambda place: not place.is_in_bar and not place.is_in_dock),
        intake_url=address("desk:intake") if actor.may("cases.take_in") else "",
        search_url=address("desk:search") if actor.may("cases.see") else "",
        notices_url=address("notices:list"),
        sign_out_url=address("account_logout"),
        account_url=address("accounts:me"),
        banners=banners(actor),
    )


def banners(actor: Actor) -> tuple[Banner, ...]:
    """What everybody must see: the demo's clock, a silent worker, a log without a second sink."""
    return ()


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the base template needs on every page; a fragment never asks for it and pays nothing."""
    return {"frame": SimpleLazyObject(lambda: frame_of(request))}
