"""One's own account: where one is signed in, second factors, hotel."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from innkeeper.accounts import queries
from innkeeper.accounts.actions.sessions import end_session
from innkeeper.accounts.adapters.factors import factors_of
from innkeeper.accounts.doors import actor_of, signed_in
from innkeeper.accounts.middleware import PROPERTY_KEY
from innkeeper.accounts.policy import wants_second_factor
from innkeeper.accounts.rules import id_or_none
from innkeeper.kernel import clock
from innkeeper.kernel.errors import NotFound
from innkeeper.properties.queries import properties_of


@require_safe
@signed_in()
def account(request: HttpRequest) -> HttpResponse:
    """The person's own page. Queries: 6."""
    actor, at = actor_of(request), clock.now()
    held = queries.assignments_held(actor.id, at=at)
    context = {
        "held": held,
        "hotels": properties_of(actor.works_in),
        "actor": actor,
        "sessions": queries.open_sessions(actor.id, at=at),
        "factors": factors_of(actor.id),
        "wants_factor": not actor.has_second_factor
        and wants_second_factor(code for row in held for code in row.role.permissions),
    }
    return render(request, "accounts/account.html", context)


@require_POST
@signed_in()
def hotel(request: HttpRequest) -> HttpResponse:
    """Work in another of one's hotels from now on. Raises NotFound for a hotel that is not theirs."""
    wanted = id_or_none(request.POST.get("property"))
    if wanted not in actor_of(request).works_in:
        raise NotFound(_("There is no such hotel."))
    request.session[PROPERTY_KEY] = str(wanted)
    return HttpResponseRedirect(reverse("account_own"), status=303)


@require_POST
@signed_in()
def session_end(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """End a sign-in, one's own or (with the right to manage accounts) a colleague's."""
    end_session(actor=actor_of(request), record_id=record_id, at=clock.now())
    staff_id = id_or_none(request.POST.get("staff"))
    back = reverse("settings_person", args=[staff_id]) if staff_id else reverse("account_own")
    return HttpResponseRedirect(back, status=303)
