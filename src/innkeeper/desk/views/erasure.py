"""Erasing a guest file: what would go, what is kept, what holds it back; what is noted; the proof of the act."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.desk.queries.erasure import erasure_view, noted_erasure_lines
from innkeeper.guests.actions import carry_out_erasure, erase_guest, withdraw_erasure
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
    return _page(request, guest_id, form)


@require_http_methods(["POST", "DELETE"])
@signed_in(ERASE_PERMISSION)
def noted_erasure(request: HttpRequest, guest_id: UUID) -> HttpResponse:
    """POST carries out what was noted; DELETE (or POST with `withdraw`) takes the request back."""
    actor, house = actor_of(request), house_of(request)
    is_withdrawn = request.method == "DELETE" or "withdraw" in request.POST
    act = withdraw_erasure if is_withdrawn else carry_out_erasure
    try:
        act(actor=actor, property_id=house, guest_id=guest_id, at=now())
    except (WrongState, Unavailable) as wrong:
        form = ErasureForm({})
        form.errors.clear()
        form.add_error(None, wrong.text)
        return _page(request, guest_id, form)
    return htmx.go_to(request, reverse("desk:erasure", args=[guest_id]))


@require_safe
@signed_in(ERASE_PERMISSION)
def noted_erasures(request: HttpRequest) -> HttpResponse:
    """The erasures that were asked for and wait: for what, until when, and which are due."""
    lines = noted_erasure_lines(actor_of(request), house_of(request))
    return render(request, "desk/settings_erasures.html", {"lines": lines})


def _page(request: HttpRequest, guest_id: UUID, form: ErasureForm) -> HttpResponse:
    view = erasure_view(actor_of(request), house_of(request), guest_id)
    context = {"view": view, "form": form}
    return render(request, "desk/erasure.html", context, status=422 if form.errors else 200)
