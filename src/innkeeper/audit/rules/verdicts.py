"""Judging one place of the log: what the sinks witness against what the database holds. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Verdict(StrEnum):
    """What was done to the log."""

    CHANGED = "changed"
    DELETED = "deleted"
    INSERTED = "inserted"
    REORDERED = "reordered"
    REPLACED = "replaced"
    TRUNCATED = "truncated"
    TREE_CHANGED = "tree_changed"
    SINK_CHANGED = "sink_changed"
    NO_WITNESS = "no_witness"
    NEVER_QUEUED = "never_queued"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: what, at which number of the tree, with which entry, seen where."""

    verdict: Verdict
    index: int | None
    entry_id: UUID | None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One number of the tree: entry and hash as a sink has them, as the leaf has them, and as the entry itself gives."""

    index: int
    witnessed: tuple[UUID, bytes] | None
    leaf: tuple[UUID, bytes] | None
    entry_hash: bytes | None
    is_past_end: bool = False


def judged(
    place: Place, *, is_witnessed: Callable[[UUID], bool], is_stored: Callable[[UUID], bool]
) -> Finding | None:
    """What is wrong at this place, or None. Both callables are asked only where the entry is another one."""
    if place.leaf is None:
        lost = place.witnessed[0] if place.witnessed else None
        kind = Verdict.TRUNCATED if place.is_past_end else Verdict.DELETED
        return Finding(kind, place.index, lost)
    entry_id, stored = place.leaf
    if place.witnessed and place.witnessed[0] != entry_id:
        return _swapped(place.index, place.witnessed[0], entry_id, is_witnessed, is_stored)
    if place.entry_hash is None:
        return Finding(Verdict.DELETED, place.index, entry_id)
    if place.entry_hash != (place.witnessed[1] if place.witnessed else stored):
        return Finding(Verdict.CHANGED, place.index, entry_id)
    if place.entry_hash != stored:
        return Finding(Verdict.TREE_CHANGED, place.index, entry_id)
    return None


def _swapped(
    index: int,
    expected_id: UUID,
    found_id: UUID,
    is_witnessed: Callable[[UUID], bool],
    is_stored: Callable[[UUID], bool],
) -> Finding:
    """Another entry stands here than the sinks witness."""
    is_old, is_kept = is_witnessed(found_id), is_stored(expected_id)
    if is_old and is_kept:
        return Finding(Verdict.REORDERED, index, found_id)
    if is_old:
        return Finding(Verdict.DELETED, index, expected_id)
    if is_kept:
        return Finding(Verdict.INSERTED, index, found_id)
    return Finding(Verdict.REPLACED, index, expected_id)
