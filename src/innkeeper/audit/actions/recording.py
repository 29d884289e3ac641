"""Writing entries, in the same transaction as the change they tell of."""

import hashlib
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from innkeeper.audit.models import AuditEntry, AuditSubject
from innkeeper.audit.rules.entries import SALT_BYTES, checked_facts
from innkeeper.kernel.actors import Actor

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """One entry to be written: see `record`."""

    actor: Actor
    verb: str
    kind: str
    object_id: UUID
    property_id: UUID | None
    at: datetime
    facts: Mapping[str, object] | None = None
    subject_ids: Collection[UUID] = field(default_factory=tuple)
    purpose: str = ""
    once: str | None = None


def record(
    *,
    actor: Actor,
    verb: str,
    kind: str,
    object_id: UUID,
    property_id: UUID | None,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    subject_ids: Collection[UUID] = (),
    purpose: str = "",
) -> UUID:
    """Write one entry into the caller's open transaction; change and entry stand or fall together.

    `verb` reads "cases.closed"; `facts` hold ids, codes, whole numbers and masked values, never a personal value.
    Raises RuntimeError outside a transaction, TypeError for facts without a canonical form. Queries: 1, with
    subjects 2.
    """
    entry = NewEntry(
        actor=actor,
        verb=verb,
        kind=kind,
        object_id=object_id,
        property_id=property_id,
        at=at,
        facts=facts,
        subject_ids=subject_ids,
        purpose=purpose,
    )
    return record_many([entry])[0]


def record_many(entries: Iterable[NewEntry]) -> list[UUID]:
    """Write many entries with one insert (two with subjects) per 500: an import's way. Raises like `record`."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An audit entry is written inside the transaction of the change it tells of.")
    given = list(entries)
    rows = [_row(entry) for entry in given]
    subjects = [
        AuditSubject(entry_id=row.id, subject_id=subject_id, at=row.at)
        for row, entry in zip(rows, given, strict=True)
        for subject_id in sorted(set(entry.subject_ids))
    ]
    AuditEntry.objects.bulk_create(rows, batch_size=BATCH)
    AuditSubject.objects.bulk_create(subjects, batch_size=BATCH)
    return [row.id for row in rows]


def record_once(entry: NewEntry) -> None:
    """Commit an entry that tells of a look, before anything is shown; where its `once` stands already, that is enough.

    Raises RuntimeError inside a transaction. Queries: 2 and those of the subjects, or 1.
    """
    if entry.once and AuditEntry.objects.filter(once=entry.once).exists():
        return
    try:
        with transaction.atomic(durable=True):
            record_many([entry])
    except IntegrityError:
        if not entry.once or not AuditEntry.objects.filter(once=entry.once).exists():
            raise


def once_of(*told: object) -> str:
    """What makes a look the same as an earlier one (who, where, in which session), as the column `once` holds it."""
    return hashlib.sha256("\n".join(map(str, told)).encode()).hexdigest()


def _row(entry: NewEntry) -> AuditEntry:
    return AuditEntry(
        at=entry.at,
        actor_kind=entry.actor.kind.value,
        actor_id=entry.actor.id,
        actor_label=entry.actor.label,
        session=entry.actor.session,
        verb=entry.verb,
        kind=entry.kind,
        object_id=entry.object_id,
        property_id=entry.property_id,
        purpose=entry.purpose,
        once=entry.once,
        facts=checked_facts(entry.facts),
        salt=os.urandom(SALT_BYTES),
    )
