"""Sign-ins on devices: noted when first seen, ended by the person or an administrator."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction

from innkeeper.accounts.models import SessionRecord, Staff

SEEN_EVERY = timedelta(minutes=5)


def digest_of(session_key: str) -> str:
    """How a session's key is kept: the key itself would open the session."""
    return sha256(session_key.encode()).hexdigest()


def session_in_use(
    *, staff: Staff, session_key: str, device: str, has_second_factor: bool, at: datetime
) -> SessionRecord:
    """The record of the session asking, begun on its first request. Seen times are coarse: five minutes.

    Queries: 1, and 1 write at most every five minutes. Not audited: it notes presence, it changes no right.
    """
    digest = digest_of(session_key)
    record = SessionRecord.objects.filter(key_digest=digest).first()
    if record is None:
        return _begun(staff, digest, device=device[:120], has_second_factor=has_second_factor, at=at)
    stale = at - record.seen_at > SEEN_EVERY or record.has_second_factor != has_second_factor
    if record.is_open() and stale:
        record.seen_at, record.has_second_factor = at, has_second_factor
        SessionRecord.objects.filter(pk=record.pk).update(seen_at=at, has_second_factor=has_second_factor)
    return record


def _begun(staff: Staff, digest: str, *, device: str, has_second_factor: bool, at: datetime) -> SessionRecord:
    try:
        with transaction.atomic():
            return SessionRecord.objects.create(
                staff=staff,
                key_digest=digest,
                device=device,
                started_at=at,
                seen_at=at,
                has_second_factor=has_second_factor,
            )
    except IntegrityError:
        return SessionRecord.objects.get(key_digest=digest)
