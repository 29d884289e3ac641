"""Handing out proof: entries with their place in the tree, the checkpoint they lead to, and signed statements."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.audit import custody, tree
from innkeeper.audit.models import AuditEntry, AuditLeaf, AuditSubject
from innkeeper.audit.rules import merkle
from innkeeper.audit.rules.entries import canonical
from innkeeper.audit.rules.notes import Checkpoint, origin_of
from innkeeper.kernel.errors import WrongState

STATEMENT = "innkeeper-statement/1"


@dataclass(frozen=True, slots=True)
class ProvenEntry:
    """One entry of the log, byte for byte, with what leads from it to the root."""

    body: bytes
    salt: bytes
    index: int
    steps: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class ProofBundle:
    """Entries that lead to one signed checkpoint; checks without the house."""

    entries: tuple[ProvenEntry, ...]
    checkpoint: str
    vkey: str


def prove_about(object_ids: Collection[UUID], *, at: datetime) -> ProofBundle:
    """Every sealed entry about these objects, with its proof against one checkpoint signed now.

    What is not sealed yet is left out: seal first. Queries: 4, and one per stored tile that the paths touch.
    """
    head, signer = custody.head(), custody.signer()
    rows = {row.id: row for row in AuditEntry.objects.filter(object_id__in=object_ids)}
    leaves = AuditLeaf.objects.filter(entry_id__in=rows, index__lt=head.size).order_by("index")
    indexes = list(leaves.values_list("entry_id", "index"))
    subjects: dict[UUID, list[UUID]] = defaultdict(list)
    for entry_id, subject_id in AuditSubject.objects.filter(entry_id__in=rows).values_list(
        "entry_id", "subject_id"
    ):
        subjects[entry_id].append(subject_id)
    wanted = {one for _entry, index in indexes for one in merkle.needed_for_path(index, head.size)}
    store = tree.fetch(sorted({*merkle.needed(head.size), *wanted}))
    checkpoint = Checkpoint(
        origin=origin_of(head.log_id), size=head.size, root=bytes(head.root), epoch=head.epoch, at=at
    )
    return ProofBundle(
        entries=tuple(
            ProvenEntry(
                body=canonical(rows[entry_id].body(subjects[entry_id])),
                salt=bytes(rows[entry_id].salt),
                index=index,
                steps=tuple(merkle.path(store, index, head.size)),
            )
            for entry_id, index in indexes
        ),
        checkpoint=signer.note(checkpoint.text()),
        vkey=signer.verifier.vkey(),
    )


def signed_statement(*, subject: str, digest: str, at: datetime) -> str:
    """A statement of this log's key that something had this SHA-256 at that time; it can never read as a checkpoint.

    Raises: WrongState for a subject of more than one line.
    """
    if "\n" in subject or len(digest) != 64:
        raise WrongState(_("This cannot be signed."))
    return custody.signer().note(f"{STATEMENT}\n{subject}\nsha256 {digest}\ntime {at.isoformat()}\n")
