"""Global search: a room or a ref goes straight there; words find cases, people are found by the guests' own search."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from innkeeper.cases.queries.lists import cases_by_id
from innkeeper.desk.queries.intake import known_room
from innkeeper.desk.queries.rows import case_row, words_for
from innkeeper.kernel.actors import Actor
from innkeeper.search.queries import find
from innkeeper.stays.actions import HouseHit, search_house
from innkeeper.stays.rules.hand_keys import HandKey, read_key
from innkeeper.web.parts import CaseRow

ROOM = re.compile(r"^\d{3,4}$")
REF = re.compile(r"^[A-Z]{2,6}-\d{4}-\d{1,6}$")
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Found:
    """What one phrase finds: the newest cases, and guests who are here or arrive."""

    phrase: str
    cases: Sequence[CaseRow]
    guests: Sequence[HouseHit]

    @property
    def is_asked(self) -> bool:
        """Whether there was enough to look for."""
        return len(self.phrase) >= SHORTEST


def straight_to(property_id: UUID, phrase: str) -> str:
    """Where a room number or a ref leads at once; empty for anything else. Queries: 0 or 1."""
    if ROOM.match(phrase) and known_room(property_id, phrase):
        return reverse("stays:room", args=[phrase])
    if REF.match(phrase.upper()):
        return reverse("cases:case", args=[phrase.upper()])
    return ""


def key_in(property_id: UUID, phrase: str) -> HandKey | None:
    """The hand key that the phrase is, for a room that exists: `1208 VC`. Queries: 0 or 1."""
    key = read_key(phrase)
    return key if key and known_room(property_id, key.room) else None


def found(actor: Actor, property_id: UUID, phrase: str, *, at: datetime) -> Found:
    """The newest 25 cases that hold the phrase, and the guests of the live house. Queries: 9 at most."""
    if len(phrase) < SHORTEST:
        return Found(phrase, (), ())
    hits = find(
        property_id=property_id,
        phrase=phrase,
        kinds=["case"],
        may_see_restricted=actor.may("cases.see_restricted"),
    )
    lines = cases_by_id(actor, [hit.object_id for hit in hits])
    words = words_for(lines, actor=actor, property_id=property_id, at=at)
    guests = (
        search_house(actor=actor, property_id=property_id, phrase=phrase, at=at)
        if actor.may("guests.see")
        else []
    )
    return Found(phrase, [case_row(one, words) for one in lines], guests)
