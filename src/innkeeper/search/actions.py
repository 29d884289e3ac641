"""The writers of the index: put a thing's redacted text in, take it out, purge it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from innkeeper.outbox.actions import enqueue
from innkeeper.search import rules
from innkeeper.search.adapters import words
from innkeeper.search.adapters.port import Doc
from innkeeper.search.models import SearchDoc


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A thing's redacted text for the index."""

    kind: str
    object_id: UUID
    property_id: UUID
    text: str
    at: datetime
    is_restricted: bool = False


def index(
    *, kind: str, object_id: UUID, property_id: UUID, text: str, at: datetime, is_restricted: bool = False
) -> None:
    """Make a thing findable by its redacted text, in place of what stood there; inside the caller's transaction.

    `at` is the time it sorts by. The text must have been redacted by the guard.
    """
    index_many(
        [
            Text(
                kind=kind,
                object_id=object_id,
                property_id=property_id,
                text=text,
                at=at,
                is_restricted=is_restricted,
            )
        ]
    )


def index_many(texts: Sequence[Text]) -> None:
    """Make many things findable (imports); of two texts for one thing the last stands."""
    wanted = {(text.kind, text.object_id): text for text in texts}
    if not wanted:
        return
    with transaction.atomic():
        numbers = _numbers(list(wanted.values()))
        words().write(
            [
                Doc(
                    id=numbers[text.kind, text.object_id],
                    kind=text.kind,
                    object_id=text.object_id,
                    property_id=text.property_id,
                    at=text.at,
                    is_restricted=text.is_restricted,
                    stream=rules.stream(text.text),
                )
                for text in wanted.values()
            ]
        )


def unindex(*, kind: str, object_ids: Sequence[UUID]) -> int:
    """Take things out of the index; how many stood there. Their bytes go with the next scrub."""
    with transaction.atomic():
        return words().remove(kind=kind, object_ids=object_ids)


def purge(*, kind: str, object_ids: Sequence[UUID], at: datetime) -> int:
    """Take things out and have their words scrubbed from the files too (erasure), by a job after the commit."""
    with transaction.atomic():
        removed = unindex(kind=kind, object_ids=object_ids)
        enqueue("search.scrub", at=at, unique_key="search.scrub")
    return removed


def scrub() -> None:
    """Make the database forget the bytes of removed words. Raises RuntimeError inside a transaction."""
    if transaction.get_connection().in_atomic_block:
        raise RuntimeError("The index is scrubbed outside of any transaction.")
    words().scrub()


def _numbers(texts: Sequence[Text]) -> dict[tuple[str, UUID], int]:
    """A free row number for each thing: its time, and the next one up where two things share it. Queries: 1."""
    wanted = {
        (text.kind, text.object_id): rules.doc_id(at=text.at, object_id=text.object_id) for text in texts
    }
    held = SearchDoc.objects.filter(id__in=set(wanted.values()))
    taken = {number: (kind, thing) for number, kind, thing in held.values_list("id", "kind", "object_id")}
    for key, number in wanted.items():
        free = number
        while taken.setdefault(free, key) != key:
            free += 1
        wanted[key] = free
    return wanted
