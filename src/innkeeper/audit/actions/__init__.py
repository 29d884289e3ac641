"""The only writers of the log: recording, revealing, numbering into the tree, telling the sinks, new epochs."""

from innkeeper.audit.actions.epochs import begin_epoch, replay_tombstones
from innkeeper.audit.actions.files import Opening, open_sealed_file, take_journal
from innkeeper.audit.actions.orphans import SweepReport, sweep_orphans
from innkeeper.audit.actions.proving import ProofBundle, ProvenEntry, prove_about, signed_statement
from innkeeper.audit.actions.publishing import (
    SignedCheckpoint,
    SinkReport,
    SinkStanding,
    publish,
    signed_checkpoint,
)
from innkeeper.audit.actions.recording import NewEntry, once_of, record, record_many, record_once
from innkeeper.audit.actions.revealing import reveal, reveal_bytes
from innkeeper.audit.actions.sealing import SealReport, queue_unsealed, seal_pending

__all__ = [
    "NewEntry",
    "Opening",
    "ProofBundle",
    "ProvenEntry",
    "SealReport",
    "SignedCheckpoint",
    "SinkReport",
    "SinkStanding",
    "SweepReport",
    "begin_epoch",
    "once_of",
    "open_sealed_file",
    "prove_about",
    "publish",
    "queue_unsealed",
    "record",
    "record_many",
    "record_once",
    "replay_tombstones",
    "reveal",
    "reveal_bytes",
    "seal_pending",
    "signed_checkpoint",
    "signed_statement",
    "sweep_orphans",
    "take_journal",
]
