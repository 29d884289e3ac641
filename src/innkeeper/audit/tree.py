"""The stored tree: fetching the few hashes that a root or a proof needs."""

from collections.abc import Iterable

from innkeeper.audit.models import AuditLeaf, AuditNode
from innkeeper.audit.rules import merkle


def fetch(ranges: Iterable[tuple[int, int, int]]) -> dict[tuple[int, int], bytes]:
    """The stored hashes in ranges of (level, first position, end position). Queries: 1 per range that is not empty."""
    store: dict[tuple[int, int], bytes] = {}
    for level, first, end in ranges:
        if first >= end:
            continue
        if level == 0:
            leaves = AuditLeaf.objects.filter(index__gte=first, index__lt=end)
            store |= {(0, index): bytes(found) for index, found in leaves.values_list("index", "leaf_hash")}
        else:
            nodes = AuditNode.objects.filter(level=level, position__gte=first, position__lt=end)
            rows = nodes.values_list("position", "node_hash")
            store |= {(level, position): bytes(found) for position, found in rows}
    return store


def root_at(size: int) -> bytes:
    """The root over the first `size` leaves. Queries: at most 4 for sixteen million leaves."""
    return merkle.root(fetch(merkle.needed(size)), size)
