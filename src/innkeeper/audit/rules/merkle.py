"""The tree of RFC 6962 over the leaf hashes: roots and proofs, from few stored subtrees. Knows no table.

A store is a mapping of (level, position) to a hash; levels 0, 8, 16 ... are stored, those between are computed.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

STEP = 8
TILE = 1 << STEP
EMPTY_ROOT = hashlib.sha256(b"").digest()

Store = Mapping[tuple[int, int], bytes]


def joined(left: bytes, right: bytes) -> bytes:
    """The hash of a node above two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def node(store: Store, level: int, position: int) -> bytes:
    """The hash of the complete subtree of 2**level leaves at `position`. Raises KeyError when the store lacks it."""
    if level % STEP == 0:
        return store[level, position]
    return joined(node(store, level - 1, 2 * position), node(store, level - 1, 2 * position + 1))


def range_hash(store: Store, start: int, end: int) -> bytes:
    """MTH of the leaves from `start` up to `end` (RFC 6962, 2.1); `start` is a multiple of the first split."""
    if start == end:
        return EMPTY_ROOT
    count = end - start
    level = count.bit_length() - 1
    if count == 1 << level:
        return node(store, level, start >> level)
    split = start + (1 << level)
    return joined(range_hash(store, start, split), range_hash(store, split, end))


def root(store: Store, size: int) -> bytes:
    """The root over the first `size` leaves."""
    return range_hash(store, 0, size)


def path(store: Store, index: int, size: int) -> list[bytes]:
    """The audit path of leaf `index` in the tree of `size` (RFC 6962, 2.1.1), nearest hash first."""
    steps: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        split = start + (1 << ((end - start - 1).bit_length() - 1))
        if index < split:
            steps.append(range_hash(store, split, end))
            end = split
        else:
            steps.append(range_hash(store, start, split))
            start = split
    return steps[::-1]


def root_by_path(leaf: bytes, *, index: int, size: int, steps: Sequence[bytes]) -> bytes | None:
    """The root that leaf and path lead to (RFC 9162, 2.1.3.2); None when the path does not fit the place."""
    if index >= size:
        return None
    here, last, found = index, size - 1, leaf
    for step in steps:
        if last == 0:
            return None
        if here & 1 or here == last:
            found = joined(step, found)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            found = joined(found, step)
        here, last = here >> 1, last >> 1
    return found if last == 0 else None


def parents(store: Store, *, old_size: int, size: int) -> Iterator[tuple[int, int, bytes]]:
    """The stored subtrees that become complete when the tree grows: level, position, hash.

    The store must hold the leaves of every tile that the growth touches; higher levels are added as they come.
    """
    grown = dict(store)
    level = STEP
    while size >> level:
        for position in range(old_size >> level, size >> level):
            grown[level, position] = _tile(grown, level, position)
            yield level, position, grown[level, position]
        level += STEP


def needed(size: int) -> Iterator[tuple[int, int, int]]:
    """What the root of `size` leaves needs of the store: level, first position, end position."""
    level = 0
    while size >> level:
        end = size >> level
        yield level, end & ~(TILE - 1), end
        level += STEP


def needed_for_path(index: int, size: int) -> Iterator[tuple[int, int, int]]:
    """What the path of a leaf needs beside what the root needs: the tiles above the leaf."""
    level = 0
    while size >> level:
        first = (index >> level) & ~(TILE - 1)
        yield level, first, min(first + TILE, size >> level)
        level += STEP


def _tile(store: Store, level: int, position: int) -> bytes:
    below = level - STEP
    hashes = [store[below, position * TILE + n] for n in range(TILE)]
    while len(hashes) > 1:
        hashes = [joined(hashes[n], hashes[n + 1]) for n in range(0, len(hashes), 2)]
    return hashes[0]


class RunningRoot:
    """The root of a tree that leaves are added to one by one; remembers one hash per level only."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[tuple[int, bytes]] = []

    def extend(self, leaves: Iterable[bytes]) -> "RunningRoot":
        """Add the leaves in order."""
        for leaf in leaves:
            self.add(leaf)
        return self

    def add(self, leaf: bytes) -> None:
        """Add one leaf."""
        level, found = 0, leaf
        while self._peaks and self._peaks[-1][0] == level:
            found = joined(self._peaks.pop()[1], found)
            level += 1
        self._peaks.append((level, found))
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self._peaks:
            return EMPTY_ROOT
        found = self._peaks[-1][1]
        for _level, peak in reversed(self._peaks[:-1]):
            found = joined(peak, found)
        return found
