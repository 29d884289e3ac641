"""The guest view (客史档案)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.desk.queries.guest import guest_view
from innkeeper.guests import policy
from innkeeper.guests.views import guest_file_context
from innkeeper.kernel import clock


@require_safe
@signed_in("guests.see")
def guest(request: HttpRequest, guest_id: UUID) -> HttpResponse:
    """One guest: file, stays, problems and their outcome, who looked."""
    actor, house = actor_of(request), house_of(request)
    file = guest_file_context(actor=actor, guest_id=guest_id, property_id=house)
    more = {
        "view": guest_view(actor, house, guest_id, at=clock.now()),
        "may_book": actor.may("stays.edit"),
        "may_erase": actor.may(policy.ERASE_PERMISSION),
    }
    return render(request, "desk/guest.html", file | more)
