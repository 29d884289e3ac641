"""The manager-on-duty log and the error report of records."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from innkeeper.accounts.doors import actor_of, hotel_of, signed_in
from innkeeper.accounts.queries import staff_lines
from innkeeper.cases.forms import text
from innkeeper.handovers import actions
from innkeeper.handovers.forms import LogForm, LookForm
from innkeeper.handovers.queries import records
from innkeeper.handovers.queries.duty_log import PAGE, kind_words, log_page
from innkeeper.kernel import clock
from innkeeper.kernel.days import is_thinkable
from innkeeper.kernel.errors import InvalidInput
from innkeeper.properties.queries import departments
from innkeeper.web.htmx import go_to


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("cases.assign")
def duty_log(request: HttpRequest) -> HttpResponse:
    """The log; POST adds an entry."""
    actor, hotel, at = actor_of(request), hotel_of(request), clock.now()
    places = {one.code: one for one in departments(hotel.pk)}
    form = LogForm(request.POST or None, departments=[(one.code, one.name) for one in places.values()])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        entry = actions.NewEntry(
            kind=said["kind"],
            place=said["place"],
            text=said["text"],
            happened_at=_earlier(said["time"], at) if said["time"] else None,
            department=said["department"],
        )
        try:
            actions.write_log(actor=actor, property_id=hotel.pk, entry=entry, at=at)
            return go_to(request, reverse("handovers:duty_log"))
        except InvalidInput as wrong:
            for name, words in wrong.fields.items():
                form.add_error(name if name in form.fields else None, words)
    page = log_page(hotel.pk, before=_before(request))
    rows = [
        (
            one,
            kind_words(one),
            places.get(one.follow_up_department),
            page.refs.get(one.follow_up_case_id or UUID(int=0)),
        )
        for one in page.entries
    ]
    last = page.entries[-1] if len(page.entries) == PAGE else None
    older = f"{last.happened_at.isoformat()} {last.pk}" if last else ""
    context = {"rows": rows, "people": page.people, "form": form, "older": older}
    return render(request, "handovers/duty_log.html", context, status=422 if form.errors else 200)  # fmt: skip


def _earlier(clock_time: object, at: datetime) -> datetime:
    """The last time that the hotel's clock showed this hour."""
    local = localtime(at)
    then = local.replace(hour=clock_time.hour, minute=clock_time.minute, second=0, microsecond=0)  # type: ignore[attr-defined]
    return then if then <= local else then - timedelta(days=1)


def _before(request: HttpRequest) -> tuple[datetime, UUID] | None:
    moment, _space, entry_id = request.GET.get("before", "").partition(" ")
    try:
        at, last = datetime.fromisoformat(moment), UUID(entry_id)
    except ValueError:
        return None
    return (at, last) if at.tzinfo and is_thinkable(at) else None


@require_safe
@signed_in("cases.assign")
def errors(request: HttpRequest) -> HttpResponse:
    """Complaints recorded late, incompletely, or never looked at twice (ERR-05). Queries: 2."""
    actor, hotel, at = actor_of(request), hotel_of(request), clock.now()
    found = records.faulty_records(actor, hotel.pk, at=at)
    counts = records.fault_counts(found)
    context = {
        "rows": [(one, one.recorded_by_id != actor.id and not one.is_looked_at) for one in found],
        "counts": [(str(records.FAULT_WORDS[fault]), number) for fault, number in counts.items()],
        "people": staff_lines({one.recorded_by_id for one in found}),
        "form": LookForm(),
        "minutes": int(records.within().total_seconds() // 60),
        "hours": int(records.looked_within().total_seconds() // 3600),
    }
    return render(request, "handovers/errors.html", context)


@require_POST
@signed_in("cases.assign")
def looks(request: HttpRequest, ref: str) -> HttpResponse:
    """A second look at the record of a complaint."""
    actions.look_again(
        actor=actor_of(request),
        ref=ref,
        verdict=request.POST.get("verdict", ""),
        note=text(request.POST, "note", limit=200),
        at=clock.now(),
    )
    return go_to(request, reverse("handovers:errors"))
