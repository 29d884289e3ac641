"""Erasing a guest file: what would go, what is kept, what holds it back; afterwards the proof of the act."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.desk.queries.erasure import erasure_view
from innkeeper.guests.actions import erase_guest
from innkeeper.guests.forms import ErasureForm
from innkeeper.guests.policy import ERASE_PERMISSION
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import InvalidInput, Unavailable, WrongState
from innkeeper.web import htmx


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(ERASE_PERMISSION)
def erasure(request: HttpRequest, guest_id: UUID) -> HttpResponse:
    """Show what the erasure would do; by POST do it, and lead back to what was done."""
    actor, house = actor_of(request), house_of(request)
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            erase_guest(actor=actor, property_id=house, guest_id=guest_id, at=now(), **form.cleaned_data)
            return htmx.go_to(request, reverse("desk:erasure", args=[guest_id]))
        except (InvalidInput, WrongState, Unavailable) as wrong:
            for name, words in (wrong.fields or {"": wrong.text}).items():
                form.add_error(name if name in form.fields else None, words)
    view = erasure_view(actor, house, guest_id)
    return render(
        request, "desk/erasure.html", {"view": view, "form": form}, status=422 if form.errors else 200
    )
