"""Telling the sinks: each gets the leaves it lacks and a signed checkpoint, from what it holds itself."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from innkeeper.audit import custody
from innkeeper.audit.adapters.file_sink import FileSink, SinkState
from innkeeper.audit.models import AuditEpoch, AuditHead, AuditLeaf
from innkeeper.audit.rules.notes import Checkpoint, NoteBroken, Signer, origin_of
from innkeeper.audit.rules.sinkfiles import LeafLine

CHUNK = 5000


class SinkStanding(StrEnum):
    """How a sink stands to the log."""

    LEVEL = "level"
    UNREACHABLE = "unreachable"
    DISAGREES = "disagrees"


@dataclass(frozen=True, slots=True)
class SinkReport:
    """One sink after a run: `lag` is how many leaves it lacks."""

    place: str
    standing: SinkStanding
    lag: int


def publish(*, at: datetime) -> list[SinkReport]:
    """Bring every sink level with the tree. What fails is reported and tried again next time; nothing is raised.

    A sink that holds other leaves than the database, or more, is left alone: someone changed one of the two.
    """
    head, signer = custody.head(), custody.signer()
    return [_published(sink, head=head, signer=signer, at=at) for sink in custody.sinks()]


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint as a signed note, and the public key that checks it."""

    note: str
    vkey: str


def signed_checkpoint(*, at: datetime) -> SignedCheckpoint:
    """The tree as it is, signed: to be kept by whoever wants to hold the house to it. Queries: 2."""
    head, signer = custody.head(), custody.signer()
    return SignedCheckpoint(note=signer.note(_checkpoint(head, at=at).text()), vkey=signer.verifier.vkey())


def _published(sink: FileSink, *, head: AuditHead, signer: Signer, at: datetime) -> SinkReport:
    state: SinkState | None = None
    try:
        state = custody.patiently(str(sink), lambda: sink.state(signer.verifier))
        state = _with_epochs(sink, state, signer=signer)
        if not _agrees(state, head):
            head = custody.head()  # another worker may have sealed and told the sink since this one looked
            if not _agrees(state, head):
                return SinkReport(str(sink), SinkStanding.DISAGREES, max(0, head.size - state.size))
        _write(sink, state, head=head, signer=signer, at=at)
    except (OSError, NoteBroken) as wrong:
        standing = SinkStanding.DISAGREES if isinstance(wrong, NoteBroken) else SinkStanding.UNREACHABLE
        return SinkReport(str(sink), standing, head.size - (state.size if state else 0))
    return SinkReport(str(sink), SinkStanding.LEVEL, 0)


def _with_epochs(sink: FileSink, state: SinkState, *, signer: Signer) -> SinkState:
    """The sink's state after it has been told of the epochs it lacks."""
    lacking = list(AuditEpoch.objects.filter(number__gt=state.epoch).order_by("number"))
    for epoch in lacking:
        custody.patiently(str(sink), partial(sink.append_epoch, epoch.note))
    if not lacking:
        return state
    return custody.patiently(str(sink), lambda: sink.state(signer.verifier))


def _agrees(state: SinkState, head: AuditHead) -> bool:
    if state.size > head.size or state.epoch > head.epoch:
        return False
    if state.last_leaf is None:
        return True
    ours = AuditLeaf.objects.filter(index=state.last_leaf.index).first()
    theirs = (state.last_leaf.entry_id, state.last_leaf.leaf_hash)
    return ours is not None and (ours.entry_id, bytes(ours.leaf_hash)) == theirs


def _write(sink: FileSink, state: SinkState, *, head: AuditHead, signer: Signer, at: datetime) -> None:
    for first in range(state.size, head.size, CHUNK):
        rows = AuditLeaf.objects.filter(index__gte=first, index__lt=min(first + CHUNK, head.size))
        lines = [
            LeafLine(head.epoch, row.index, row.entry_id, bytes(row.leaf_hash))
            for row in rows.order_by("index")
        ]
        custody.patiently(str(sink), partial(sink.append_leaves, lines))
    if state.checkpoint == (head.epoch, head.size):
        return
    note = signer.note(_checkpoint(head, at=at).text())
    custody.patiently(str(sink), lambda: sink.append_checkpoint(note, verifier=signer.verifier))


def _checkpoint(head: AuditHead, *, at: datetime) -> Checkpoint:
    return Checkpoint(
        origin=origin_of(head.log_id), size=head.size, root=bytes(head.root), epoch=head.epoch, at=at
    )
