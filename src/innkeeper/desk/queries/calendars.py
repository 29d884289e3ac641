"""The working calendar in the reader's words: its holidays, what differs between two versions, who published which."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from innkeeper.accounts.forms import WEEKDAYS
from innkeeper.accounts.queries import shown_name, staff_lines
from innkeeper.accounts.rules import StaffLine
from innkeeper.audit.queries import Line, entries
from innkeeper.properties.models import Calendar
from innkeeper.properties.queries import calendar_plans
from innkeeper.properties.rules import CalendarPlan, Holiday
from innkeeper.web.parts import Change
from innkeeper.web.templatetags.parts import day, two
from innkeeper.web.told import NONE, Lines


def calendar_changes(versions: Sequence[Calendar], *, year: int | None = None) -> list[Change]:
    """The versions of the working calendar, each beside the one before it; who published it comes from the log.

    With a `year` only what became of that year, with the way back to how it was. Queries: 4.
    """
    lines = entries(property_ids=None, object_ids=[one.pk for one in versions], kind="calendar").lines
    by_version = {one.object_id: one for one in lines}
    people = staff_lines({one.actor_id for one in lines})
    plans: list[CalendarPlan | None] = [*calendar_plans(versions), None]
    found: list[Change] = []
    for place, one in enumerate(versions):
        now, before = plans[place], plans[place + 1]
        if now is None:
            continue
        told = year_differences(before or CalendarPlan(), now, year) if year else _differences(before, now)
        if year and not told:
            continue
        found.append(
            Change(
                at=one.published_at,
                who=_publisher(by_version.get(one.pk), people),
                lines=told,
                reason=_("version %(n)s") % {"n": one.version},
                back=f"?again={one.version}" if year and found else "",
            )
        )
    return found


def _differences(before: CalendarPlan | None, now: CalendarPlan) -> Lines:
    """Hours, weekdays, and the holidays of each year; of the first version its hours and weekdays alone."""
    found = [
        (label, tell(before) if before else "", tell(now))
        for label, tell in ((pgettext("settings", "Hours"), _hours), (_("Working weekdays"), _weekdays))
        if before is None or tell(before) != tell(now)
    ]
    if before is None or (before.days, before.announced_years) == (now.days, now.announced_years):
        return found
    years = {one.on.year for plan in (before, now) for one in plan.days}
    years |= before.announced_years | now.announced_years
    return found + [
        (f"{year} {label}", was, is_now)
        for year in sorted(years)
        for label, was, is_now in year_differences(before, now, year)
    ]


def year_differences(before: CalendarPlan, now: CalendarPlan, year: int) -> Lines:
    """Each holiday of the year that differs, and whether the year is announced."""
    was, will = (_by_name(plan, year) for plan in (before, now))
    found = [
        (name, was.get(name, NONE), will.get(name, NONE))
        for name in [*was, *(one for one in will if one not in was)]
        if was.get(name) != will.get(name)
    ]
    said = [
        _("announced") if year in one.announced_years else _("not announced yet") for one in (before, now)
    ]
    return found + ([(_("The year"), said[0], said[1])] if said[0] != said[1] else [])


def _by_name(plan: CalendarPlan, year: int) -> dict[str, str]:
    """What is said of each holiday of the year; a second of the same name is counted."""
    found: dict[str, str] = {}
    for one in plan.holidays(year):
        name, count = two(one), 2
        while name in found:
            name, count = f"{two(one)} {count}", count + 1
        found[name] = holiday_words(one)
    return found


def holiday_words(one: Holiday) -> str:
    """1 October, Thursday – 7 October, Wednesday; worked: 10 October, Saturday."""
    free = [weekday_words(on) for on in dict.fromkeys((one.from_on, one.until_on)) if on]
    worked = [weekday_words(on) for on in one.worked_on]
    words = [" – ".join(free)] if free else []
    if worked:
        words.append(_("worked: %(days)s") % {"days": " · ".join(worked)})
    return _("; ").join(words)


def weekday_words(on: date) -> str:
    """A day with its weekday."""
    return _("%(day)s, %(weekday)s") % {"day": day(on), "weekday": WEEKDAYS[on.weekday()][1]}


def year_rows(plan: CalendarPlan, year: int) -> list[tuple[Holiday, str, int]]:
    """The holidays of the year: each with its words, and how many days it is free."""
    return [(one, holiday_words(one), len(one.free_on)) for one in plan.holidays(year)]


def _publisher(line: Line | None, people: Mapping[UUID, StaffLine]) -> str:
    return (shown_name(people.get(line.actor_id)) or line.actor_label) if line else ""


def _hours(plan: CalendarPlan) -> str:
    return f"{plan.opens:%H:%M}–{plan.closes:%H:%M}"


def _weekdays(plan: CalendarPlan) -> str:
    return " · ".join(str(words) for number, words in WEEKDAYS if number in plan.weekdays)
