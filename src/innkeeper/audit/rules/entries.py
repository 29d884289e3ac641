"""What an entry is, byte for byte: the canonical text that a leaf of the tree commits to."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

SALT_BYTES = 16
LEAF_PREFIX = b"\x00"

Fact = str | int | bool | None | Sequence["Fact"] | Mapping[str, "Fact"]


@dataclass(frozen=True, slots=True)
class Body:
    """Everything that one entry says."""

    id: UUID
    at: datetime
    actor_kind: str
    actor_id: UUID
    actor_label: str
    session: str
    verb: str
    kind: str
    object_id: UUID
    property_id: UUID | None
    purpose: str
    once: str | None
    facts: Mapping[str, Fact]
    subject_ids: Collection[UUID]


def canonical(body: Body) -> bytes:
    """The entry as UTF-8 JSON with sorted keys and no blanks: the same for the same entry on every database."""
    told = {
        "id": str(body.id),
        "at": body.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": [body.actor_kind, str(body.actor_id), body.actor_label, body.session],
        "verb": body.verb,
        "object": [body.kind, str(body.object_id)],
        "property": str(body.property_id) if body.property_id else None,
        "purpose": body.purpose,
        "once": body.once,
        "facts": body.facts,
        "subjects": sorted(str(subject_id) for subject_id in body.subject_ids),
    }
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def leaf_hash(body: Body, *, salt: bytes) -> bytes:
    """The leaf of RFC 6962 over salt and body; without the salt nobody can guess the body from it."""
    return hashlib.sha256(LEAF_PREFIX + salt + canonical(body)).digest()


def checked_facts(facts: Mapping[str, object] | None) -> dict[str, Fact]:
    """The facts as they are kept. Raises TypeError for what has no single canonical form (float, datetime, object)."""
    return {_checked_key(key): _checked(value) for key, value in (facts or {}).items()}


def _checked(value: object) -> Fact:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return _checked_text(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {_checked_key(key): _checked(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_checked(inner) for inner in value]
    raise TypeError(f"A fact of the log is text, a whole number, yes or no: not {type(value).__name__}.")


def _checked_key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError("A fact of the log is named by text.")
    return _checked_text(key)


def _checked_text(text: str) -> str:
    if "\x00" in text:
        raise TypeError("A fact of the log holds no NUL character.")
    text.encode()
    return str(text)
