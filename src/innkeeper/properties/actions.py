"""The only writers of the house's own tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innkeeper.audit.actions import record
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.editions import insist_unchanged
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.outbox import actions as outbox
from innkeeper.properties import rules
from innkeeper.properties.adapters import holidays
from innkeeper.properties.models import (
    Calendar,
    CalendarDay,
    Department,
    Property,
    RefCounter,
    Room,
    RoomType,
)
from innkeeper.properties.queries import calendar_plan, is_listed
from innkeeper.web.days import insist_near


def take_ref(property_id: UUID, *, at: datetime) -> str:
    """The next ref of the hotel in its own year. Taken last in the caller's transaction, for it locks the counter.

    Raises RuntimeError outside a transaction. Queries: 3, 5 for the first ref of a year.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A ref is taken inside the transaction that uses it.")
    house = Property.objects.only("code", "timezone").get(pk=property_id)
    year = at.astimezone(ZoneInfo(house.timezone)).year
    if not _advance(property_id, year):
        try:
            with transaction.atomic():
                RefCounter.objects.create(property_id=property_id, year=year, last=0)
        except IntegrityError:
            pass  # another worker began the year first
        _advance(property_id, year)
    last = RefCounter.objects.values_list("last", flat=True).get(property_id=property_id, year=year)
    return rules.ref(house.code, year, last)


def _advance(property_id: UUID, year: int) -> bool:
    """Add one under the row's lock, held until the caller commits."""
    return bool(RefCounter.objects.filter(property_id=property_id, year=year).update(last=F("last") + 1))


def establish_calendar(
    *,
    property_id: UUID,
    at: datetime,
    years: Iterable[int],
    weekdays: Iterable[int] = rules.MONDAY_TO_FRIDAY,
    opens: time = time(9),
    closes: time = time(18),
) -> Calendar:
    """Give a hotel the next version of its working calendar as it is set up, with China's public days of the years.

    Days entered by hand stay, and those of earlier years. Raises InvalidInput for hours or weekdays that leave nothing to
    work.
    """
    week: dict[str, Any] = {"weekdays": weekdays, "opens": opens, "closes": closes}
    with transaction.atomic():
        Property.objects.select_for_update().get(pk=property_id)
        return _publish(property_id, _plan_of_week(property_id, years, **week), at=at)


def calendar_wished(
    *, property_id: UUID, years: Iterable[int], weekdays: Iterable[int], opens: time, closes: time
) -> rules.WorkCalendar:
    """The next version as it would be, written nowhere: what a screen shows before it is published.

    Raises InvalidInput as `establish_calendar` does. Queries: 3.
    """
    plan = _plan_of_week(property_id, years, weekdays=weekdays, opens=opens, closes=closes)
    return plan.in_zone(Property.objects.only("timezone").get(pk=property_id).timezone)


def _plan_of_week(
    property_id: UUID, years: Iterable[int], *, weekdays: Iterable[int], opens: time, closes: time
) -> rules.CalendarPlan:
    worked, wanted = _working_week(weekdays, opens, closes), list(years)
    plan = replace(calendar_plan(property_id), weekdays=frozenset(worked), opens=opens, closes=closes)
    return plan.with_known(holidays.public_days(wanted), holidays.announced_years(wanted))


def _publish(property_id: UUID, plan: rules.CalendarPlan, *, at: datetime) -> Calendar:
    """Write the plan as the hotel's next version; the caller holds the hotel's row. Queries: 3."""
    last = Calendar.objects.filter(property_id=property_id).aggregate(last=Max("version"))["last"] or 0
    calendar = Calendar.objects.create(
        property_id=property_id,
        version=last + 1,
        working_weekdays=sorted(plan.weekdays),
        opens=plan.opens,
        closes=plan.closes,
        announced_years=sorted(plan.announced_years),
        published_at=at,
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(
            calendar=calendar,
            on=day.on,
            is_working=day.is_working,
            name_zh=day.name_zh,
            name_en=day.name_en,
        )
        for day in plan.days
    )
    return calendar


