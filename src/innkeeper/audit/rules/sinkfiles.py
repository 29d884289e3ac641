"""The lines and notes that stand in a sink's files, and what an incomplete last write leaves of them. Pure text."""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from innkeeper.audit.rules.notes import Checkpoint, Epoch, NoteBroken, Verifier

HASH_TEXT = 44


@dataclass(frozen=True, slots=True)
class LeafLine:
    """One leaf as a sink keeps it."""

    epoch: int
    index: int
    entry_id: UUID
    leaf_hash: bytes

    def text(self) -> str:
        """The line, newline and all."""
        return f"{self.epoch} {self.index} {self.entry_id} {base64.b64encode(self.leaf_hash).decode()}\n"


@dataclass(frozen=True, slots=True)
class TombstoneLine:
    """One destroyed key as a sink keeps it."""

    subject_id: UUID
    data_class: str
    at: datetime
    actor_id: UUID
    actor_label: str
    reason: str

    def text(self) -> str:
        """The lines that are signed."""
        stamp = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        return (
            f"tombstone\n{self.subject_id}\n{self.data_class}\n{stamp}\n"
            f"{self.actor_id}\n{self.actor_label}\n{self.reason}\n"
        )

    @classmethod
    def parse(cls, text: str) -> "TombstoneLine":
        """The tombstone of a note's text. Raises NoteBroken."""
        try:
            _head, subject_id, data_class, at, actor_id, actor_label, reason = text.splitlines()
            return cls(
                UUID(subject_id), data_class, datetime.fromisoformat(at), UUID(actor_id), actor_label, reason
            )
        except ValueError as wrong:
            raise NoteBroken("This is not a tombstone.") from wrong


def leaf_lines(lines: Iterable[str]) -> Iterator[LeafLine]:
    """The leaves in a file's lines; a line torn by a crash is passed over, since its leaf was written again after it."""
    for line in lines:
        parts = line.rstrip("\n").split(" ")
        if len(parts) != 4 or len(parts[3]) != HASH_TEXT:
            continue
        try:
            leaf_hash = base64.b64decode(parts[3], validate=True)
            yield LeafLine(int(parts[0]), int(parts[1]), UUID(parts[2]), leaf_hash)
        except ValueError:
            continue


def framed(note: str) -> bytes:
    """A note as it is appended to a file of notes: its length and digest on a line of its own, then the note."""
    raw = note.encode()
    return f"note {len(raw)} {hashlib.sha256(raw).hexdigest()}\n".encode() + raw


def notes_in(raw: bytes) -> Iterator[str]:
    """The whole notes in a file of notes, in order; what a crash tore is passed over."""
    place = 0
    while (place := raw.find(b"note ", place)) >= 0:
        note, end = _note_at(raw, place)
        if note is not None:
            yield note
        place = end


def _note_at(raw: bytes, place: int) -> tuple[str | None, int]:
    """The note framed at `place` and where it ends, or None and where to look on."""
    line_end = raw.find(b"\n", place)
    parts = raw[place:line_end].split(b" ") if line_end > 0 else []
    if len(parts) == 3 and parts[1].isdigit():
        end = line_end + 1 + int(parts[1])
        body = raw[line_end + 1 : end]
        if hashlib.sha256(body).hexdigest().encode() == parts[2]:
            return body.decode(), end
    return None, place + 5


def checkpoints_in(raw: bytes, verifier: Verifier) -> Iterator[Checkpoint]:
    """The checkpoints in a file. Raises NoteBroken for one that the log's key did not sign."""
    return (Checkpoint.parse(verifier.text_of(note)) for note in notes_in(raw))


def epochs_in(raw: bytes, verifier: Verifier) -> Iterator[Epoch]:
    """The epochs in a file. Raises NoteBroken for one that the log's key did not sign."""
    return (Epoch.parse(verifier.text_of(note)) for note in notes_in(raw))


def tombstones_in(raw: bytes, verifier: Verifier) -> Iterator[TombstoneLine]:
    """The tombstones in a file. Raises NoteBroken for one that the log's key did not sign."""
    return (TombstoneLine.parse(verifier.text_of(note)) for note in notes_in(raw))
