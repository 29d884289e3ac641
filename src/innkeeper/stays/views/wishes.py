"""The screen on which the hotel says how its rooms are kept and left."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import EditConflict, InvalidInput
from innkeeper.stays import actions, forms, queries
from innkeeper.stays.rules.departures import BY_HAND, Detail, Inspects
from innkeeper.web import htmx
from innkeeper.web.told import told_by


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("settings.change")
def wishes(request: HttpRequest) -> HttpResponse:
    """When rooms are inspected, how linen, rush and departures go; a POST shows what changes, and keeps it when that was seen."""
    house = house_of(request)
    held = queries.wishes_of(house)
    first = {
        "inspects": held.inspects.value,
        "linen_every_days": held.linen_every_days,
        "rush_minutes": held.rush_minutes,
        "details": [one.value for one in BY_HAND if one in held.details],
    }
    form = forms.WishesForm(request.POST or None, initial=first)
    shown: dict[str, Any] = {"form": form, "edition": queries.present_edition(house)}
    if request.method == "POST" and form.is_valid():
        try:
            if "keep" in request.POST:
                _change(request, form)
                return htmx.kept(request, reverse("stays:wishes"))
        except InvalidInput as wrong:
            for name, words in wrong.fields.items():
                form.add_error(name if name in form.fields else None, words)
        except EditConflict as meanwhile:
            form.add_error(None, meanwhile.text)
        shown |= {"is_preview": True, "found": told_by(form, first, form.cleaned_data)}
    shown["changes"] = queries.wishes_changes(house, form)
    return render(request, "stays/wishes.html", shown, status=422 if form.errors else 200)


def _change(request: HttpRequest, form: forms.WishesForm) -> None:
    said = form.cleaned_data
    actions.change_wishes(
        actor=actor_of(request),
        property_id=house_of(request),
        inspects=Inspects(said["inspects"]),
        linen_every_days=said["linen_every_days"],
        rush_minutes=said["rush_minutes"],
        details=[Detail(one) for one in said["details"]],
        seen=request.POST.get("edit_version", ""),
        at=now(),
    )