def _working_week(weekdays: Iterable[int], opens: time, closes: time) -> list[int]:
    """The weekdays in their order. Raises InvalidInput for hours or weekdays that leave nothing to work."""
    worked = sorted(set(weekdays))
    if not worked or not set(worked) <= set(range(7)):
        words = _("Choose at least one working weekday.")
        raise InvalidInput(words, fields={"weekdays": words})
    if closes <= opens:
        words = _("The closing hour must be after the opening hour.")
        raise InvalidInput(words, fields={"closes": words})
    return worked


def publish_calendar(
    *,
    actor: Actor,
    property_id: UUID,
    at: datetime,
    years: Iterable[int],
    seen: str = "",
    **wished: Any,
) -> Calendar:
    """Publish the next version of the working calendar; the others stay as they were. `wished` as in `establish_calendar`.

    Open clocks that count working days follow by a job. `seen` is the version that the actor looked at. Raises
    NotPermitted, NotFound for another hotel, InvalidInput as `establish_calendar` does, EditConflict when another
    version was published since.
    """
    _insist_calendar(actor, property_id)
    with transaction.atomic():
        _insist_version(property_id, seen)
        calendar = establish_calendar(property_id=property_id, at=at, years=years, **wished)
        _tell_published(calendar, actor=actor, at=at)
    return calendar


def enter_year(
    *,
    actor: Actor,
    property_id: UUID,
    at: datetime,
    year: int,
    holidays: Sequence[rules.Holiday],
    is_announced: bool,
    seen: str = "",
) -> Calendar:
    """Publish the next version of the calendar with these as the year's holidays and the days worked in exchange for them.

    The year is "not announced yet" until `is_announced` says that the notice was entered whole. Open clocks follow by a
    job. `seen` is the version that the actor looked at. Raises as `year_wished` does; EditConflict when another version
    was published since.
    """
    wanted: dict[str, Any] = {"year": year, "holidays": holidays, "is_announced": is_announced}
    _insist_calendar(actor, property_id)
    insist_near(at=at, year=date(min(max(year, 1), 9999), 7, 1))
    with transaction.atomic():
        _insist_version(property_id, seen)
        plan = year_wished(actor=actor, property_id=property_id, **wanted)
        calendar = _publish(property_id, plan, at=at)
        days = sum(len(one.days) for one in holidays)
        facts = {"year": year, "days": days, "is_announced": is_announced}
        _tell_published(calendar, actor=actor, at=at, facts=facts)
    return calendar


def year_wished(
    *,
    actor: Actor,
    property_id: UUID,
    year: int,
    holidays: Sequence[rules.Holiday],
    is_announced: bool,
) -> rules.CalendarPlan:
    """The next version with these holidays of a year, written nowhere.

    Raises NotPermitted, NotFound for another hotel, InvalidInput by the field of `rules.faults_of_year`. Queries: 2.
    """
    _insist_calendar(actor, property_id)
    plan = calendar_plan(property_id)
    is_sure = is_announced or is_listed(year)
    faults = rules.faults_of_year(plan, year, holidays, is_announced=is_sure)
    if faults:
        words = {name: str(FAULT_WORDS[fault]) for name, fault in faults.items()}
        raise InvalidInput(_("Some days of the year cannot be as they were entered."), fields=words)
    return plan.with_year(year, holidays, is_announced=is_sure)


FAULT_WORDS = {
    rules.Fault.NO_NAME: gettext_lazy("Give the holiday its name, in Chinese and in English."),
    rules.Fault.LONG_NAME: gettext_lazy("Shorten the name."),
    rules.Fault.NO_OTHER_END: gettext_lazy(
        "Give the first and the last free day; for one day twice the same."
    ),
    rules.Fault.WRONG_WAY_ROUND: gettext_lazy("The last free day must not be before the first."),
    rules.Fault.TOO_LONG: gettext_lazy("A holiday lasts a month at most: look at the months again."),
    rules.Fault.OTHER_YEAR: gettext_lazy("This day lies in another year."),
    rules.Fault.TWICE: gettext_lazy("A day of these was entered already."),
    rules.Fault.WORKED_ANYWAY: gettext_lazy("This day is worked every week: look at the date again."),
    rules.Fault.NOTHING: gettext_lazy("Enter the year's holidays first; an empty year cannot be confirmed."),
}


