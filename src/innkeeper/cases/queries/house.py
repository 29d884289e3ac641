"""Cases beside the live house: what is open by room and by stay, what repeats in a room, what guests met before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, DateTimeField, F, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.utils.translation import gettext as _

from innkeeper.cases import policy
from innkeeper.cases.models import Case, TaxonomyCode
from innkeeper.cases.queries.lists import LINE_COLUMNS, CaseLine, lines_of, of_the_shift
from innkeeper.cases.queries.past import GATHERED, REPEAT_WINDOW
from innkeeper.kernel.actors import Actor
from innkeeper.statements import Hole, Statement

REPEATS_FROM = 3
REPEATS_SHOWN = 3
MOST = 500
DEFECTS = frozenset({"facility", "hygiene", "safety"})


@dataclass(frozen=True, slots=True)
class Repeat:
    """The same matter from one room again and again within 90 days."""

    room: str
    code: str
    name_zh: str
    name_en: str
    count: int


WENT_UP = Q(merged_into__is_open=True)
"""What went up in a case that is open."""


def open_by_room(actor: Actor, *, property_id: UUID, rooms: Collection[str]) -> dict[str, list[CaseLine]]:
    """The open cases of these rooms that the actor may know of, the oldest first. Queries: 1, none for no rooms.

    One that went up in an open case of another room is as open as that one.
    """
    if not rooms:
        return {}
    goes_on = Q(is_open=True) | (WENT_UP & ~Q(merged_into__room_number=F("room_number")))
    here = of_the_shift(policy.visible_to(actor)).filter(goes_on, property_id=property_id)
    found: dict[str, list[CaseLine]] = {}
    for line in lines_of(here.filter(room_number__in=rooms).order_by("received_at")[:MOST]):
        found.setdefault(line.room, []).append(line)
    return found


def open_by_stay(actor: Actor, *, stay_ids: Collection[UUID]) -> dict[UUID, list[CaseLine]]:
    """The open cases of these stays that the actor may know of, the oldest first. Queries: 1, none for no stays.

    One that went up in an open case is as open as that one: its guest is still to be given a result.
    """
    if not stay_ids:
        return {}
    goes_on = Q(is_open=True) | WENT_UP
    here = of_the_shift(policy.visible_to(actor)).filter(goes_on, stay_id__in=stay_ids)
    found: dict[UUID, list[CaseLine]] = {}
    for stay_id, *columns in here.order_by("received_at").values_list("stay_id", *LINE_COLUMNS)[:MOST]:
        found.setdefault(stay_id, []).append(CaseLine(*columns))
    return found


def troubled_rooms(actor: Actor, *, property_id: UUID) -> set[str]:
    """The rooms in which something is open, also what went up in an open case of another room. Queries: 1."""
    here = of_the_shift(policy.visible_to(actor)).filter(property_id=property_id).exclude(room_number="")
    still, gone_up = (
        here.filter(one).values_list("room_number", flat=True) for one in (Q(is_open=True), WENT_UP)
    )
    return set(still.union(gone_up))


def repeats_in(property_id: UUID, *, at: datetime) -> Sequence[Repeat]:
    """What came from the same room for the third time or more within 90 days, the most often first.

    Counted once a minute for everybody, so without restricted cases; the room's own page counts those that its reader
    may know of. Queries: 0, 1 or 2 once a minute.
    """
    return repeats_at(property_id, at.replace(second=0, microsecond=0))


@lru_cache(maxsize=1024)
def repeats_at(property_id: UUID, at: datetime) -> Sequence[Repeat]:
    """The repeats of the hotel at that moment. Queries: 1 or 2, 0 when they were asked for before."""
    rows = REPEATED.rows(house=property_id, after=at - REPEAT_WINDOW, at=at)
    names = _names(property_id, {code for _room, code, _n in rows}) if rows else {}
    return tuple(Repeat(room, code, *_named(names, code), n) for room, code, n in rows)


def _names(property_id: UUID, codes: Collection[str]) -> dict[str, tuple[str, str]]:
    """The names of these codes, the hotel's own before the shipped ones."""
    rows = TaxonomyCode.objects.filter(Q(property_id=property_id) | Q(property_id=None), code__in=codes)
    own_last = F("property_id").asc(nulls_first=True)
    return {
        code: (zh, en) for code, zh, en in rows.order_by(own_last).values_list("code", "name_zh", "name_en")
    }


