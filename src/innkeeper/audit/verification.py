"""Verifying the log: recompute everything, hold it against the sinks, name the first entry that is wrong."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, combinations
from uuid import UUID

from django.db import connection
from django.db.models import Exists, Min, OuterRef

from innkeeper.audit import custody, tree, triggers
from innkeeper.audit.adapters.file_sink import FileSink
from innkeeper.audit.models import AuditEntry, AuditHead, AuditLeaf, AuditPending, AuditSubject
from innkeeper.audit.rules.entries import leaf_hash
from innkeeper.audit.rules.notes import Epoch, NoteBroken, Verifier
from innkeeper.audit.rules.verdicts import Finding, Place, Verdict, judged
from innkeeper.audit.witness import Witness, first_difference, read_witness
from innkeeper.vault.custody import SecretMissing

CHUNK = 500
MOST_FINDINGS = 20


@dataclass(frozen=True, slots=True)
class SinkLine:
    """One sink in a report: how many leaves it proves, and what is wrong with it, if anything."""

    place: str
    size: int
    trouble: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What a verification found. `findings` is empty when the log is whole; the first is the first bad entry.

    `unsealed` entries (the oldest `unsealed_seconds` old) and `unwitnessed` ones are not yet protected: whoever owns
    the database could still change them unseen.
    """

    findings: list[Finding]
    entries: int
    sealed: int
    unsealed: int
    unsealed_seconds: float
    unwitnessed: int
    epochs: list[Epoch]
    dropped_ids: list[UUID]
    sinks: list[SinkLine]
    missing_guards: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    @property
    def first(self) -> Finding | None:
        """The first bad entry."""
        return self.findings[0] if self.findings else None

    def lines(self) -> Iterator[str]:
        """The report as the command prints it, the first bad entry first."""
        for one in self.findings:
            number = "" if one.index is None else f" at number {one.index}"
            yield f"BAD {one.verdict.value}{number}: entry {one.entry_id or '-'} {one.place}".rstrip()
        if self.is_whole:
            yield f"The log is whole: {self.sealed} entries sealed and recomputed."
        yield f"Not protected yet: {self.unsealed} unsealed (oldest {self.unsealed_seconds:.0f} s),"
        yield f"  {self.unwitnessed} sealed but in no sink."
        for epoch in self.epochs:
            yield f"Epoch {epoch.number} began {epoch.at:%Y-%m-%d %H:%M:%S %Z} at {epoch.base_size}: {epoch.reason}."
        if self.dropped_ids:
            yield f"  {len(self.dropped_ids)} entries that the sinks know were left behind by it."
        for sink in self.sinks:
            yield f"Sink {sink.place}: {sink.size} leaves{', ' + sink.trouble if sink.trouble else ''}."
        if self.missing_guards:
            yield f"Triggers missing from the database: {', '.join(self.missing_guards)}."


def verify(
    *, now: datetime, sinks: Sequence[FileSink] | None = None, verifier: Verifier | None = None
) -> VerifyReport:
    """Check the whole log of this database against the sinks; needs no network and no running house.

    `verifier` is the log's public key: handed in, or from the secrets, or as a sink keeps it. Reads everything once.
    """
    places = custody.sinks() if sinks is None else list(sinks)
    trusted = verifier or _known_verifier(places)
    witnesses = [read_witness(sink, trusted) for sink in places] if trusted else []
    _set_liars_apart(witnesses)
    witness = _best(witnesses)
    found = chain(_sink_findings(witnesses), _findings(witness), _head_findings(), _strays())
    findings = [finding for finding, _n in zip(found, range(MOST_FINDINGS), strict=False)]
    sealed = AuditLeaf.objects.count()
    unsealed, seconds = _unsealed(now)
    return VerifyReport(
        findings=sorted(findings, key=_urgency),
        entries=AuditEntry.objects.count(),
        sealed=sealed,
        unsealed=unsealed,
        unsealed_seconds=seconds,
        unwitnessed=max(0, sealed - (witness.size if witness else 0)),
        epochs=witness.epochs if witness else [],
        dropped_ids=witness.dropped_ids if witness else [],
        sinks=[_sink_line(one) for one in witnesses],
        missing_guards=triggers.missing_guards(connection),
    )


def _known_verifier(places: list[FileSink]) -> Verifier | None:
    """The public key from the secrets when this log has a head, else the first that a sink keeps."""
    if AuditHead.objects.exists():
        with suppress(SecretMissing):
            return custody.signer().verifier
    for sink in places:
        try:
            return sink.verifier()
        except (OSError, NoteBroken):
            continue
    return None


def _best(witnesses: list[Witness]) -> Witness | None:
    """The witness to judge by: of those whose files prove themselves, the latest epoch, then the longest."""
    sound = [one for one in witnesses if one.is_readable and one.broken_at is None]
    return max(sound, key=lambda one: (one.epochs[-1].number if one.epochs else 0, one.size), default=None)


