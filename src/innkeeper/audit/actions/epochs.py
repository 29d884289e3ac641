"""After a restore: a signed new epoch in the sinks, and the tombstones kept there replayed."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.audit import custody, tree
from innkeeper.audit.actions.publishing import publish
from innkeeper.audit.actions.recording import record
from innkeeper.audit.models import AuditEpoch, AuditHead
from innkeeper.audit.rules.notes import Epoch, origin_of
from innkeeper.audit.witness import Witness, common_size, read_witness
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import Unavailable
from innkeeper.vault.actions import bury
from innkeeper.vault.classes import DataClass
from innkeeper.vault.tombstones import Burial


def begin_epoch(*, actor: Actor, reason: str, at: datetime) -> int:
    """Tell the sinks, signed, that the log goes on from a restored state; answers the epoch's number.

    Leaves that the sinks hold beyond it are named by every later verification, not forgotten. A sink that is an empty
    folder is taken for a new one. `reason` is a code ("restore"). Raises Unavailable when no sink's folder is there.
    """
    signer = custody.signer()
    witnesses = [read_witness(sink, signer.verifier) for sink in custody.sinks()]
    reached = [one for one in witnesses if one.is_readable]
    if not reached:
        raise Unavailable(
            _(
                "No sink of the audit log can be read, so no new epoch begins. Put the sinks in place; for a new one make an empty folder."
            )
        )
    last = max((epoch.number for one in reached for epoch in one.epochs), default=0)
    with transaction.atomic():
        head = AuditHead.objects.select_for_update().get(id=custody.head().id)
        number = max(last, head.epoch) + 1
        base = _base(reached, size=head.size)
        note = signer.note(_epoch(head, number=number, base=base, reason=reason, at=at).text())
        head.epoch = number
        head.save(update_fields=["epoch"])
        AuditEpoch.objects.create(number=number, base_size=base, reason=reason, at=at, note=note)
        record(
            actor=actor,
            verb="audit.epoch_begun",
            kind="audit_log",
            object_id=head.log_id,
            property_id=None,
            at=at,
            facts={"epoch": number, "base_size": base, "reason": reason},
        )
    publish(at=at)
    return number


def replay_tombstones() -> int:
    """Destroy again, after a restore, the keys whose tombstones the sinks keep; answers how many keys went.

    Raises Unavailable when no sink can be read, NoteBroken for a tombstone that this log did not sign.
    """
    signer = custody.signer()
    burials, is_read = [], False
    for sink in custody.sinks():
        try:
            sink.folder.stat()
            kept = custody.patiently(str(sink), partial(sink.tombstones, signer.verifier))
        except OSError:
            continue
        is_read = True
        burials += [
            Burial(
                subject_id=line.subject_id,
                data_class=DataClass(line.data_class),
                at=line.at,
                actor_id=line.actor_id,
                actor_label=line.actor_label,
                reason=line.reason,
            )
            for line in kept
        ]
    if not is_read:
        raise Unavailable(
            _(
                "No sink of the audit log can be read, so the tombstones cannot be replayed. Put the sinks in place."
            )
        )
    return bury(burials).keys_destroyed


def _base(witnesses: list[Witness], *, size: int) -> int:
    """From where the new epoch counts: the end of the tree, or the first leaf at which a sink departs from it."""
    shared = [(common_size(one), one.size) for one in witnesses]
    return min([size, *(common for common, held in shared if common < held)])


def _epoch(head: AuditHead, *, number: int, base: int, reason: str, at: datetime) -> Epoch:
    return Epoch(
        origin=origin_of(head.log_id),
        number=number,
        base_size=base,
        base_root=tree.root_at(base),
        reason=reason,
        at=at,
    )
