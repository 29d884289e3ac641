"""What the desk understood of one line: the reading, the room and its guests, neighbours, duplicates, what happens next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.accounts.queries import on_duty
from innkeeper.cases.models import Alert, ClassificationRule, TaxonomyCode
from innkeeper.cases.queries.board import first_clocks
from innkeeper.cases.queries.house import lately
from innkeeper.cases.queries.lists import CaseLine
from innkeeper.cases.queries.past import duplicates_for, open_cases_of_rooms
from innkeeper.cases.queries.playbooks import codes, rules_of, wording_version
from innkeeper.complaints.actions.reporting import task_templates
from innkeeper.desk.queries.rows import Words, case_row, name_of
from innkeeper.desk.reading import HouseFacts, Reading, house_facts, read
from innkeeper.guests.queries import GuestLine, guest_lines
from innkeeper.kernel.actors import Actor
from innkeeper.properties.models import Department, Property, Room
from innkeeper.properties.queries import departments, neighbours, property_of, rooms_by_number
from innkeeper.service_requests.rules import is_night
from innkeeper.stays.queries import RoomCard, cards_for_rooms
from innkeeper.web.parts import CaseRow, Heard
from innkeeper.web.templatetags.parts import two

DUPLICATE_WINDOW = timedelta(hours=24)
MANAGERS_MATTERS = frozenset({Alert.MANAGER, Alert.SECURITY})
"""For these nobody of the department goes to the room; the assistant manager does (REQ-08)."""
DISTURBING = frozenset({"dnd_ignored"})
"""Codes of a guest disturbed in the room: how it came to it is asked for (day of the hotel, 08:40)."""
COMMON = (
    "towels", "drinking_water", "pillow", "amenities", "cleaning_request", "loan_item",
    "air_conditioning", "network", "tv", "no_hot_water", "noise_guests", "luggage",
)  # fmt: skip
PRIORITIES = {"emergency": 1, "important": 2, "general": 3, "non_urgent": 4}
NAMES = {number: name for name, number in PRIORITIES.items()}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A room next to it and what is open there."""

    room: str
    words: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """Who will be told, and by when, once the button is pressed."""

    when: str
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """Everything that the intake page reads back before anything is written."""

    reading: Reading
    heard: Sequence[Heard]
    house: Property
    facts: HouseFacts
    codes: Sequence[TaxonomyCode]
    card: RoomCard | None
    guests: Sequence[GuestLine]
    code: TaxonomyCode | None
    department: str
    kind: str
    priority: int
    neighbours: Sequence[Neighbour]
    duplicates: Sequence[CaseRow]
    again_count: int
    next_steps: Sequence[NextStep]
    unknown_room: str
    can_wait: bool = False
    is_disturbing: bool = False


def understanding(actor: Actor, property_id: UUID, line: str, *, at: datetime) -> Understanding:
    """Read the line and look up what it touches. Queries: 17 at most, of a line that names several rooms."""
    house = property_of(property_id)
    facts = facts_of(property_id, house.timezone)
    reading = read(line, facts=facts, at=at)
    number = reading.room or ""
    own_codes = codes(property_id)
    code = next((one for one in own_codes if one.code == reading.code), None)
    places = {one.code: one for one in departments(property_id)}
    here = known_room(property_id, number) if number else None
    named = rooms_by_number(property_id, reading.other_rooms) if reading.other_rooms else {}
    beside = [one for one in (neighbours(here) if here else []) if one.number not in named]
    next_door = [*named.values(), *beside]
    cards = (
        cards_for_rooms(property_id, [number, *(one.number for one in next_door)]) if here or named else {}
    )
    card = cards.get(number)
    same = duplicates_for(
        actor, property_id=property_id, room=number, code=reading.code or "", since=at - DUPLICATE_WINDOW
    )
    words = Words(places, {}, first_clocks([one.id for one in same]), actor, at)
    return Understanding(
        reading=reading,
        heard=heard(reading),
        house=house,
        facts=facts,
        codes=own_codes,
        card=card,
        guests=list(guest_lines(card.guest_ids, actor=actor).values()) if card else [],
        code=code,
        department=places[code.handling_department].name
        if code and code.handling_department in places
        else "",
        kind=reading.kind,
        priority=PRIORITIES[reading.priority],
        neighbours=_neighbours(actor, property_id, next_door, cards),
        duplicates=[case_row(one, words) for one in same],
        again_count=lately(actor, property_id=property_id, room=number, code=reading.code or "", at=at) + 1,
        next_steps=next_steps(property_id, code, reading, places=places, at=at),
        unknown_room=number if number and card is None else "",
        is_disturbing=reading.code in DISTURBING,
        can_wait=bool(code and code.can_wait) and is_night(at, house.timezone),
    )


def facts_of(property_id: UUID, timezone: str) -> HouseFacts:
    """The words and rooms of a hotel for the reader: its own codes and rules, read anew after each edit. Queries: 1, else 4."""
    return facts_at(property_id, timezone, wording_version(property_id))


