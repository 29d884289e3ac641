"""Settings: how much a person on duty carries, and who is called beyond that (REQ-11). Previewed, then kept with history."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.accounts.queries import people_in
from innkeeper.cases.queries.playbooks import department_names
from innkeeper.desk.forms import LoadForm
from innkeeper.desk.queries.changes import load_changes
from innkeeper.kernel import clock
from innkeeper.kernel.errors import EditConflict, InvalidInput
from innkeeper.service_requests.actions import load_wished, set_load
from innkeeper.service_requests.queries import Load, edition_of_load, load_now, loads
from innkeeper.web.htmx import kept
from innkeeper.web.refusals import refused

CHANGE = "settings.change"


@require_safe
@signed_in(CHANGE)
def all_loads(request: HttpRequest) -> HttpResponse:
    """Every department with what a person of it carries, and who helps."""
    house = house_of(request)
    names, known = department_names(house), loads(house)
    rows = [
        (code, name, rule, " · ".join(names[one] for one in rule.helpers if one in names) if rule else "")
        for code, name in names.items()
        for rule in [known.get(code)]
    ]
    return render(request, "desk/settings_loads.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(CHANGE)
def load(request: HttpRequest, department: str) -> HttpResponse:
    """One department: a POST shows who is above the limit now and who would be called, and keeps it when that was seen."""
    house, actor, at = house_of(request), actor_of(request), clock.now()
    names = department_names(house)
    if department not in names:
        raise Http404
    present = loads(house).get(department)
    history, again = load_changes(house, department, names, again=request.GET.get("again", ""))
    first = {"limit": present.limit, "helpers": list(present.helpers)} if present else {}
    others = [(code, name) for code, name in names.items() if code != department]
    form = LoadForm(request.POST or None, initial=first | again, departments=others)
    shown: dict[str, Any] = {"form": form, "title": names[department], "changes": history}
    shown["edition"] = edition_of_load(present)
    if request.method == "POST" and form.is_valid():
        given = {"actor": actor, "property_id": house, "department": department, **form.cleaned_data}
        wished = None
        try:
            wished = load_wished(**given)
            if "keep" in request.POST:
                set_load(at=at, seen=request.POST.get("edit_version", ""), **given)
                return kept(request, request.path)
        except (EditConflict, InvalidInput) as wrong:
            refused(form, wrong)
        if wished is not None:
            shown |= _preview(house, present, wished, names)
    return render(request, "desk/settings_load.html", shown, status=422 if form.errors else 200)


def _preview(house: UUID, present: Load | None, wished: Load, names: dict[str, str]) -> dict[str, Any]:
    """What the rule would do at this moment. Queries: 3."""
    at = clock.now()
    now = load_now(house, wished.department, at=at)
    helpers = people_in(house, wished.helpers, at=at)
    return {
        "is_preview": True,
        "now": now,
        "above": (now.people_above(present), now.people_above(wished)),
        "carried": (now.on_duty * present.limit if present else None, now.on_duty * wished.limit),
        "calls": (now.calls_help(present), now.calls_help(wished)),
        "yes_no": f"{_('yes')},{_('no')}",
        "helpers": [(names[one], helpers[one]) for one in wished.helpers],
    }
