"""Finding and making keys. Scope keys are kept in memory, data keys never: a destroyed one is gone everywhere at once."""

import os
from collections.abc import Collection, Iterable, Iterator
from threading import Lock
from uuid import UUID

from cryptography.hazmat.primitives.keywrap import aes_key_wrap

from innkeeper.vault import kek
from innkeeper.vault.classes import DataClass
from innkeeper.vault.custody import KEY_BYTES
from innkeeper.vault.envelope import LiveKey
from innkeeper.vault.errors import SubjectShredded
from innkeeper.vault.models import DataKey, ScopeKey, Tombstone

SCOPE_KEYS_HELD = 4096
CHUNK = 5000

_scope_keys: dict[UUID, bytes] = {}
_lock = Lock()


def scope_secret(row: ScopeKey) -> bytes:
    """The scope key itself, unwrapped once per process. Raises SealBroken when the KEK is another."""
    held = _scope_keys.get(row.id)
    if held is None:
        held = kek.current().unwrap(bytes(row.wrapped))
        with _lock:
            if len(_scope_keys) >= SCOPE_KEYS_HELD:
                _scope_keys.clear()
            _scope_keys[row.id] = held
    return held


def forget() -> None:
    """Drop the scope keys held in memory."""
    with _lock:
        _scope_keys.clear()


def newest_scope_key(scope_id: UUID) -> ScopeKey:
    """The key that wraps new data keys of this property or group; made when there is none. Queries: 1, or 3."""
    newest = ScopeKey.objects.filter(scope_id=scope_id).order_by("-version").first()
    return newest or add_scope_key(scope_id, version=1)


def add_scope_key(scope_id: UUID, *, version: int) -> ScopeKey:
    """A fresh scope key of that version; when another process made it first, that one."""
    wrapper = kek.current()
    fresh = ScopeKey(
        scope_id=scope_id,
        version=version,
        kek_id=wrapper.id,
        wrapped=wrapper.wrap(os.urandom(KEY_BYTES)),
    )
    ScopeKey.objects.bulk_create([fresh], ignore_conflicts=True)
    return ScopeKey.objects.get(scope_id=scope_id, version=version)


def keys_for(subject_ids: Collection[UUID], *, scope_id: UUID, data_class: DataClass) -> dict[UUID, LiveKey]:
    """The data key of each subject, to seal with; missing ones are made and on disk before this answers.

    A key that the sweep doubts is taken out of doubt first; one that it destroyed meanwhile is made anew.
    Raises SubjectShredded. Queries: 1, or 5 when some are made, and 2 more when some were doubted.
    """
    found = _existing(subject_ids, scope_id=scope_id, data_class=data_class)
    if doubted := [key.id for key in found.values() if key.is_doubted]:
        for part in _parts(doubted):
            DataKey.objects.filter(id__in=part).update(doubted_at=None)
        found = _existing(subject_ids, scope_id=scope_id, data_class=data_class)
    missing = [subject_id for subject_id in subject_ids if subject_id not in found]
    if missing:
        _make(missing, scope_id=scope_id, data_class=data_class)
        found |= _existing(missing, scope_id=scope_id, data_class=data_class)
    return found


def keys_by_id(key_ids: Collection[UUID]) -> dict[UUID, LiveKey]:
    """The data keys that still exist among `key_ids`. Queries: 1 per 5,000."""
    rows = (
        row
        for part in _parts(list(key_ids))
        for row in DataKey.objects.filter(id__in=part).select_related("scope_key")
    )
    return {row.id: _live(row) for row in rows}


def _existing(subject_ids: Iterable[UUID], *, scope_id: UUID, data_class: DataClass) -> dict[UUID, LiveKey]:
    found: dict[UUID, LiveKey] = {}
    for part in _parts(list(subject_ids)):
        rows = DataKey.objects.filter(subject_id__in=part, scope_id=scope_id, data_class=data_class)
        found |= {row.subject_id: _live(row) for row in rows.select_related("scope_key")}
    return found


def _make(subject_ids: list[UUID], *, scope_id: UUID, data_class: DataClass) -> None:
    """Insert the keys, then look for tombstones: a shred at the same moment has either left one or sees the key."""
    scope_key = newest_scope_key(scope_id)
    secret = scope_secret(scope_key)
    fresh = [
        DataKey(
            scope_key=scope_key,
            scope_id=scope_id,
            subject_id=subject_id,
            data_class=data_class.value,
            wrapped=aes_key_wrap(secret, os.urandom(KEY_BYTES)),
        )
        for subject_id in dict.fromkeys(subject_ids)
    ]
    DataKey.objects.bulk_create(fresh, ignore_conflicts=True)
    for part in _parts(subject_ids):
        buried = Tombstone.objects.filter(subject_id__in=part, data_class=data_class.value)
        shredded = list(buried.values_list("subject_id", flat=True))
        if shredded:
            DataKey.objects.filter(subject_id__in=shredded, data_class=data_class.value).delete()
            raise SubjectShredded()


def _live(row: DataKey) -> LiveKey:
    secret = kek.unwrapped(scope_secret(row.scope_key), bytes(row.wrapped))
    is_doubted = row.doubted_at is not None
    return LiveKey(secret, key_id=row.id, subject_id=row.subject_id, is_doubted=is_doubted)


def _parts(ids: list[UUID]) -> Iterator[list[UUID]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
