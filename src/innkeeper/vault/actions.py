"""What changes keys: destroying a subject's, rotating a property's, sweeping up keys that nothing uses."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from django.db import transaction
from django.db.models import QuerySet

from innkeeper.kernel.actors import Actor
from innkeeper.vault import holds, keyring, tombstones
from innkeeper.vault.classes import DataClass
from innkeeper.vault.errors import SubjectHeld
from innkeeper.vault.kek import Kek, unwrapped
from innkeeper.vault.models import DataKey, ScopeKey, Tombstone
from innkeeper.vault.queries import GRACE, OrphanLook
from innkeeper.vault.tombstones import Burial

BATCH = 1000


@dataclass(frozen=True, slots=True)
class ShredReport:
    """How many keys were destroyed."""

    keys_destroyed: int


def shred(
    *,
    actor: Actor,
    subject_id: UUID,
    at: datetime,
    reason: str,
    data_classes: Collection[DataClass] = (DataClass.SERVICE,),
) -> ShredReport:
    """Destroy a subject's keys of these classes: every sealed value under them is gone, in every process, at once.

    The tombstones stand first, in the keys' database and in the sinks, so that a restore destroys again.
    `reason` is a code ("erasure_request"). Raises Unavailable when no sink takes the tombstone; SubjectHeld while a
    legal hold stands; nothing is destroyed then.
    """
    if names := holds.standing(subject_id):
        raise SubjectHeld(names)
    burials = [
        Burial(
            subject_id=subject_id,
            data_class=kind,
            at=at,
            actor_id=actor.id,
            actor_label=actor.label,
            reason=reason,
        )
        for kind in data_classes
    ]
    tombstones.keep(burials)
    return bury(burials)


def bury(burials: Sequence[Burial]) -> ShredReport:
    """Set the tombstones that are missing, then destroy the keys beneath all of them. Safe to repeat."""
    Tombstone.objects.bulk_create(
        [
            Tombstone(
                subject_id=one.subject_id,
                data_class=one.data_class.value,
                at=one.at,
                actor_id=one.actor_id,
                actor_label=one.actor_label,
                reason=one.reason,
            )
            for one in burials
        ],
        ignore_conflicts=True,
    )
    destroyed = 0
    for one in burials:
        doomed = DataKey.objects.filter(subject_id=one.subject_id, data_class=one.data_class.value)
        destroyed += doomed.delete()[0]
    return ShredReport(keys_destroyed=destroyed)


def finish_shreds() -> ShredReport:
    """Destroy keys whose tombstone stands: what a crash between the two steps of `shred` left behind."""
    destroyed = 0
    for subject_id, kind in Tombstone.objects.values_list("subject_id", "data_class").iterator():
        destroyed += DataKey.objects.filter(subject_id=subject_id, data_class=kind).delete()[0]
    return ShredReport(keys_destroyed=destroyed)


def rotate_scope_key(*, scope_id: UUID) -> int:
    """Give a property or group a fresh key and re-wrap its data keys; answers how many. Values are not sealed anew.

    Safe to repeat after a crash: old versions go when nothing hangs on them.
    """
    old = keyring.newest_scope_key(scope_id)
    fresh = keyring.add_scope_key(scope_id, version=old.version + 1)
    moved = 0
    while batch := list(_behind(fresh)[:BATCH]):
        moved += _rewrap(batch, fresh)
    ScopeKey.objects.filter(scope_id=scope_id, version__lt=fresh.version, data_keys=None).delete()
    keyring.forget()
    return moved


def rewrap_scope_keys(*, old: Kek, new: Kek) -> int:
    """Wrap every scope key by the new KEK; answers how many. The new KEK becomes current when its file is in place."""
    with transaction.atomic(using="keys"):
        rows = list(ScopeKey.objects.select_for_update().filter(kek_id=old.id))
        for row in rows:
            row.wrapped = new.wrap(old.unwrap(bytes(row.wrapped)))
            row.kek_id = new.id
        ScopeKey.objects.bulk_update(rows, ["wrapped", "kek_id"], batch_size=500)
    return len(rows)


def note_look(look: OrphanLook, *, at: datetime) -> None:
    """Keep what a look has shown: keys in use are settled, keys without a use are doubted from now on."""
    for part in _parts(look.used):
        DataKey.objects.filter(id__in=part).update(settled_at=at, doubted_at=None)
    for part in _parts(look.fresh):
        unseen = DataKey.objects.filter(id__in=part, doubted_at=None)
        unseen.update(settled_at=None, doubted_at=at)


def destroy_orphans(*, key_ids: Collection[UUID], at: datetime) -> int:
    """Destroy keys that two looks, a grace apart, found without a use; answers how many.

    The condition stands in the statement itself: a key that sealing took out of doubt a moment ago stays.
    """
    doomed = DataKey.objects.filter(id__in=key_ids, doubted_at__lte=at - GRACE)
    return doomed.delete()[0]


def _behind(fresh: ScopeKey) -> QuerySet[DataKey]:
    older = DataKey.objects.filter(scope_id=fresh.scope_id, scope_key__version__lt=fresh.version)
    return older.select_related("scope_key").order_by("id")


def _rewrap(batch: list[DataKey], fresh: ScopeKey) -> int:
    secret = keyring.scope_secret(fresh)
    for row in batch:
        plain = unwrapped(keyring.scope_secret(row.scope_key), bytes(row.wrapped))
        row.wrapped = aes_key_wrap(secret, plain)
        row.scope_key = fresh
    DataKey.objects.bulk_update(batch, ["wrapped", "scope_key"], batch_size=200)
    return len(batch)


def _parts(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
