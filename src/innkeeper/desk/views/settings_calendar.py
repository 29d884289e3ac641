"""Settings: the working calendar in force, which years are announced, its next version: previewed, then published."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.accounts.forms import CalendarForm
from innkeeper.cases.queries.effects import moves_of_calendar
from innkeeper.desk.queries.changes import calendar_changes
from innkeeper.desk.views.settings_words import refused
from innkeeper.kernel import clock
from innkeeper.kernel.errors import EditConflict, InvalidInput
from innkeeper.properties.actions import calendar_wished, publish_calendar
from innkeeper.properties.queries import calendar_versions, special_days, work_calendar


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("settings.change")
def calendar(request: HttpRequest) -> HttpResponse:
    """The calendar in force; a POST shows which open clocks its next version would move, and publishes it when that was seen."""
    house, at, actor = house_of(request), clock.now(), actor_of(request)
    present = work_calendar(house)
    year = present.local_date(at).year
    years = (year - 1, year, year + 1)
    initial = {"opens": present.opens, "closes": present.closes, "weekdays": sorted(present.weekdays)}
    form = CalendarForm(request.POST or None, initial=initial)
    shown: dict[str, Any] = {
        "years": [(one, present.is_announced(one)) for one in years],
        "days": special_days(house, year),
        "changes": calendar_changes(calendar_versions(house)),
        "edition": present.version,
        "form": form,
    }
    if request.method == "POST" and form.is_valid():
        wished = {"property_id": house, "years": years, **form.cleaned_data}
        try:
            planned = calendar_wished(**wished)
            shown |= {"is_preview": True, "moves": moves_of_calendar(actor, house, planned, at=at)}
            if "keep" in request.POST:
                publish_calendar(actor=actor, at=at, seen=request.POST.get("edit_version", ""), **wished)
                return HttpResponseRedirect(request.path, status=303)
        except (EditConflict, InvalidInput) as wrong:
            refused(form, wrong)
    return render(request, "desk/settings_calendar.html", shown, status=422 if form.errors else 200)
