"""Keeping tombstones in the sinks: installed at the vault's port, so that no key is destroyed before one is kept."""

from collections.abc import Sequence
from functools import partial

from django.utils.translation import gettext as _

from innkeeper.audit import custody
from innkeeper.audit.rules.sinkfiles import TombstoneLine
from innkeeper.kernel.errors import Unavailable
from innkeeper.vault.tombstones import Burial


def keep_tombstones(burials: Sequence[Burial]) -> None:
    """Write signed tombstones to every sink that answers. Raises Unavailable when none does."""
    signer = custody.signer()
    notes = [signer.note(_line(burial).text()) for burial in burials]
    kept = 0
    for sink in custody.sinks():
        try:
            custody.patiently(str(sink), partial(sink.append_tombstones, notes))
            kept += 1
        except OSError:
            continue
    if not kept:
        raise Unavailable(_("No sink of the audit log takes the tombstone, so no key is destroyed."))


def _line(burial: Burial) -> TombstoneLine:
    return TombstoneLine(
        subject_id=burial.subject_id,
        data_class=burial.data_class.value,
        at=burial.at,
        actor_id=burial.actor_id,
        actor_label=" ".join(burial.actor_label.split()),
        reason=" ".join(burial.reason.split()),
    )
