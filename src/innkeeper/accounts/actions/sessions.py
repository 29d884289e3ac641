"""Sign-ins on devices: noted when first seen, ended by the person or an administrator."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import CharField, QuerySet, Subquery
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from innkeeper.accounts.actions.sign_in import note_of_sign_in
from innkeeper.accounts.models import Assignment, SessionRecord
from innkeeper.accounts.queries import HELD_WITH
from innkeeper.audit.actions import record
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotFound, NotPermitted
from innkeeper.statements import Hole, Loaded, together

SEEN_EVERY = timedelta(minutes=5)
IDLE = timedelta(minutes=10)
ACTIVE_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Shared:
    """A session on a shared device: which one, and until when at the latest."""

    device_id: UUID
    until_at: datetime


def _keep_shared(found: SessionRecord, *, is_active: bool, at: datetime) -> None:
    """End it after the shift or ten idle minutes; else note the hand on it, once a minute."""
    active_at = found.active_at or found.started_at
    if at >= (found.until_at or at) or at - active_at > IDLE:
        found.ended_at = at
        SessionRecord.objects.filter(pk=found.pk).update(ended_at=at)
    elif is_active and at - active_at > ACTIVE_EVERY:
        SessionRecord.objects.filter(pk=found.pk).update(active_at=at)


def digest_of(session_key: str) -> str:
    """How a session's key is kept: the key itself would open the session."""
    return sha256(session_key.encode()).hexdigest()


def record_of(session_key: str) -> tuple[SessionRecord | None, list[Assignment]]:
    """The record of a session with whose it is, and as `kept` what the session holds while it has not expired; and what that person was ever given to do.

    None and nothing before its first request. Queries: 2, in one go.
    """
    digest = digest_of(session_key)
    records, given = together(
        RECORD.filled(key=session_key, digest=digest), GIVEN.filled(digest=digest)
    ).answer()
    return next(iter(records), None), given


def _record(*, key: Hole, digest: Hole) -> QuerySet[SessionRecord]:
    kept = Session.objects.filter(session_key=key, expire_date__gt=Now()).values("session_data")
    return SessionRecord.objects.filter(key_digest=digest).annotate(kept=Subquery(kept[:1]))


def _given(*, digest: Hole) -> QuerySet[Assignment]:
    whose = SessionRecord.objects.filter(key_digest=digest).values("staff_id")
    return Assignment.objects.filter(staff_id__in=whose).order_by("from_on", "pk")


RECORD = Loaded(_record, SessionRecord, "staff", beside=["kept"], key=CharField(), digest=CharField())
GIVEN = Loaded(_given, Assignment, *HELD_WITH, digest=CharField())


def session_in_use(
    *,
    staff_id: UUID,
    session_key: str,
    device: str,
    has_second_factor: bool,
    at: datetime,
    found: SessionRecord | None,
    shared: Shared | None = None,
    is_active: bool = True,
) -> SessionRecord:
    """The record of the session asking, begun on its first request. Seen times are coarse: five minutes.

    On a shared device it ends with the shift, or after ten minutes without a hand on it (`is_active`: no poll).
    `found` is what `record_of` read.

    Queries: 1 write at most every five minutes. Not audited: it notes presence, it changes no right.
    """
    if found is None:
        digest = digest_of(session_key)
        found = _begun(
            staff_id, digest, device=device[:120], has_second_factor=has_second_factor, shared=shared, at=at
        )
    if found.shared_device_id is not None and found.is_open():
        _keep_shared(found, is_active=is_active, at=at)
    is_stale = at - found.seen_at > SEEN_EVERY or found.has_second_factor != has_second_factor
    if found.is_open() and is_stale:
        found.seen_at, found.has_second_factor = at, has_second_factor
        SessionRecord.objects.filter(pk=found.pk).update(seen_at=at, has_second_factor=has_second_factor)
    return found


def _begun(
    staff_id: UUID,
    digest: str,
    *,
    device: str,
    has_second_factor: bool,
    shared: Shared | None,
    at: datetime,
) -> SessionRecord:
    try:
        with transaction.atomic():
            return SessionRecord.objects.create(
                staff_id=staff_id,
                key_digest=digest,
                device=device,
                started_at=at,
                seen_at=at,
                has_second_factor=has_second_factor,
                shared_device_id=shared.device_id if shared else None,
                until_at=shared.until_at if shared else None,
                active_at=at if shared else None,
            )
    except IntegrityError:
        return SessionRecord.objects.get(key_digest=digest)


def end_session(*, actor: Actor, record_id: UUID, at: datetime) -> None:
    """End a sign-in on a device: one's own, or a colleague's with the right to manage accounts.

    Raises NotFound, also for a session that the actor may not see. Ended twice, the first stays.
    """
    found = SessionRecord.objects.select_related("staff").filter(pk=record_id).first()
    if found is None or not _may_end(actor, found):
        raise NotFound(_("There is no such session."))
    with transaction.atomic():
        if not SessionRecord.objects.filter(pk=record_id, ended_at__isnull=True).update(
            ended_at=at, ended_by_id=actor.id
        ):
            return
        record(
            actor=actor,
            verb="accounts.session_ended",
            kind="staff",
            object_id=found.staff_id,
            property_id=actor.property_id,
            at=at,
            facts={"session": str(record_id), "is_own": found.staff_id == actor.id},
        )


def end_every_session(*, actor: Actor, at: datetime) -> int:
    """Sign everybody out of every device, as after a restore; how many sessions ended. Raises NotPermitted."""
    if not actor.is_system:
        raise NotPermitted(_("Only the house itself signs everybody out."))
    with transaction.atomic():
        Session.objects.all().delete()
        ended = SessionRecord.objects.filter(ended_at__isnull=True).update(ended_at=at, ended_by_id=actor.id)
        record(
            actor=actor,
            verb="accounts.sessions_ended",
            kind="house",
            object_id=actor.id,
            property_id=actor.property_id,
            at=at,
            facts={"sessions": ended},
        )
    return ended


def leave_session(*, session_key: str | None, at: datetime) -> None:
    """Whoever held this session put it down: signed out, or gave the phone to the next hand. It is listed no more.

    Without an open record nothing happens. Source: SEC-03 (sessions listed and ended).
    """
    open_ones = SessionRecord.objects.filter(key_digest=digest_of(session_key or ""), ended_at__isnull=True)
    found = open_ones.select_related("staff").first()
    if found is None:
        return
    person = found.staff
    with transaction.atomic():
        if open_ones.update(ended_at=at, ended_by_id=person.pk):
            note_of_sign_in(staff=person, verb="accounts.signed_out", at=at)


def _may_end(actor: Actor, found: SessionRecord) -> bool:
    if found.staff_id == actor.id or actor.is_system:
        return True
    if not actor.may("accounts.manage"):
        return False
    return found.staff.assignments.filter(property_id__in=actor.property_ids).exists()
