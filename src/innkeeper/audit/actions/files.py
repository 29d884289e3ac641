"""Opening a sealed file: the entry comes first, in the log, or in a journal beside the file while no database answers."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction

from innkeeper.audit.actions.recording import NewEntry, record_many
from innkeeper.audit.models import AuditEntry
from innkeeper.kernel.actors import Actor, ActorKind
from innkeeper.kernel.ids import uuid7
from innkeeper.vault.files import SealedFile
from innkeeper.vault.unsealing import open_file as opened

FILE_OPENED = "audit.file_opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Who opens which sealed file, what for. `object_id` is the file's own id, as its name carries it."""

    actor: Actor
    kind: str
    object_id: UUID
    property_id: UUID | None
    purpose: str
    at: datetime


def open_sealed_file(blob: bytes, opening: Opening, *, journal: Path) -> bytes:
    """What the file holds; that it was opened is on disk before it is opened.

    Raises SealBroken, SecretMissing; OSError when neither the log nor the journal can be written: then nothing opens.
    """
    sealed = SealedFile.read(blob)
    told = {
        "id": str(uuid7()),
        "actor_kind": opening.actor.kind.value,
        "actor_id": str(opening.actor.id),
        "actor_label": opening.actor.label,
        "kind": opening.kind,
        "object_id": str(opening.object_id),
        "property_id": str(opening.property_id) if opening.property_id else "",
        "purpose": opening.purpose,
        "label": sealed.label,
        "at": opening.at.isoformat(),
    }
    try:
        _note(told)
    except DatabaseError:
        _keep(told, journal)
    return opened(sealed)


def take_journal(journal: Path) -> int:
    """Bring the openings noted while the databases were away into the log; how many. Safe to repeat."""
    try:
        lines = journal.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return 0
    taken = sum(_note(json.loads(line)) for line in lines if line.strip())
    journal.unlink()
    return taken


def _note(told: Mapping[str, str]) -> bool:
    """Commit the entry, once per opening. Raises DatabaseError."""
    entry = NewEntry(
        actor=Actor(kind=ActorKind(told["actor_kind"]), id=UUID(told["actor_id"]), label=told["actor_label"]),
        verb=FILE_OPENED,
        kind=told["kind"],
        object_id=UUID(told["object_id"]),
        property_id=UUID(told["property_id"]) if told["property_id"] else None,
        at=datetime.fromisoformat(told["at"]),
        facts={"file": told["label"]},
        purpose=told["purpose"],
        once=f"file:{told['id']}",
    )
    try:
        with transaction.atomic(durable=True):
            record_many([entry])
    except IntegrityError:
        if not AuditEntry.objects.filter(once=entry.once).exists():
            raise
        return False
    return True


def _keep(told: Mapping[str, str], journal: Path) -> None:
    """Add the line to the journal and have it on disk."""
    journal.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as writing:
        writing.write(json.dumps(dict(told), sort_keys=True) + "\n")
        writing.flush()
        os.fsync(writing.fileno())
