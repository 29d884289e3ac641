"""How the hotel wants its rooms kept and left, as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from innkeeper.stays.models import DETAIL_WORDS, HouseWishes
from innkeeper.stays.rules.departures import Detail, Inspects


@dataclass(frozen=True, slots=True)
class Wishes:
    """The hotel's wishes. `details` are those that hands tick."""

    inspects: Inspects
    linen_every_days: int
    rush_minutes: int
    details: frozenset[Detail]


def wishes_of(property_id: UUID) -> Wishes:
    """The wishes in force, as shipped where the hotel has set none. Queries: 1."""
    held = HouseWishes.objects.filter(property_id=property_id).first() or HouseWishes()
    return Wishes(
        inspects=Inspects(held.inspects),
        linen_every_days=held.linen_every_days,
        rush_minutes=held.rush_minutes,
        details=frozenset(Detail(one) for one in held.details.split()),
    )


def detail_words() -> Mapping[Detail, str]:
    """The details in the reader's words."""
    return {key: str(word) for key, word in DETAIL_WORDS.items()}
