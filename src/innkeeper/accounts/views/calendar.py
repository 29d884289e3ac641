"""Settings: the working calendar in force, which years are announced, its next version."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.accounts.forms import CalendarForm
from innkeeper.accounts.views.staff import refused
from innkeeper.kernel import clock
from innkeeper.kernel.errors import InvalidInput
from innkeeper.properties.actions import publish_calendar
from innkeeper.properties.queries import special_days, work_calendar


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("settings.change")
def calendar(request: HttpRequest) -> HttpResponse:
    """The calendar in force; POST publishes the next version, older ones stay as they were."""
    house, at = house_of(request), clock.now()
    present = work_calendar(house)
    year = present.local_date(at).year
    years = (year - 1, year, year + 1)
    initial = {"opens": present.opens, "closes": present.closes, "weekdays": sorted(present.weekdays)}
    form = CalendarForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            publish_calendar(
                actor=actor_of(request), property_id=house, at=at, years=years, **form.cleaned_data
            )
            return HttpResponseRedirect(request.path, status=303)
        except InvalidInput as wrong:
            refused(form, wrong)
    context = {
        "present": present,
        "years": [(one, present.is_announced(one)) for one in years],
        "days": special_days(house, year),
        "form": form,
    }
    return render(request, "accounts/calendar.html", context, status=422 if form.errors else 200)
