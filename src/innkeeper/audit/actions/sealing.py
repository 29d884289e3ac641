"""The sealer: numbers entries into the tree, then tells the sinks. Requests never wait for it."""

import logging
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from innkeeper.audit import custody, tree
from innkeeper.audit.actions.publishing import SinkReport, SinkStanding, publish
from innkeeper.audit.models import (
    AuditEntry,
    AuditHead,
    AuditLeaf,
    AuditNode,
    AuditPending,
    AuditSubject,
)
from innkeeper.audit.rules import merkle
from innkeeper.audit.rules.entries import leaf_hash

log = logging.getLogger(__name__)
BATCH = 2000
ROWS = 1000
LOOK_AGAIN = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class SealReport:
    """What one run of the sealer did: entries numbered, entries that were gone before it came, and how the sinks stand."""

    sealed: int
    size: int
    lost_ids: list[UUID] = field(default_factory=list)
    sinks: list[SinkReport] = field(default_factory=list)


def seal_pending(*, at: datetime, batch: int = BATCH) -> SealReport:
    """Give up to `batch` entries their number in the tree, commit, then write leaves and checkpoint to the sinks.

    Safe with several workers and after any crash: sinks catch up from what they hold. A sink that fails or hangs is
    reported, it stops nothing. Queries: about 10, none per entry; 1 when nothing waits and all sinks were level just now.
    """
    if _is_quiet(at):
        return SealReport(sealed=0, size=_rest.size, sinks=_rest.sinks)
    sealed, size, lost = _number(at=at, batch=batch)
    if lost:
        log.error("audit: %s entries were gone before they were sealed", len(lost))
    reports = publish(at=at)
    is_level = all(report.standing is SinkStanding.LEVEL for report in reports)
    _rest.note(at=at, size=size, sinks=reports, is_level=is_level)
    return SealReport(sealed=sealed, size=size, lost_ids=lost, sinks=reports)


class Rest:
    """What this process last saw when nothing was left to do: the sinks are looked at again a minute later."""

    def __init__(self) -> None:
        self.until: datetime | None = None
        self.places: list[Path] = []
        self.size = 0
        self.sinks: list[SinkReport] = []

    def note(self, *, at: datetime, size: int, sinks: list[SinkReport], is_level: bool) -> None:
        """Rest when every sink is level, else look again at once."""
        self.until = at + LOOK_AGAIN if is_level else None
        self.places, self.size, self.sinks = list(settings.AUDIT_SINKS), size, sinks

    def holds(self, at: datetime) -> bool:
        """Whether there is no reason to look at the sinks yet."""
        is_fresh = self.until is not None and self.until - LOOK_AGAIN <= at < self.until
        return is_fresh and self.places == list(settings.AUDIT_SINKS)


_rest = Rest()


def _is_quiet(at: datetime) -> bool:
    return _rest.holds(at) and not AuditPending.objects.exists()


def queue_unsealed() -> int:
    """Queue every entry that has neither a number nor a place in the queue; answers how many. A full scan, for repair."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_pending (entry_id) SELECT e.id FROM audit_entry e"
            " WHERE NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE l.entry_id = e.id)"
            " AND NOT EXISTS (SELECT 1 FROM audit_pending p WHERE p.entry_id = e.id)"
        )
        return int(cursor.rowcount)


@transaction.atomic
def _number(*, at: datetime, batch: int) -> tuple[int, int, list[UUID]]:
    custody.head()
    head = AuditHead.objects.select_for_update().get(id=1)
    waiting = list(AuditPending.objects.order_by("entry_id").values_list("entry_id", flat=True)[:batch])
    if not waiting:
        return 0, head.size, []
    leaves = _leaves(waiting, first=head.size, at=at)
    _grow(head, leaves, at=at)
    AuditPending.objects.filter(entry_id__in=waiting).delete()
    numbered = {leaf.entry_id for leaf in leaves}
    return len(leaves), head.size, [one for one in waiting if one not in numbered]


def _leaves(entry_ids: list[UUID], *, first: int, at: datetime) -> list[AuditLeaf]:
    entries = AuditEntry.objects.in_bulk(entry_ids)
    subjects = defaultdict(list)
    about = AuditSubject.objects.filter(entry_id__in=entry_ids).values_list("entry_id", "subject_id")
    for entry_id, subject_id in about:
        subjects[entry_id].append(subject_id)
    found = [entries[entry_id] for entry_id in entry_ids if entry_id in entries]
    return [
        AuditLeaf(
            index=first + place,
            entry_id=entry.id,
            leaf_hash=leaf_hash(entry.body(subjects[entry.id]), salt=bytes(entry.salt)),
            sealed_at=at,
        )
        for place, entry in enumerate(found)
    ]


def _grow(head: AuditHead, leaves: list[AuditLeaf], *, at: datetime) -> None:
    store = tree.fetch(merkle.needed(head.size))
    store |= {(0, leaf.index): bytes(leaf.leaf_hash) for leaf in leaves}
    size = head.size + len(leaves)
    fresh = list(merkle.parents(store, old_size=head.size, size=size))
    store |= {(level, position): found for level, position, found in fresh}
    AuditLeaf.objects.bulk_create(leaves, batch_size=ROWS)
    AuditNode.objects.bulk_create(
        [AuditNode(level=level, position=position, node_hash=found) for level, position, found in fresh]
    )
    head.size, head.root, head.sealed_at = size, merkle.root(store, size), at
    head.save(update_fields=["size", "root", "sealed_at"])
