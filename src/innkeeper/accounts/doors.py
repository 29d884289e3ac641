"""The door of every view: signed in, and holding the permission."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from innkeeper.accounts.rules import SHARED_KEY
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotPermitted
from innkeeper.properties.models import Property

View = Callable[..., HttpResponse]
DEVICE_COOKIE = "innkeeper_device"


def signed_in(permission: str | None = None) -> Callable[[View], View]:
    """Lets in who is signed in and holds the permission; others go to sign-in, or meet NotPermitted.

    A fragment asked for by htmx answers 401 with HX-Redirect, so that the whole page goes to the door.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor: Actor | None = getattr(request, "actor", None)
            if actor is None:
                return _to_the_door(request)
            if permission is not None and not actor.may(permission):
                raise NotPermitted(_("Your post does not open this page."))
            return view(request, *args, **kwargs)

        guarded.door = permission or "signed_in"  # type: ignore[attr-defined]
        return guarded

    return wrap


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, behind a `signed_in` door."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand presses, and on what: `scope` names it to the phone, `until_at` is the end of the shift on a shared one."""

    scope: str
    until_at: datetime | None = None


def hand_of(request: HttpRequest) -> Hand:
    """What a press on the phone belongs to: the sign-in; on a shared phone the person's shift on that phone.

    A shared phone locks after ten idle minutes; what was pressed in a dead spot longer than that opens again with the
    PIN of the same person in the same shift, and with nothing else. Queries: 0.
    """
    actor, shared = actor_of(request), request.session.get(SHARED_KEY)
    if not isinstance(shared, list) or len(shared) != 2:
        return Hand(actor.session)
    told = ":".join(("shift", *map(str, shared), str(actor.id)))
    return Hand(sha256(told.encode()).hexdigest(), datetime.fromisoformat(shared[1]))


def _to_the_door(request: HttpRequest) -> HttpResponse:
    is_shared = DEVICE_COOKIE in request.COOKIES
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": "/device/" if is_shared else "/sign-in/"})
    if is_shared:
        return HttpResponseRedirect("/device/")
    return redirect_to_login(request.get_full_path())


def hotel_of(request: HttpRequest) -> Property:
    """The hotel that the person works in now, as the middleware read it. Raises NotPermitted for someone without one."""
    hotel: Property | None = getattr(request, "hotel", None)
    if hotel is None:
        raise NotPermitted(_("You hold no post in a hotel today."))
    return hotel


def house_of(request: HttpRequest) -> UUID:
    """The hotel that the person works in now. Raises NotPermitted for someone without one."""
    house = actor_of(request).property_id
    if house is None:
        raise NotPermitted(_("You hold no post in a hotel today."))
    return house
