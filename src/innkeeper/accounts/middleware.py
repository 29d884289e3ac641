"""Puts the actor on the request: who asks, with the posts and permissions held now."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from innkeeper.accounts.actions.sessions import Shared, session_in_use
from innkeeper.accounts.adapters.factors import SHARED_KEY, second_factor_given
from innkeeper.accounts.models import Staff
from innkeeper.accounts.queries import actor_from, assignments_held
from innkeeper.accounts.rules import id_or_none
from innkeeper.kernel import clock
from innkeeper.kernel.actors import Actor

PROPERTY_KEY = "property_id"


class ActorMiddleware:
    """Sets `request.actor` to the signed-in person's Actor, or None, and `request.hotel`; speaks the person's language.

    Queries: 2 a request (the session's record, the assignments), 1 more when the session was not seen for minutes.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = self._actor(request)
        request.actor = actor  # type: ignore[attr-defined]
        if actor is None:
            return self.get_response(request)
        with translation.override(request.user.language):  # type: ignore[union-attr]
            request.LANGUAGE_CODE = translation.get_language() or ""
            response = self.get_response(request)
            response.headers["Content-Language"] = request.LANGUAGE_CODE
            return response

    def _actor(self, request: HttpRequest) -> Actor | None:
        person = request.user
        key = request.session.session_key
        if not isinstance(person, Staff) or not person.is_active or not key:
            return None
        at = clock.now()
        has_factor = second_factor_given(request)
        record = session_in_use(
            staff_id=person.pk,
            session_key=key,
            device=request.headers.get("User-Agent", ""),
            has_second_factor=has_factor,
            at=at,
            shared=_shared(request),
            is_active=not (request.method == "GET" and "HX-Request" in request.headers),
        )
        if not record.is_open():
            logout(request)
            return None
        held = assignments_held(person.pk, at=at)
        actor = actor_from(
            person,
            held,
            property_id=id_or_none(request.session.get(PROPERTY_KEY)),
            session=str(record.pk),
            has_second_factor=has_factor,
        )
        here = (row.property for row in held if row.property_id == actor.property_id)
        request.hotel = next(here, None)  # type: ignore[attr-defined]
        return actor


def _shared(request: HttpRequest) -> Shared | None:
    """The shared device that the session was opened on with a PIN, and when the shift ends."""
    kept = request.session.get(SHARED_KEY)
    if not isinstance(kept, list) or len(kept) != 2:
        return None
    return Shared(UUID(kept[0]), datetime.fromisoformat(kept[1]))