def _set_liars_apart(witnesses: list[Witness]) -> None:
    """Where two sinks prove themselves and yet differ, mark one: never the outside one, else the one that the
    database contradicts."""
    sound = [one for one in witnesses if one.is_readable and one.broken_at is None]
    for one, other in combinations(sound, 2):
        index = first_difference(one, other)
        if index is None:
            continue
        stored = AuditLeaf.objects.filter(index=index).values_list("entry_id", "leaf_hash").first()
        ours = (stored[0], bytes(stored[1])) if stored else None
        is_first_lying = _is_outside(other) or (other.leaf(index) == ours and not _is_outside(one))
        liar = one if is_first_lying else other
        liar.broken_at = index


def _is_outside(witness: Witness) -> bool:
    return witness.place == custody.outside_sink()


def _sink_findings(witnesses: list[Witness]) -> Iterator[Finding]:
    for one in witnesses:
        if one.broken_at is not None:
            leaf = one.leaf(one.broken_at)
            yield Finding(Verdict.SINK_CHANGED, one.broken_at, leaf[0] if leaf else None, one.place)
    if not any(one.is_readable and one.size for one in witnesses) and AuditLeaf.objects.exists():
        yield Finding(Verdict.NO_WITNESS, None, None)


def _findings(witness: Witness | None) -> Iterator[Finding]:
    for place in _places(witness):
        finding = judged(place, is_witnessed=witness.knows if witness else _never, is_stored=_is_stored)
        if finding:
            yield finding


def _places(witness: Witness | None) -> Iterator[Place]:
    """Every number of the tree that the database or the witness has, in order."""
    expected = 0
    leaves = AuditLeaf.objects.order_by("index").values_list("index", "entry_id", "leaf_hash")
    batch: list[tuple[int, UUID, bytes]] = []
    for row in chain(leaves.iterator(chunk_size=CHUNK), [None]):
        if row is not None:
            batch.append(row)
        if row is None or len(batch) == CHUNK:
            hashes = _entry_hashes([entry_id for _index, entry_id, _hash in batch])
            for index, entry_id, found in batch:
                yield from (_missing(witness, gap) for gap in range(expected, index))
                witnessed = witness.leaf(index) if witness else None
                yield Place(index, witnessed, (entry_id, bytes(found)), hashes.get(entry_id))
                expected = index + 1
            batch = []
    end = witness.size if witness else 0
    yield from (_missing(witness, gap, is_past_end=True) for gap in range(expected, end))


def _missing(witness: Witness | None, index: int, *, is_past_end: bool = False) -> Place:
    return Place(index, witness.leaf(index) if witness else None, None, None, is_past_end)


def _entry_hashes(entry_ids: list[UUID]) -> dict[UUID, bytes]:
    """The leaf hash that each entry gives today."""
    subjects = defaultdict(list)
    about = AuditSubject.objects.filter(entry_id__in=entry_ids).values_list("entry_id", "subject_id")
    for entry_id, subject_id in about:
        subjects[entry_id].append(subject_id)
    entries = AuditEntry.objects.filter(id__in=entry_ids)
    return {one.id: leaf_hash(one.body(subjects[one.id]), salt=bytes(one.salt)) for one in entries}


def _head_findings() -> Iterator[Finding]:
    """The sealer's own mark must be where the leaves end, or it would number wrongly."""
    head = AuditHead.objects.filter(id=1).first()
    last = AuditLeaf.objects.order_by("-index").values_list("index", flat=True).first()
    size = 0 if last is None else last + 1
    with suppress(KeyError):  # a leaf is missing, and named as such
        if (head.size if head else 0) == size and (head is None or tree.root_at(size) == bytes(head.root)):
            return
    if size or head:
        yield Finding(Verdict.TREE_CHANGED, size, None)


def _strays() -> Iterator[Finding]:
    """Entries that no leaf numbers and no queue holds: the sealer would never find them."""
    numbered = AuditLeaf.objects.filter(entry_id=OuterRef("id"))
    waiting = AuditPending.objects.filter(entry_id=OuterRef("id"))
    strays = AuditEntry.objects.exclude(Exists(numbered)).exclude(Exists(waiting)).order_by("id")
    for entry_id in strays.values_list("id", flat=True)[:MOST_FINDINGS]:
        yield Finding(Verdict.NEVER_QUEUED, None, entry_id)


def _unsealed(now: datetime) -> tuple[int, float]:
    waiting = AuditEntry.objects.filter(id__in=AuditPending.objects.values("entry_id"))
    oldest = waiting.aggregate(oldest=Min("at"))["oldest"]
    return AuditPending.objects.count(), max(0.0, (now - oldest).total_seconds()) if oldest else 0.0


def _is_stored(entry_id: UUID) -> bool:
    return AuditEntry.objects.filter(id=entry_id).exists()


def _never(entry_id: UUID) -> bool:
    return False


def _urgency(finding: Finding) -> tuple[bool, int]:
    return finding.index is None, finding.index or 0


def _sink_line(witness: Witness) -> SinkLine:
    trouble = witness.trouble or ("" if witness.broken_at is None else f"broken at {witness.broken_at}")
    return SinkLine(place=witness.place, size=witness.size, trouble=trouble)
