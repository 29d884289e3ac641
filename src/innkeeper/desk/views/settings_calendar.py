"""Settings: the working calendar in force, its next version, and the holidays of a year: previewed, then published."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.accounts.forms import CalendarForm
from innkeeper.cases.queries.effects import moves_of_calendar
from innkeeper.desk.forms import YearForm
from innkeeper.desk.queries.calendars import calendar_changes, holiday_words, year_differences, year_rows
from innkeeper.kernel import clock
from innkeeper.kernel.errors import EditConflict, InvalidInput
from innkeeper.properties.actions import calendar_wished, enter_year, publish_calendar, year_wished
from innkeeper.properties.models import Calendar
from innkeeper.properties.queries import (
    calendar_plan,
    calendar_plans,
    calendar_versions,
    is_listed,
    work_calendar,
    yearly_holidays,
)
from innkeeper.properties.rules import CalendarPlan, Holiday, WorkCalendar
from innkeeper.web.htmx import kept
from innkeeper.web.refusals import refused

CHANGE = "settings.change"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(CHANGE)
def calendar(request: HttpRequest) -> HttpResponse:
    """The calendar in force; a POST shows which open clocks its next version would move, and publishes it when that was seen."""
    house, at, actor = house_of(request), clock.now(), actor_of(request)
    present = work_calendar(house)
    initial = {"opens": present.opens, "closes": present.closes, "weekdays": sorted(present.weekdays)}
    form = CalendarForm(request.POST or None, initial=initial)
    shown: dict[str, Any] = {"edition": present.version, "form": form}
    if request.method == "POST" and form.is_valid():
        wished = {"property_id": house, "years": _years(present), **form.cleaned_data}
        try:
            planned = calendar_wished(**wished)
            shown |= {"is_preview": True, "moves": moves_of_calendar(actor, house, planned, at=at)}
            if "keep" in request.POST:
                publish_calendar(actor=actor, at=at, seen=request.POST.get("edit_version", ""), **wished)
                return kept(request, request.path)
        except (EditConflict, InvalidInput) as wrong:
            refused(form, wrong)
    plan = calendar_plan(house)
    shown["years"] = [(one, present.is_announced(one), year_rows(plan, one)) for one in _years(present)]
    shown["changes"] = calendar_changes(calendar_versions(house))
    return render(request, "desk/settings_calendar.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(CHANGE)
def year(request: HttpRequest, year: int) -> HttpResponse:
    """The holidays of a year and the days worked for them; a POST shows what they would move, and publishes them when that was seen."""
    house = house_of(request)
    present, plan, versions = work_calendar(house), calendar_plan(house), calendar_versions(house)
    if year not in _years(present):
        raise Http404
    before = _again(versions, request.GET.get("again", "")) or plan
    form = YearForm(
        request.POST or None,
        year=year,
        holidays=_rows(before, year),
        is_announced=year in before.announced_years,
        is_listed=is_listed(year),
    )
    shown: dict[str, Any] = {"form": form, "year": year, "edition": plan.version}
    if request.method == "POST" and form.is_valid():
        shown |= _year_asked(request, form, year, plan)
        if shown.get("is_kept"):
            return kept(request, reverse("desk:settings_calendar"))
    shown |= {"is_announced": year in plan.announced_years, "changes": calendar_changes(versions, year=year)}
    shown["rows"] = [(one, holiday_words(one), is_open, fields) for one, is_open, fields in form.shown_rows()]
    return render(request, "desk/settings_year.html", shown, status=422 if form.errors else 200)


def _year_asked(request: HttpRequest, form: YearForm, year: int, plan: CalendarPlan) -> dict[str, Any]:
    """The year kept where that was asked, else what it would do."""
    actor, house, at = actor_of(request), house_of(request), clock.now()
    given: dict[str, Any] = {"actor": actor, "property_id": house, "year": year}
    given |= {"holidays": form.holidays(), "is_announced": form.cleaned_data.get("announced", True)}
    try:
        wished = year_wished(**given)
        if "keep" in request.POST:
            enter_year(at=at, seen=request.POST.get("edit_version", ""), **given)
            return {"is_kept": True}
    except InvalidInput as wrong:
        for name, words in wrong.fields.items():
            form.add_error(form.place_of(name), words)
        return {}
    except EditConflict as meanwhile:
        form.add_error(None, meanwhile.text)
    planned = wished.in_zone(work_calendar(house).timezone)
    return {
        "is_preview": True,
        "found": year_differences(plan, wished, year),
        "moves": moves_of_calendar(actor, house, planned, at=at),
        "without": [one for one in given["holidays"] if one.is_empty and one.name_zh],
    }


def _years(present: WorkCalendar) -> tuple[int, int, int]:
    """Last year, this one, the next."""
    year = present.local_date(clock.now()).year
    return year - 1, year, year + 1


def _again(versions: list[Calendar], version: str) -> CalendarPlan | None:
    """An earlier version, for who wants a year of it again. Queries: 0 or 1."""
    asked = [one for one in versions if str(one.version) == version]
    return calendar_plans(asked)[0] if asked else None


def _rows(plan: CalendarPlan, year: int) -> list[Holiday]:
    """What the year holds, and the holidays of every year that still wait for their days."""
    held = plan.holidays(year)
    names = {one.name_zh for one in held}
    return [*held, *(one for one in yearly_holidays() if one.name_zh not in names)]
