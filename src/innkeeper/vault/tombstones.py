"""The port through which tombstones leave for the sinks before any key is destroyed. The audit log installs itself here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.kernel.errors import Unavailable
from innkeeper.vault.classes import DataClass


@dataclass(frozen=True, slots=True)
class Burial:
    """One destroyed key as the sinks keep it: whose, of which class, by whom, when, why (a code)."""

    subject_id: UUID
    data_class: DataClass
    at: datetime
    actor_id: UUID
    actor_label: str
    reason: str


Keeper = Callable[[Sequence[Burial]], None]
_keepers: list[Keeper] = []


def install(keeper: Keeper) -> None:
    """Let `keeper` take every tombstone from now on. It raises Unavailable when it cannot."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def keep(burials: Sequence[Burial]) -> None:
    """Hand the tombstones to every keeper. Raises Unavailable when there is none, or when one cannot take them."""
    if not _keepers:
        raise Unavailable(_("No place outside keeps tombstones, so no key is destroyed."))
    for keeper in _keepers:
        keeper(burials)