@lru_cache(maxsize=64)
def facts_at(property_id: UUID, timezone: str, version: int) -> HouseFacts:
    """The facts as of one edition of the words; `version` rises with every edit, whichever process made it."""
    own = codes(property_id)
    if not own:
        return house_facts(rooms=rooms_by_number(property_id), timezone=timezone)
    return house_facts(
        rooms=rooms_by_number(property_id),
        timezone=timezone,
        codes=[code_row(one) for one in own],
        rules=[rule_row(one) for one in rules_of(property_id)],
    )


def code_row(one: TaxonomyCode) -> dict[str, Any]:
    """A code of the hotel in the shape of the shipped file."""
    columns = (
        "code", "department", "kind", "category", "words_zh", "words_en", "weight", "is_counted", "is_life_safety",
    )  # fmt: skip
    return {name: getattr(one, name) for name in columns} | {"priority": NAMES[one.priority]}


def rule_row(one: ClassificationRule) -> dict[str, Any]:
    """A rule of the hotel in the shape of the shipped file."""
    return {
        "words": one.words,
        "code": one.code,
        "category": one.category,
        "priority": NAMES.get(one.priority or 0, ""),
    }


def things_in(line: str, property_id: UUID, timezone: str, *, at: datetime) -> tuple[tuple[str, int], ...]:
    """The things to bring that a line names, and how many. Queries: those of `facts_of`."""
    reading = read(line, facts=facts_of(property_id, timezone), at=at)
    return tuple((item.code, item.count) for item in reading.items)


def heard(reading: Reading) -> list[Heard]:
    """The line in pieces, with what was understood under each."""
    names = {
        "room": _("room"), "place": _("place"), "code": _("code"), "item": _("item"), "demand": _("wish"),
        "contact": _("contact time"), "property": _("property"), "grievance": _("complaint"), "floor": _("floor"),
        "other_room": _("another room"),
    }  # fmt: skip
    pieces, end = [], 0
    for mark in reading.marks:
        if mark.start > end:
            pieces.append(Heard(reading.line[end : mark.start]))
        pieces.append(
            Heard(reading.line[mark.start : mark.end], names.get(mark.what, mark.what), mark.is_sure)
        )
        end = mark.end
    if end < len(reading.line):
        pieces.append(Heard(reading.line[end:]))
    return pieces


def _sent_at_once(code: TaxonomyCode | None, reading: Reading) -> list[str]:
    """The departments that have a task the moment the line is taken in; of a complaint only an emergency sets them to work."""
    if code is None or code.alert in MANAGERS_MATTERS:
        return []
    if reading.kind != "complaint":
        return [code.handling_department]
    if reading.priority != "emergency":
        return []
    return list(dict.fromkeys(task["department"] for task in task_templates().get(code.code, ())))


def next_steps(
    property_id: UUID,
    code: TaxonomyCode | None,
    reading: Reading,
    *,
    places: dict[str, Department],
    at: datetime,
) -> list[NextStep]:
    """Who will be told and by when. Queries: 2 to 4."""
    steps = [
        NextStep(_("at once"), places[one].name, _("gets the task on the phone"))
        for one in _sent_at_once(code, reading)
        if one in places
    ]
    if reading.kind == "complaint":
        manager = on_duty(property_id, "assistant_manager", at)
        who = ", ".join(name_of(one) for one in manager[:1]) or _("Manager on duty")
        steps.append(NextStep(_("within 5 min"), _("you"), _("tell the guest who comes and when")))
        steps.append(NextStep(_("within 15 min"), who, _("is with the guest; else it goes up the ladder")))
    return steps


def choices_of(codes: Iterable[TaxonomyCode]) -> list[tuple[str, str]]:
    """Codes as choices, in their order."""
    return [(one.code, two(one)) for one in codes]


def code_choices(property_id: UUID) -> list[tuple[str, str]]:
    """The taxonomy as choices, by department. Queries: 1."""
    return choices_of(codes(property_id))


def known_room(property_id: UUID, number: str) -> Room | None:
    """The room of that number, None for an unknown one. Queries: 1."""
    return rooms_by_number(property_id, [number]).get(number)


def _neighbours(
    actor: Actor, property_id: UUID, next_door: Sequence[Room], cards: Mapping[str, RoomCard]
) -> list[Neighbour]:
    numbers = [one.number for one in next_door]
    if not numbers:
        return []
    busy: dict[str, list[CaseLine]] = {}
    for line in open_cases_of_rooms(actor, property_id=property_id, rooms=numbers):
        busy.setdefault(line.room, []).append(line)
    return [
        Neighbour(number, _neighbour_words(busy.get(number, []), cards.get(number))) for number in numbers
    ]


def _neighbour_words(lines: Sequence[CaseLine], card: RoomCard | None) -> str:
    if lines:
        return lines[0].title
    if card is not None and card.dnd_since:
        return _("Do not disturb")
    return _("No open case")


def common_things(property_id: UUID) -> list[TaxonomyCode]:
    """What guests ask for most, for the three taps: the first codes of the hotel's own order. Queries: 1."""
    wanted = [one for one in codes(property_id) if one.code in COMMON]
    return sorted(wanted, key=lambda one: COMMON.index(one.code))
