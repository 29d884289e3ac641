"""The demo's house: one hotel, 300 rooms on floors 5 to 22, 45 colleagues on three shifts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from innkeeper.accounts.actions.chart import establish_house
from innkeeper.accounts.actions.duty import roster_days
from innkeeper.accounts.actions.staff import assign_post, register_staff
from innkeeper.accounts.models import Staff
from innkeeper.kernel.actors import system
from innkeeper.kernel.shipped import shipped_file
from innkeeper.properties.actions import establish_calendar, register_rooms
from innkeeper.properties.models import Group, Property
from innkeeper.stays.actions import open_rooms
from innkeeper.stays.models import RoomTask
from innkeeper.stays.rules.tasks import TaskState

CODE = "SHA"
PASSWORD = "qinghuai-2026"  # noqa: S105  the demo's, printed at every start
SHIFTS = {"M": "early", "A": "late", "N": "night", "D": "early"}
TYPES = {
    "K": ("大床房", "King room"),
    "T": ("双床房", "Twin room"),
    "C": ("转角套房", "Corner suite"),
}
NARROW, WIDE = range(5, 11), range(11, 23)
NARROW_ROOMS, WIDE_ROOMS = 16, 17
ROSTER_BEFORE, ROSTER_AFTER = 14, 7


@dataclass(frozen=True, slots=True)
class Colleague:
    """One line of staff.yaml, and the person made from it."""

    staff: Staff
    post: str
    shift: str


@cache
def data(name: str) -> Any:
    """One of the demo's data files."""
    return shipped_file("innkeeper.config.demo", "data", name)


def room_numbers() -> Iterator[tuple[str, int, str]]:
    """300 rooms as (number, floor, type): 16 on floors 5 to 10, 17 on floors 11 to 22, suites at the corners."""
    for floors, count in ((NARROW, NARROW_ROOMS), (WIDE, WIDE_ROOMS)):
        for floor in floors:
            for place in range(1, count + 1):
                kind = "C" if place in (1, count) else "K" if place % 2 else "T"
                yield f"{floor}{place:02d}", floor, kind


def make_house(*, at: datetime) -> Property:
    """The hotel with its chart, calendar and rooms."""
    group = Group.objects.create(name_zh="青槐酒店集团", name_en="Qinghuai Hotels")
    house = Property.objects.create(group=group, code=CODE, name_zh="青槐酒店", name_en="Qinghuai House")
    actor = system("demo", property_id=house.pk)
    establish_house(actor=actor, property_id=house.pk, at=at)
    establish_calendar(property_id=house.pk, at=at, years=(at.year - 1, at.year, at.year + 1))
    register_rooms(actor=actor, property_id=house.pk, at=at, rooms=room_numbers(), types=TYPES)
    open_rooms(property_id=house.pk, at=at)
    return house


def make_colleagues(house: Property, *, at: datetime) -> list[Colleague]:
    """The 45 people with their posts, on the roster from two weeks ago to a week ahead."""
    return _engaged(house, data("staff.yaml"), at=at)


def engage_day_hands(house: Property, *, at: datetime) -> None:
    """For a played day, the agency's hands in the rooms: three attendants of the house do not turn 77 departures. Once.

    The rooms that were given out before they came are everybody's.
    """
    lines = data("day_hands.yaml")
    if not Staff.objects.filter(staff_number=lines[0]["number"]).exists():
        _engaged(house, lines, at=at)
        RoomTask.objects.filter(property_id=house.pk, state=TaskState.OPEN.value).update(owner_id=None)


def _engaged(house: Property, lines: Sequence[Mapping[str, str]], *, at: datetime) -> list[Colleague]:
    actor = system("demo", property_id=house.pk)
    people: list[Colleague] = []
    for line in lines:
        staff = register_staff(
            actor=actor, staff_number=line["number"], work_name=line["zh"], work_name_en=line["en"],
            password=PASSWORD, password_hash=people[0].staff.password if people else "", at=at,
        )  # fmt: skip
        assign_post(
            actor=actor, staff=staff, property_id=house.pk, post_code=line["post"],
            from_on=date(at.year - 1, 1, 1), at=at,
        )  # fmt: skip
        people.append(Colleague(staff, line["post"], line["shift"]))
    for one in people:
        roster_days(
            actor=actor, property_id=house.pk, post_code=one.post, staff_id=one.staff.pk,
            days=list(_roster_days(at)), shift=SHIFTS[one.shift], at=at,
        )  # fmt: skip
    return people


def _roster_days(at: datetime) -> Iterator[date]:
    first = at.date() - timedelta(days=ROSTER_BEFORE)
    return (first + timedelta(days=n) for n in range(ROSTER_BEFORE + ROSTER_AFTER + 1))
