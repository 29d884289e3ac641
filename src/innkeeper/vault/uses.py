"""Which stored values use which keys, told by the heads of the blobs: what destroying a key must be proved against.

Every sealed column of every model is found by introspection; nothing registers itself, so none can be forgotten.
Sealed values stand nowhere else: they cannot be pickled, printed or put in JSON.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connections, models
from django.db.migrations.loader import MigrationLoader
from django.db.models.functions import Substr

from innkeeper.vault.envelope import KEY_ID_END, VERSION
from innkeeper.vault.errors import UsesUnknown
from innkeeper.vault.fields import sealed_fields_of

CHUNK = 5000


@dataclass(frozen=True, slots=True)
class SealedTable:
    """A model with sealed columns, and the indexed columns by which rows of a subject may be found."""

    model: type[models.Model]
    columns: tuple[str, ...]
    references: tuple[str, ...]

    def key_ids(self, **conditions: Any) -> Iterator[UUID]:
        """The keys that the rows use; only the first 17 bytes of a value leave the database. Raises UsesUnknown."""
        heads = [Substr(name, 1, KEY_ID_END, output_field=models.BinaryField()) for name in self.columns]
        rows = self.model._base_manager.filter(**conditions).values_list(*heads)
        for row in rows.iterator(chunk_size=CHUNK):
            yield from (_key_id(bytes(head)) for head in row if head is not None)


def sealed_tables() -> list[SealedTable]:
    """Every model with sealed columns, also those that Django makes by itself."""
    return [
        SealedTable(
            model=model,
            columns=tuple(field.name for field in sealed_fields_of(model)),
            references=tuple(_references(model)),
        )
        for model in apps.get_models(include_auto_created=True)
        if sealed_fields_of(model) and not model._meta.proxy
    ]


def used_by_their_subjects(subjects: Mapping[UUID, UUID]) -> set[UUID]:
    """Of the keys (each with its subject) those that a row named after the subject uses. Proves use, never disuse.

    For a night's few keys: where there are many, one pass over everything is quicker.
    Queries: one per reference of a sealed table, by index, until every key is accounted for.
    """
    unseen, used = dict(subjects), set[UUID]()
    for table, name in _in_likely_order(sealed_tables()):
        if not unseen:
            break
        rows = table.key_ids(**{f"{name}__in": set(unseen.values())})
        found = {key_id for key_id in rows if key_id in unseen}
        used |= found
        unseen = {key_id: subject for key_id, subject in unseen.items() if key_id not in found}
    return used


def used_anywhere(key_ids: Collection[UUID]) -> set[UUID]:
    """Of the keys those that any stored value uses; what is not in the answer is used by none.

    Raises UsesUnknown when that cannot be proved: a value of an unknown version, or tables of a later version of
    the software. Queries: one full pass over every table with sealed columns.
    """
    _insist_on_known_tables()
    wanted = frozenset(key_ids)
    return {key_id for table in sealed_tables() for key_id in table.key_ids() if key_id in wanted}


def _key_id(head: bytes) -> UUID:
    if len(head) < KEY_ID_END or head[0] != VERSION:
        raise UsesUnknown()
    return UUID(bytes=head[1:KEY_ID_END])


def _references(model: type[models.Model]) -> Iterator[str]:
    """The primary key, then the other indexed ids of the model."""
    leading = {index.fields[0].lstrip("-") for index in model._meta.indexes if index.fields}
    for field in model._meta.concrete_fields:
        target = field.target_field if isinstance(field, models.ForeignKey) else field
        is_indexed = field.unique or getattr(field, "db_index", False) or field.name in leading
        if isinstance(target, models.UUIDField) and is_indexed:
            yield "pk" if field.primary_key else field.attname


def _in_likely_order(tables: list[SealedTable]) -> list[tuple[SealedTable, str]]:
    """Rows that are the subject themselves come first: a guest's file, a case, a run."""
    pairs = [(table, name) for table in tables for name in table.references]
    return sorted(pairs, key=lambda pair: pair[1] != "pk")


def _insist_on_known_tables() -> None:
    """Raise UsesUnknown where a later version has been at work: its sealed columns would not be read."""
    loader = MigrationLoader(connections["default"])
    if set(loader.applied_migrations) - set(loader.disk_migrations):
        raise UsesUnknown()
