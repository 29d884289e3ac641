"""The guest view (客史档案)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from innkeeper.accounts.doors import actor_of, signed_in
from innkeeper.desk.queries.guest import guest_view
from innkeeper.guests.views import masks_of
from innkeeper.kernel import clock


@require_safe
@signed_in("guests.see")
def guest(request: HttpRequest, guest_id: UUID) -> HttpResponse:
    """One guest: file, stays, problems and their outcome, who looked."""
    view = guest_view(actor_of(request), guest_id, at=clock.now())
    return render(request, "desk/guest.html", {"view": view, "masks": masks_of(request, view.file)})
