"""How the hotel wants its rooms kept and left, as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import Form

from innkeeper.accounts.queries import shown_name, staff_lines
from innkeeper.audit.queries import Line, entries
from innkeeper.kernel.editions import edition_of
from innkeeper.stays.models import DETAIL_WORDS, HouseWishes
from innkeeper.stays.rules.departures import Detail, Inspects
from innkeeper.web.parts import Change
from innkeeper.web.told import told_by

NOTED = {
    "inspects": "inspects",
    "linen_every_days": "linen",
    "rush_minutes": "rush_minutes",
    "details": "details",
}


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


def edition_of_wishes(held: HouseWishes) -> str:
    """The mark of the wishes as they stand. Queries: 0."""
    return edition_of(held.inspects, held.linen_every_days, held.rush_minutes, held.details)


def present_edition(property_id: UUID) -> str:
    """The mark of the wishes in force. Queries: 1."""
    return edition_of_wishes(HouseWishes.objects.filter(property_id=property_id).first() or HouseWishes())


def wishes_changes(property_id: UUID, form: Form) -> list[Change]:
    """How the wishes were changed, from the log, by the fields of their form. Queries: 3."""
    lines = entries(
        property_ids=None, object_id=property_id, kind="house", verb_prefix="stays.wishes_changed", limit=20
    ).lines
    people = staff_lines({one.actor_id for one in lines})
    return [
        Change(
            at=one.at,
            who=shown_name(people.get(one.actor_id)) or one.actor_label,
            lines=told_by(form, _as_typed(one, "was_"), _as_typed(one, "")),
        )
        for one in lines
    ]


def _as_typed(line: Line, prefix: str) -> dict[str, Any]:
    """What an entry noted, as the form has it."""
    noted = {name: line.facts.get(prefix + short) for name, short in NOTED.items()}
    found = {name: value for name, value in noted.items() if value is not None}
    return found | ({"details": str(found["details"]).split()} if "details" in found else {})


def detail_words() -> Mapping[Detail, str]:
    """The details in the reader's words."""
    return {key: str(word) for key, word in DETAIL_WORDS.items()}
