"""What one sink says the log holds: its leaves after all epochs, proved by its own signed checkpoints."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from innkeeper.audit.adapters.file_sink import FileSink
from innkeeper.audit.models import AuditLeaf
from innkeeper.audit.rules.merkle import RunningRoot
from innkeeper.audit.rules.notes import Checkpoint, Epoch, NoteBroken, Verifier
from innkeeper.audit.rules.sinkfiles import LeafLine

ID_BYTES = 16
HASH_BYTES = 32
CHUNK = 5000


@dataclass(slots=True)
class Witness:
    """One sink's testimony. `broken_at` is the first leaf that contradicts its own files; None when all is well."""

    place: str
    ids: bytearray = field(default_factory=bytearray)
    hashes: bytearray = field(default_factory=bytearray)
    epochs: list[Epoch] = field(default_factory=list)
    checkpoint: Checkpoint | None = None
    dropped_ids: list[UUID] = field(default_factory=list)
    broken_at: int | None = None
    trouble: str = ""

    @property
    def is_readable(self) -> bool:
        """Whether the files could be read at all."""
        return not self.trouble

    @property
    def size(self) -> int:
        """How many leaves it holds."""
        return len(self.hashes) // HASH_BYTES

    def leaf(self, index: int) -> tuple[UUID, bytes] | None:
        """Entry id and hash at a number, or None beyond the end."""
        if index >= self.size:
            return None
        found = self.ids[index * ID_BYTES : (index + 1) * ID_BYTES]
        return UUID(bytes=bytes(found)), bytes(self.hashes[index * HASH_BYTES : (index + 1) * HASH_BYTES])

    def knows(self, entry_id: UUID) -> bool:
        """Whether it holds a leaf of that entry anywhere."""
        place = self.ids.find(entry_id.bytes)
        while place >= 0 and place % ID_BYTES:
            place = self.ids.find(entry_id.bytes, place + 1)
        return place >= 0


def read_witness(sink: FileSink, verifier: Verifier) -> Witness:
    """Read a sink whole and prove it by its checkpoints. Trouble in reading is told, not raised."""
    witness = Witness(place=str(sink))
    try:
        if not sink.folder.is_dir():
            raise FileNotFoundError(f"{sink} is not there.")
        witness.epochs = sorted(sink.epochs(verifier), key=lambda one: one.number)
        points = sink.checkpoints(verifier)
        witness.checkpoint = points[-1] if points else None
        _Reading(witness, points).take(sink)
    except (OSError, NoteBroken) as wrong:
        witness.trouble = str(wrong)
    return witness


def common_size(witness: Witness) -> int:
    """How many leaves, from the first on, the database and a witness have in common."""
    expected = 0
    for index, entry_id, found in (
        AuditLeaf.objects.order_by("index")
        .values_list("index", "entry_id", "leaf_hash")
        .iterator(chunk_size=CHUNK)
    ):
        if index != expected or witness.leaf(index) != (entry_id, bytes(found)):
            break
        expected += 1
    return expected


def first_difference(one: Witness, other: Witness) -> int | None:
    """The first number at which two witnesses hold different leaves; None when one continues the other."""
    size = min(one.size, other.size)
    if one.ids[: size * ID_BYTES] == other.ids[: size * ID_BYTES] and (
        one.hashes[: size * HASH_BYTES] == other.hashes[: size * HASH_BYTES]
    ):
        return None
    return next(index for index in range(size) if one.leaf(index) != other.leaf(index))


class _Reading:
    """One pass over a sink's leaves, checking each checkpoint as the tree reaches its size."""

    def __init__(self, witness: Witness, points: list[Checkpoint]) -> None:
        self.witness = witness
        self.epoch = 0
        self.tree = RunningRoot()
        self.expected: dict[tuple[int, int], set[bytes]] = defaultdict(set)
        for point in points:
            self.expected[point.epoch, point.size].add(point.root)

    def take(self, sink: FileSink) -> None:
        for line in sink.leaves():
            if line.epoch != self.epoch:
                self._enter(line.epoch)
            if self._is_told_again(line):
                continue
            if not self._fits(line):
                self._break_at(min(line.index, self.witness.size))
                return
            self.witness.ids += line.entry_id.bytes
            self.witness.hashes += line.leaf_hash
            self.tree.add(line.leaf_hash)
            self._check()
        if self.witness.epochs and self.witness.epochs[-1].number > self.epoch:
            self._enter(self.witness.epochs[-1].number)
        unmet = [size for (epoch, size), roots in self.expected.items() if roots and size > 0]
        if unmet:
            self._break_at(min(self.witness.size, *unmet))

    def _fits(self, line: LeafLine) -> bool:
        return line.index == self.witness.size and line.epoch == self.epoch

    def _is_told_again(self, line: LeafLine) -> bool:
        """Whether it says what was said before: two workers told the sink of the same leaves at once."""
        told = self.witness.leaf(line.index) if line.epoch == self.epoch else None
        return told == (line.entry_id, line.leaf_hash)

    def _enter(self, number: int) -> None:
        """Go over to a later epoch, through those between (a restore that was broken off after its epoch began)."""
        passed = [one for one in self.witness.epochs if self.epoch < one.number <= number]
        if passed and passed[-1].number == number:
            for one in passed:
                self._begin(one)

    def _begin(self, epoch: Epoch) -> None:
        """What lies beyond the epoch's base is dropped, and remembered as dropped."""
        self.epoch, base = epoch.number, epoch.base_size
        for index in range(base, self.witness.size):
            leaf = self.witness.leaf(index)
            self.witness.dropped_ids += [leaf[0]] if leaf else []
        del self.witness.ids[base * ID_BYTES :], self.witness.hashes[base * HASH_BYTES :]
        self.tree = RunningRoot()
        for index in range(self.witness.size):
            self.tree.add(bytes(self.witness.hashes[index * HASH_BYTES : (index + 1) * HASH_BYTES]))
        self._check()

    def _check(self) -> None:
        roots = self.expected.pop((self.epoch, self.tree.size), None)
        if roots and roots != {self.tree.root()}:
            self._break_at(self.tree.size - 1)

    def _break_at(self, index: int) -> None:
        if self.witness.broken_at is None:
            self.witness.broken_at = index
