"""Reads about keys: which hang in the air, whose were destroyed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from innkeeper.vault.classes import DataClass
from innkeeper.vault.models import DataKey, Tombstone
from innkeeper.vault.uses import used_anywhere, used_by_their_subjects

GRACE = timedelta(hours=24)
"""Longer than any transaction, chunk of an import or backup takes: what was sealed before it is in its row or lost."""

MILLISECONDS_SHIFT = 80
FEW = 2000


@dataclass(frozen=True, slots=True)
class OrphanLook:
    """What a look for orphans has shown, as ids of keys.

    `used`: a stored value uses them. `fresh`: none does, seen for the first time. `ripe`: none does, and none did a
    grace ago. `waiting`: how many were doubted less than a grace ago and were not looked at.
    """

    used: tuple[UUID, ...] = ()
    fresh: tuple[UUID, ...] = ()
    ripe: tuple[UUID, ...] = ()
    waiting: int = 0


def look_for_orphans(*, at: datetime, is_full: bool = False) -> OrphanLook:
    """Which keys older than the grace no stored value uses: what crashes between key and row left behind.

    Only keys are walked that no earlier look has settled; `is_full` walks all of them (values may have gone since).
    Nothing is written. Raises UsesUnknown. Queries: 2, and those of `vault.uses`: by index while there are few and
    every one is in use, else a pass over all sealed columns.
    """
    keys = DataKey.objects.filter(id__lt=_first_id(at - GRACE))
    if not is_full:
        keys = keys.filter(settled_at=None)
    due = keys.filter(Q(doubted_at=None) | Q(doubted_at__lte=at - GRACE))
    rows = {row[0]: row[1:] for row in due.values_list("id", "subject_id", "doubted_at").iterator()}
    subjects = {key_id: subject_id for key_id, (subject_id, _) in rows.items()}
    used = used_by_their_subjects(subjects) if len(subjects) <= FEW else set()
    if left := rows.keys() - used:
        used |= used_anywhere(left)
    unused = sorted(rows.keys() - used)
    return OrphanLook(
        used=tuple(sorted(used)),
        fresh=tuple(key_id for key_id in unused if rows[key_id][1] is None),
        ripe=tuple(key_id for key_id in unused if rows[key_id][1] is not None),
        waiting=keys.filter(doubted_at__gt=at - GRACE).count(),
    )


def made_at(key_id: UUID) -> datetime:
    """When the key was made, as its id says."""
    return datetime.fromtimestamp((key_id.int >> MILLISECONDS_SHIFT) / 1000, UTC)


def tombstones() -> list[Tombstone]:
    """Whose service data were destroyed, by whom and why, the oldest first. Queries: 1."""
    return list(Tombstone.objects.filter(data_class=DataClass.SERVICE.value).order_by("at", "pk"))


def _first_id(moment: datetime) -> UUID:
    """The id below which all keys made before that time stand."""
    return UUID(int=int(moment.timestamp() * 1000) << MILLISECONDS_SHIFT)
