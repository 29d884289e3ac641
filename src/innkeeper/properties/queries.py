"""Reads of the house: hotels, rooms and their neighbours, the working calendar in force."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from uuid import UUID

from django.db.models import CharField, IntegerField, Q, QuerySet, Subquery, UUIDField
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from innkeeper.kernel.errors import NotFound
from innkeeper.properties.adapters import holidays
from innkeeper.properties.models import Calendar, CalendarDay, Department, Property, Room, RoomType
from innkeeper.properties.rules import CalendarPlan, Holiday, SpecialDay, WorkCalendar
from innkeeper.statements import Hole, Loaded


def property_of(property_id: UUID) -> Property:
    """The hotel with its group. Queries: 1. Raises NotFound."""
    found = HOTEL.first(house=property_id)
    if found is None:
        raise NotFound(_("There is no such hotel."))
    return found


HOTEL = Loaded(lambda *, house: Property.objects.filter(pk=house), Property, "group", house=UUIDField())


def every_hotel() -> list[Property]:
    """All hotels of the house, by code. Queries: 1."""
    return list(Property.objects.order_by("code"))


def properties_of(property_ids: Collection[UUID]) -> list[Property]:
    """The hotels with these ids, by code. Queries: 1."""
    return list(Property.objects.filter(pk__in=property_ids).order_by("code"))


def room(property_id: UUID, number: str) -> Room:
    """The room by its number. Queries: 1. Raises NotFound naming the number."""
    wanted = number.strip()
    found = ROOM.first(house=property_id, number=wanted)
    if found is None:
        raise NotFound(
            _("There is no room %(number)s.") % {"number": wanted[:10]}, fields={"room": wanted[:10]}
        )
    return found


ROOM = Loaded(
    lambda *, house, number: Room.objects.filter(property_id=house, number=number),
    Room,
    "room_type",
    house=UUIDField(),
    number=CharField(),
)


def room_type_name(property_id: UUID, code: str) -> str:
    """What the hotel calls a kind of room, in the reader's language; the code where it has no name. Queries: 0 or 1."""
    found = RoomType.objects.filter(property_id=property_id, code=code).first() if code else None
    if found is None:
        return code
    is_chinese = (get_language() or "zh").startswith("zh")
    return (found.name_zh if is_chinese else found.name_en) or code


def rooms_by_number(property_id: UUID, numbers: Collection[str] | None = None) -> dict[str, Room]:
    """Rooms by number, all of the hotel when no numbers are given. Queries: 1."""
    rooms = Room.objects.filter(property_id=property_id).order_by("floor", "position")
    if numbers is not None:
        rooms = rooms.filter(number__in=list(numbers))
    return {found.number: found for found in rooms}


def neighbours(room: Room) -> list[Room]:
    """The rooms left, right, above and below, those that exist, in this order. Queries: 1."""
    rooms = NEAR.all(house=room.property_id, floor=room.floor, position=room.position)
    row = [one for one in rooms if one.floor == room.floor]
    place = next(index for index, one in enumerate(row) if one.pk == room.pk)
    beside = ([row[place - 1]] if place else []) + row[place + 1 : place + 2]
    above = [one for one in rooms if one.floor > room.floor]
    return beside + above + [one for one in rooms if one.floor < room.floor]


def _near(*, house: Hole, floor: Hole, position: Hole) -> QuerySet[Room]:
    """The rooms of the floor, and those at the same place on the next floors that there are above and below."""
    here = Room.objects.filter(property_id=house)
    up = here.filter(floor__gt=floor).order_by("floor").values("floor")[:1]
    down = here.filter(floor__lt=floor).order_by("-floor").values("floor")[:1]
    next_floors = Q(floor=Subquery(up)) | Q(floor=Subquery(down))
    near = Q(floor=floor) | (Q(position=position) & next_floors)
    return here.filter(near).order_by("position", "number")


NEAR = Loaded(_near, Room, house=UUIDField(), floor=IntegerField(), position=IntegerField())


def departments_under(property_id: UUID, code: str) -> frozenset[str]:
    """A department and those that report to it, all the way down. Queries: 1."""
    rows = Department.objects.filter(property_id=property_id).values_list("code", "reports_to__code")
    above = dict(rows)
    found = {code}
    while more := {one for one, upper in above.items() if upper in found} - found:
        found |= more
    return frozenset(found)


def departments(property_id: UUID) -> list[Department]:
    """The modules of the chart in their order. Queries: 1."""
    return CHART.all(house=property_id)


CHART = Loaded(
    lambda *, house: Department.objects.filter(property_id=house).order_by("position", "code"),
    Department,
    "reports_to",
    house=UUIDField(),
)


def work_calendar(property_id: UUID) -> WorkCalendar:
    """The calendar version in force; weekdays alone where none was published. Queries: 1, 3 the first time."""
    latest = (
        Calendar.objects.filter(property_id=property_id)
        .order_by("-version")
        .values_list("pk", flat=True)
        .first()
    )
    return calendar_version(latest) if latest else WorkCalendar(timezone=property_of(property_id).timezone)


def calendar_versions(property_id: UUID, *, limit: int = 20) -> list[Calendar]:
    """The versions of the hotel's calendar, the newest first. Queries: 1."""
    return list(Calendar.objects.filter(property_id=property_id).order_by("-version")[:limit])


def calendar_plan(property_id: UUID) -> CalendarPlan:
    """What the version in force holds, with the names of its days. Queries: 2."""
    latest = Calendar.objects.filter(property_id=property_id).order_by("-version").first()
    return calendar_plans([latest])[0] if latest else CalendarPlan()


def calendar_plans(versions: Sequence[Calendar]) -> list[CalendarPlan]:
    """What each of the versions holds. Queries: 1."""
    days: dict[UUID, list[SpecialDay]] = {version.pk: [] for version in versions}
    rows = CalendarDay.objects.filter(calendar_id__in=days).order_by("on")
    for one in rows:
        days[one.calendar_id].append(SpecialDay(one.on, one.is_working, one.name_zh, one.name_en))
    return [
        CalendarPlan(
            weekdays=frozenset(one.working_weekdays),
            opens=one.opens,
            closes=one.closes,
            days=tuple(days[one.pk]),
            announced_years=frozenset(one.announced_years),
            version=one.version,
        )
        for one in versions
    ]


def is_listed(year: int) -> bool:
    """Whether the shipped list knows the year's holidays. Queries: 0."""
    return bool(holidays.announced_years([year]))


def yearly_holidays() -> list[Holiday]:
    """The holidays that every year's notice names, still without days. Queries: 0."""
    return [Holiday(name_zh=zh, name_en=en) for zh, en in holidays.yearly_names()]


@lru_cache(maxsize=128)
def calendar_version(calendar_id: UUID) -> WorkCalendar:
    """One published version as a value; versions never change, so it is read once. Queries: 2 or 0."""
    found = Calendar.objects.select_related("property").get(pk=calendar_id)
    return WorkCalendar(
        timezone=found.property.timezone,
        weekdays=frozenset(found.working_weekdays),
        opens=found.opens,
        closes=found.closes,
        days=dict(found.days.values_list("on", "is_working")),
        announced_years=frozenset(found.announced_years),
        version=found.version,
    )
