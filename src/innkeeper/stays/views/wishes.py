"""The screen on which the hotel says how its rooms are kept and left."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import InvalidInput
from innkeeper.stays import actions, forms, queries
from innkeeper.stays.rules.departures import Detail, Inspects
from innkeeper.web import htmx


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("settings.change")
def wishes(request: HttpRequest) -> HttpResponse:
    """When rooms are inspected, how often linen changes, how long a rush takes, what a departure settles."""
    held = queries.wishes_of(house_of(request))
    first = {
        "inspects": held.inspects.value,
        "linen_every_days": held.linen_every_days,
        "rush_minutes": held.rush_minutes,
        "details": [one.value for one in held.details],
    }
    form = forms.WishesForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, form)
            return htmx.go_to(request, reverse("stays:wishes"))
        except InvalidInput as wrong:
            for name, words in wrong.fields.items():
                form.add_error(name if name in form.fields else None, words)
    return render(request, "stays/wishes.html", {"form": form}, status=422 if form.errors else 200)


def _change(request: HttpRequest, form: forms.WishesForm) -> None:
    said = form.cleaned_data
    actions.change_wishes(
        actor=actor_of(request),
        property_id=house_of(request),
        inspects=Inspects(said["inspects"]),
        linen_every_days=said["linen_every_days"],
        rush_minutes=said["rush_minutes"],
        details=[Detail(one) for one in said["details"]],
        at=now(),
    )
