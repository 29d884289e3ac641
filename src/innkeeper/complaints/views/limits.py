"""Settings: what a post may give in one case without asking (CASE-27). Previewed, then kept with history."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.accounts.queries import posts
from innkeeper.complaints import actions
from innkeeper.complaints.forms import LimitForm
from innkeeper.complaints.queries.house import limits_of
from innkeeper.complaints.queries.limits import as_typed, limit_changes, limit_differences, limit_words
from innkeeper.kernel import clock
from innkeeper.kernel.editions import edition_of
from innkeeper.kernel.errors import EditConflict, InvalidInput
from innkeeper.web.htmx import kept
from innkeeper.web.refusals import refused

CHANGE = "settings.change"


@require_safe
@signed_in(CHANGE)
def limits(request: HttpRequest) -> HttpResponse:
    """What each post may give without asking, and every change of it."""
    house = house_of(request)
    in_force, chart = limits_of(house), posts(house)
    history, _again = limit_changes(house, chart)
    rows = [(one, limit_words(in_force.get(one.code, 0)), in_force.get(one.code, 0) == 0) for one in chart]
    return render(request, "complaints/limits.html", {"limits": rows, "changes": history})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(CHANGE)
def limit(request: HttpRequest, post: str) -> HttpResponse:
    """The limit of one post: a POST shows who would be asked above it, and keeps it when that was seen."""
    house, chart = house_of(request), posts(house_of(request))
    held = next((one for one in chart if one.code == post), None)
    if held is None:
        raise Http404
    present = limits_of(house)
    history, again = limit_changes(house, chart, post=post, again=request.GET.get("again", ""))
    form = LimitForm(request.POST or None, initial=as_typed(present.get(post, 0)) | again)
    shown: dict[str, Any] = {"form": form, "post": held, "changes": history}
    shown["edition"] = edition_of(present.get(post, 0))
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"actor": actor_of(request), "property_id": house, "post": post}
        given |= {"amount_minor": form.amount_minor(), "reason": form.cleaned_data["reason"]}
        wished = None
        try:
            wished = actions.limit_wished(**given)
            if "keep" in request.POST:
                actions.set_limit(at=clock.now(), seen=request.POST.get("edit_version", ""), **given)
                return kept(request, reverse("complaints:limits"))
        except (EditConflict, InvalidInput) as wrong:
            refused(form, wrong)
        if wished is not None:
            shown |= {"is_preview": True, "found": limit_differences(held, present, wished, chart)}
    return render(request, "complaints/limit.html", shown, status=422 if form.errors else 200)
