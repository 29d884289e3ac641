"""Tries to sign in: counted in the main database before the password is looked at, locked when too many are wrong."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.accounts.models import Outcome, SessionRecord, SignInAttempt, Staff
from innkeeper.accounts.queries import assignments_held
from innkeeper.accounts.rules import LOCK_WINDOW_IN_MINUTES, WRONG_PER_ADDRESS, WRONG_PER_NAME, locked_until
from innkeeper.audit.actions import record
from innkeeper.kernel.actors import Actor, ActorKind, system
from innkeeper.kernel.errors import WrongState
from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.text import folded


class SignInLocked(WrongState):
    """Too many wrong tries; the same words whether the staff number exists or not."""

    code = "sign_in_locked"


def key_of(text: str) -> str:
    """What stands in the table for a typed number or an address: a keyed digest."""
    return hmac.new(settings.SECRET_KEY.encode(), b"sign-in:" + folded(text).encode(), sha256).hexdigest()


def begin_attempt(*, typed: str, address: str, at: datetime) -> UUID:
    """Count a try as wrong until it proves right, so that many at once cannot slip through.

    Raises SignInLocked. Queries: 5.
    """
    name_key, address_key = key_of(typed), key_of("from:" + address)
    attempt = SignInAttempt.objects.create(
        name_key=name_key, address_key=address_key, at=at, outcome=Outcome.WRONG
    )
    if _is_locked("name_key", name_key, WRONG_PER_NAME, attempt, at) or _is_locked(
        "address_key", address_key, WRONG_PER_ADDRESS, attempt, at
    ):
        SignInAttempt.objects.filter(pk=attempt.pk).update(outcome=Outcome.LOCKED)
        raise SignInLocked(
            _("Too many wrong tries. Wait %(minutes)s minutes, or ask an administrator.")
            % {"minutes": LOCK_WINDOW_IN_MINUTES}
        )
    return attempt.pk


def _is_locked(column: str, key: str, limit: int, attempt: SignInAttempt, at: datetime) -> bool:
    """Whether earlier wrong tries since the last right one lock this key now."""
    since = at - timedelta(minutes=2 * LOCK_WINDOW_IN_MINUTES)
    rows = SignInAttempt.objects.filter(**{column: key}, at__gte=since).exclude(pk=attempt.pk)
    last_right = rows.filter(outcome=Outcome.RIGHT).order_by("-at").values_list("at", flat=True).first()
    wrong = rows.filter(outcome=Outcome.WRONG)
    if last_right is not None:
        wrong = wrong.filter(at__gt=last_right)
    until = locked_until(list(wrong.order_by("-at").values_list("at", flat=True)[:limit]), limit=limit)
    return until is not None and at < until


def attempt_was_right(*, attempt_id: UUID) -> None:
    """The try proved right: it clears the count. Queries: 1."""
    SignInAttempt.objects.filter(pk=attempt_id).update(outcome=Outcome.RIGHT)


def attempt_was_wrong(*, attempt_id: UUID, staff: Staff | None, at: datetime) -> None:
    """The try proved wrong; the one that closes the lock is written to the log. Queries: 4."""
    attempt = SignInAttempt.objects.get(pk=attempt_id)
    nobody = SignInAttempt(pk=uuid7())
    for column, key, limit, reason in (
        ("name_key", attempt.name_key, WRONG_PER_NAME, "name"),
        ("address_key", attempt.address_key, WRONG_PER_ADDRESS, "address"),
    ):
        if _is_locked(column, key, limit, nobody, at):
            with transaction.atomic():
                record(
                    actor=system("sign-in"),
                    verb="accounts.sign_in_locked",
                    kind="staff",
                    object_id=staff.pk if staff else attempt.pk,
                    property_id=_hotel_of(staff, at),
                    at=at,
                    facts={"by": reason, "is_known": staff is not None, "minutes": LOCK_WINDOW_IN_MINUTES},
                )


def note_of_sign_in(*, staff: Staff, verb: str, at: datetime, facts: dict[str, str] | None = None) -> None:
    """Write what the sign-in library did (signed in, factor added or removed, password changed) to the log."""
    actor = Actor(kind=ActorKind.PERSON, id=staff.pk, label=staff.staff_number)
    with transaction.atomic():
        if verb == "accounts.password_changed":
            SessionRecord.objects.filter(staff=staff, ended_at__isnull=True).update(
                ended_at=at, ended_by_id=staff.pk
            )
        record(
            actor=actor,
            verb=verb,
            kind="staff",
            object_id=staff.pk,
            property_id=_hotel_of(staff, at),
            at=at,
            facts=facts or {},
        )


def _hotel_of(staff: Staff | None, at: datetime) -> UUID | None:
    """The hotel whose log tells of it: the first one that the person works in; None for nobody known. Queries: 1."""
    held = assignments_held(staff.pk, at=at) if staff is not None else []
    return held[0].property_id if held else None