def _named(names: dict[str, tuple[str, str]], code: str) -> tuple[str, str]:
    return names.get(code, (code, code))


def repeats_of_room(actor: Actor, *, property_id: UUID, room: str, at: datetime) -> list[Repeat]:
    """The same of one room. Queries: 1."""
    own_first = F("property_id").asc(nulls_last=True)
    named = TaxonomyCode.objects.filter(
        Q(property_id=property_id) | Q(property_id=None), code=OuterRef("taxonomy_code")
    ).order_by(own_first)
    known = policy.visible_to(actor).filter(room_number=room)
    counted = _repeated(known, house=property_id, after=at - REPEAT_WINDOW, at=at)
    rows = counted.values_list(
        "room_number", "taxonomy_code", "n", Subquery(named.values("name_zh")[:1]), Subquery(named.values("name_en")[:1])
    )  # fmt: skip
    return [
        Repeat(room, code, name_zh or code, name_en or code, n) for room, code, n, name_zh, name_en in rows
    ]


def _repeated(known: QuerySet[Case], *, house: Any, after: Any, at: Any) -> QuerySet[Any, Any]:
    cases = known.filter(
        property_id=house,
        received_at__gt=after,
        received_at__lte=at,
        merged_into=None,
        nature__in=DEFECTS,
    )
    cases = cases.exclude(room_number="").exclude(taxonomy_code="").exclude(kind=GATHERED)
    counted = cases.values("room_number", "taxonomy_code").annotate(n=Count("pk"))
    return counted.filter(n__gte=REPEATS_FROM).order_by("-n", "room_number")


def _most_repeated(*, house: Hole, after: Hole, at: Hole) -> QuerySet[Any, Any]:
    repeated = _repeated(Case.objects.filter(is_restricted=False), house=house, after=after, at=at)
    return repeated.values_list("room_number", "taxonomy_code", "n")[:REPEATS_SHOWN]


REPEATED = Statement(_most_repeated, house=UUIDField(), after=DateTimeField(), at=DateTimeField())


def lately(actor: Actor, *, property_id: UUID, room: str, code: str, at: datetime) -> int:
    """How often the room had this matter within 90 days, a new one not counted. Queries: 1, none for no room or code."""
    if not room or not code:
        return 0
    rows = (
        policy.visible_to(actor)
        .filter(property_id=property_id, room_number=room, taxonomy_code=code, merged_into=None)
        .exclude(kind=GATHERED)
    )
    return rows.filter(received_at__gt=at - REPEAT_WINDOW, received_at__lte=at).count()


def past_of_guests(actor: Actor, *, guest_ids: Collection[UUID], each: int = 3) -> dict[UUID, list[CaseLine]]:
    """The newest cases of each of these guests that the actor may know of. Queries: 1, none for no guests."""
    if not guest_ids:
        return {}
    rows = policy.visible_to(actor).filter(guests__guest_id__in=guest_ids).order_by("-received_at")
    columns = rows.annotate(of_guest=F("guests__guest_id")).values_list("of_guest", *LINE_COLUMNS)[:MOST]
    found: dict[UUID, list[CaseLine]] = {}
    for guest_id, *values in columns:
        lines = found.setdefault(guest_id, [])
        if len(lines) < each:
            lines.append(CaseLine(*values))
    return found


def outcome_words(line: CaseLine) -> str:
    """How a case stands, in two words."""
    return _("open") if line.is_open else _("closed")