def _insist_calendar(actor: Actor, property_id: UUID) -> None:
    if not actor.is_system and property_id not in actor.property_ids:
        raise NotFound(_("There is no such hotel."))
    if not actor.may("settings.change"):
        raise NotPermitted(_("Changing the calendar needs the right to change settings."))


def _insist_version(property_id: UUID, seen: str) -> None:
    """Hold the hotel's row, so that one version follows another. Raises EditConflict when another stands than was seen."""
    Property.objects.select_for_update().get(pk=property_id)
    newest = Calendar.objects.filter(property_id=property_id).aggregate(newest=Max("version"))["newest"]
    words = _("Somebody published a calendar while you were at it. What you chose is kept below.")
    insist_unchanged(seen, str(newest or 0), words)


def _tell_published(
    calendar: Calendar, *, actor: Actor, at: datetime, facts: Mapping[str, Any] | None = None
) -> None:
    """In the log what was published; a job lets the open clocks follow."""
    hours = f"{calendar.opens:%H:%M}-{calendar.closes:%H:%M}"
    told = {"version": calendar.version, "weekdays": calendar.working_weekdays, "hours": hours}
    record(
        actor=actor,
        verb="properties.calendar_published",
        kind="calendar",
        object_id=calendar.pk,
        property_id=calendar.property_id,
        at=at,
        facts=told | dict(facts or {}),
    )
    outbox.enqueue("cases.follow_calendar", at=at, property_id=calendar.property_id)


def establish_departments(
    *, actor: Actor, property_id: UUID, at: datetime, plan: Mapping[str, Mapping[str, Any]]
) -> dict[str, Department]:
    """Give a hotel the departments of a chart; those it has stay as they are. Raises NotPermitted."""
    if not actor.may("settings.change"):
        raise NotPermitted(_("Setting up the chart needs the right to change settings."))
    with transaction.atomic():
        known = {one.code: one for one in Department.objects.filter(property_id=property_id)}
        fresh = [
            Department(
                property_id=property_id,
                code=code,
                name_zh=entry["zh"],
                name_en=entry["en"],
                head_post_code=entry["head"],
                position=position,
            )
            for position, (code, entry) in enumerate(plan.items())
            if code not in known
        ]
        Department.objects.bulk_create(fresh)
        known |= {one.code: one for one in fresh}
        for one in fresh:
            one.reports_to = known.get(plan[one.code]["under"] or "")
        Department.objects.bulk_update(fresh, ["reports_to"])
    return known


def register_rooms(
    *,
    actor: Actor,
    property_id: UUID,
    at: datetime,
    rooms: Iterable[tuple[str, int, str]],
    types: Mapping[str, tuple[str, str]],
) -> dict[str, Room]:
    """Enter rooms as (number, floor, type code) with the names of their types (zh, en); known ones stay.

    Raises NotPermitted, InvalidInput for a room of an unknown type. Queries: 5.
    """
    if not actor.may("settings.change"):
        raise NotPermitted(_("Entering rooms needs the right to change settings."))
    wanted = list(rooms)
    strange = sorted({code for _number, _floor, code in wanted} - set(types))
    if strange:
        raise InvalidInput(_("Unknown room type: %(codes)s.") % {"codes": ", ".join(strange)})
    with transaction.atomic():
        RoomType.objects.bulk_create(
            [
                RoomType(property_id=property_id, code=code, name_zh=zh, name_en=en)
                for code, (zh, en) in types.items()
            ],
            ignore_conflicts=True,
        )
        kinds = {kind.code: kind for kind in RoomType.objects.filter(property_id=property_id)}
        Room.objects.bulk_create(
            [
                Room(
                    property_id=property_id,
                    number=number,
                    floor=floor,
                    position=rules.position_of(number, floor),
                    room_type=kinds[code],
                )
                for number, floor, code in wanted
            ],
            ignore_conflicts=True,
        )
    return {room.number: room for room in Room.objects.filter(property_id=property_id)}
