"""Puts the actor on the request: who asks, with the posts and permissions held now."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.crypto import constant_time_compare

from innkeeper.accounts.actions.sessions import Shared, record_of, session_in_use
from innkeeper.accounts.adapters.factors import second_factor_given
from innkeeper.accounts.models import SessionRecord, Staff
from innkeeper.accounts.queries import actor_from, assignments_held, held_now
from innkeeper.accounts.rules import SHARED_KEY, id_or_none
from innkeeper.kernel import clock
from innkeeper.kernel.actors import Actor

PROPERTY_KEY = "property_id"


class ActorMiddleware:
    """Sets `request.actor` to the signed-in person's Actor, or None, and `request.hotel`; speaks the person's language.

    Queries: 2 a request in one go (the session with its record and person, the assignments), 1 more when the session was not seen for minutes.
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
        key = request.session.session_key
        known, given = record_of(key) if key else (None, [])
        if known is not None:
            _hand_over_session(request, known)
            _hand_over(request, known.staff)
        person = request.user
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
            found=known,
            shared=_shared(request),
            is_active=not (request.method == "GET" and "HX-Request" in request.headers),
        )
        if not record.is_open():
            logout(request)
            return None
        is_same = known is not None and known.staff_id == person.pk
        held = held_now(given, at=at) if is_same else assignments_held(person.pk, at=at)
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


def _hand_over_session(request: HttpRequest, known: SessionRecord) -> None:
    """What the session holds was read with its record, so that it need not be read again; expired, the library looks."""
    kept = getattr(known, "kept", None)
    if kept and not hasattr(request.session, "_session_cache"):
        request.session._session_cache = request.session.decode(kept)  # type: ignore[attr-defined]


def _hand_over(request: HttpRequest, person: Staff) -> None:
    """Who asks was read with the session's record, so that it need not be read again.

    Only where the session names this very person, with today's password; in any doubt the library looks by itself.
    """
    kept = request.session
    is_known = kept.get(SESSION_KEY) == str(person.pk) and person.is_active
    is_ours = kept.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
    given = str(kept.get(HASH_SESSION_KEY, ""))
    if is_known and is_ours and constant_time_compare(given, person.get_session_auth_hash()):
        request._cached_user = person  # type: ignore[attr-defined]


def _shared(request: HttpRequest) -> Shared | None:
    """The shared device that the session was opened on with a PIN, and when the shift ends."""
    kept = request.session.get(SHARED_KEY)
    if not isinstance(kept, list) or len(kept) != 2:
        return None
    return Shared(UUID(kept[0]), datetime.fromisoformat(kept[1]))
