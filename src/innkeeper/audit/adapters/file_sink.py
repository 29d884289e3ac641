"""A sink that is a folder (best of another owner or host): files that only grow, synced at each write."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from innkeeper.audit.rules import sinkfiles
from innkeeper.audit.rules.notes import Checkpoint, Epoch, Verifier
from innkeeper.audit.rules.sinkfiles import LeafLine, TombstoneLine

LEAVES = "leaves.log"
CHECKPOINTS = "checkpoints.log"
EPOCHS = "epochs.log"
TOMBSTONES = "tombstones.log"
VKEY = "log.vkey"
TAIL_BYTES = 16384


@dataclass(frozen=True, slots=True)
class SinkState:
    """How far a sink has come: its leaves, the last of them, its last checkpoint's size and epoch, its last epoch."""

    size: int
    last_leaf: LeafLine | None
    checkpoint: tuple[int, int]
    epoch: int


class FileSink:
    """One folder that keeps leaves, checkpoints, epochs and tombstones. Every method may raise OSError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __str__(self) -> str:
        return str(self.folder)

    def state(self, verifier: Verifier) -> SinkState:
        """How far this sink has come, from the ends of its files. Raises NoteBroken for forged notes."""
        lines = self._tail(LEAVES).decode(errors="replace").splitlines(keepends=True)
        last = next(reversed(list(sinkfiles.leaf_lines(lines))), None)
        points = list(sinkfiles.checkpoints_in(self._tail(CHECKPOINTS), verifier))
        epoch = max(self.epochs(verifier), key=lambda one: one.number, default=None)
        size = last.index + 1 if last else 0
        if epoch and (last is None or epoch.number > last.epoch):
            size = min(size, epoch.base_size)
        is_cut = last is not None and size <= last.index
        return SinkState(
            size=size,
            last_leaf=None if is_cut else last,
            checkpoint=(points[-1].epoch, points[-1].size) if points else (0, 0),
            epoch=epoch.number if epoch else 0,
        )

    def leaves(self) -> Iterable[LeafLine]:
        """All leaves in the order they were written."""
        path = self.folder / LEAVES
        if not path.exists():
            return
        with path.open(encoding="utf-8", errors="replace") as lines:
            yield from sinkfiles.leaf_lines(lines)

    def checkpoints(self, verifier: Verifier) -> list[Checkpoint]:
        """All checkpoints. Raises NoteBroken."""
        return list(sinkfiles.checkpoints_in(self._whole(CHECKPOINTS), verifier))

    def epochs(self, verifier: Verifier) -> list[Epoch]:
        """All epochs. Raises NoteBroken."""
        return list(sinkfiles.epochs_in(self._whole(EPOCHS), verifier))

    def tombstones(self, verifier: Verifier) -> list[TombstoneLine]:
        """All tombstones. Raises NoteBroken."""
        return list(sinkfiles.tombstones_in(self._whole(TOMBSTONES), verifier))

    def verifier(self) -> Verifier:
        """The log's public key as this sink keeps it. Raises NoteBroken."""
        return Verifier.read((self.folder / VKEY).read_text(encoding="utf-8"))

    def append_leaves(self, leaves: Iterable[LeafLine]) -> None:
        """Add leaves at the end."""
        self._append(LEAVES, "".join(leaf.text() for leaf in leaves).encode())

    def append_checkpoint(self, note: str, *, verifier: Verifier) -> None:
        """Add a checkpoint; the public key is put beside the first one."""
        path = self.folder / VKEY
        if not path.exists():
            self._append(VKEY, f"{verifier.vkey()}\n".encode())
        self._append(CHECKPOINTS, sinkfiles.framed(note))

    def append_epoch(self, note: str) -> None:
        """Add an epoch."""
        self._append(EPOCHS, sinkfiles.framed(note))

    def append_tombstones(self, notes: Iterable[str]) -> None:
        """Add tombstones."""
        self._append(TOMBSTONES, b"".join(sinkfiles.framed(note) for note in notes))

    def _append(self, name: str, raw: bytes) -> None:
        """Add the bytes at the end and sync; a line that a crash tore is ended first."""
        self.folder.mkdir(parents=True, exist_ok=True)
        is_torn = bool(tail := self._tail(name, length=1)) and tail != b"\n"
        is_new = not (self.folder / name).exists()
        with (self.folder / name).open("ab") as writing:
            writing.write(b"\n" + raw if is_torn else raw)
            writing.flush()
            os.fsync(writing.fileno())
        if is_new:
            self._sync_folder()

    def _sync_folder(self) -> None:
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _whole(self, name: str) -> bytes:
        path = self.folder / name
        return path.read_bytes() if path.exists() else b""

    def _tail(self, name: str, *, length: int = TAIL_BYTES) -> bytes:
        path = self.folder / name
        if not path.exists():
            return b""
        with path.open("rb") as reading:
            reading.seek(0, os.SEEK_END)
            reading.seek(max(0, reading.tell() - length))
            return reading.read()
