"""Sweeping keys that nothing uses. The vault looks and destroys; here it is told in the log first, as with a tombstone."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.audit.actions.recording import record
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotPermitted
from innkeeper.kernel.ids import uuid7
from innkeeper.vault.actions import destroy_orphans, note_look
from innkeeper.vault.queries import look_for_orphans

KEYS_PER_ENTRY = 100


@dataclass(frozen=True, slots=True)
class SweepReport:
    """How many keys were found in use, doubted now, waiting in doubt, and destroyed."""

    used: int
    doubted: int
    waiting: int
    destroyed: int


def sweep_orphans(*, actor: Actor, at: datetime, is_full: bool = False) -> SweepReport:
    """Destroy the keys that two looks a day apart found without a value; doubt those that this look is the first to find.

    The log names them before they go. They get no tombstone: nobody's data was under them, so a restored backup that
    brings one back brings back an orphan, which is swept anew. Safe to repeat and to run twice at once.
    Raises NotPermitted (the system may), UsesUnknown, and then nothing is destroyed.
    """
    if not actor.is_system:
        raise NotPermitted(_("Keys are swept by the system."))
    look = look_for_orphans(at=at, is_full=is_full)
    note_look(look, at=at)
    destroyed = 0
    for start in range(0, len(look.ripe), KEYS_PER_ENTRY):
        keys = look.ripe[start : start + KEYS_PER_ENTRY]
        with transaction.atomic():
            record(
                actor=actor,
                verb="vault.orphans_destroyed",
                kind="vault",
                object_id=uuid7(),
                property_id=None,
                at=at,
                facts={"keys": [str(key_id) for key_id in keys]},
            )
        destroyed += destroy_orphans(key_ids=keys, at=at)
    return SweepReport(len(look.used), len(look.fresh), look.waiting, destroyed)
