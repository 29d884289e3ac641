"""Reads about keys: which hang in the air, which scopes stand on which KEK."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.apps import apps

from innkeeper.vault.fields import sealed_fields_of
from innkeeper.vault.models import DataKey, Tombstone

MILLISECONDS_SHIFT = 80
_elsewhere: list[Callable[[], Iterable[UUID]]] = []


def count_keys_of(source: Callable[[], Iterable[UUID]]) -> None:
    """Register a source of key ids in use outside sealed columns (originals kept as files)."""
    if source not in _elsewhere:
        _elsewhere.append(source)


def orphan_keys(*, before: datetime) -> list[UUID]:
    """Data keys made before that time that no stored value uses: what crashes between key and row left.

    Queries: one per sealed column, each a full scan; for a nightly command, not for a screen.
    """
    used = _used_key_ids()
    limit = int(before.timestamp() * 1000)
    return [
        key_id
        for key_id in DataKey.objects.values_list("id", flat=True).iterator()
        if key_id.int >> MILLISECONDS_SHIFT < limit and key_id not in used
    ]


def is_shredded(subject_id: UUID) -> bool:
    """Whether any of the subject's keys were destroyed. Queries: 1."""
    return Tombstone.objects.filter(subject_id=subject_id).exists()


def _used_key_ids() -> set[UUID]:
    used = {key_id for source in _elsewhere for key_id in source()}
    for model in apps.get_models():
        for field in sealed_fields_of(model):
            stored = model._default_manager.exclude(**{f"{field.name}__isnull": True})
            used.update(value.key_id for value in stored.values_list(field.name, flat=True).iterator())
    return used
