"""The list of notices, the bell, the alarms that reached nobody."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from innkeeper.accounts.doors import actor_of, signed_in
from innkeeper.accounts.rules import id_or_none
from innkeeper.kernel import clock
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput
from innkeeper.notices import actions, queries
from innkeeper.notices.adapters.push import public_key


@require_safe
@signed_in()
def notices(request: HttpRequest) -> HttpResponse:
    """One's notices, newest first; the alarms that nobody took, to be taken by those who assign. Queries: 5."""
    actor = actor_of(request)
    rows = queries.notices_for(actor.id, before=id_or_none(request.GET.get("before")))
    lost = queries.open_unreached(actor.property_id) if actor.property_id else []
    older = rows[-1].pk if len(rows) == queries.PAGE else None
    context = {
        "rows": rows,
        "lost": lost,
        "may_take": actor.may("cases.assign"),
        "may_mend": actor.may("accounts.manage"),
        "older": older,
        "devices": queries.devices_of(actor, at=clock.now()),
        "push_key": public_key() if actor.property_id else "",
        "troubles": _troubles(actor),
    }
    return render(request, "notices/notices.html", context)


def _troubles(actor: Actor) -> list[queries.Alarm]:
    """What does not work outside: everybody of the hotel hears it."""
    if actor.property_id is None:
        return []
    return [alarm for alarm in queries.alarms(actor.property_id) if not alarm.is_unreached]


@require_safe
@signed_in()
def bell(request: HttpRequest) -> HttpResponse:
    """How many are unread; 304 when the browser knows. Queries: 1."""
    count = queries.unread_count(actor_of(request).id)
    tag = f'"bell-{count}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304)
    answer = render(request, "notices/_bell.html", {"unread": count})
    answer.headers["ETag"] = tag
    return answer


@require_POST
@signed_in()
def reading(request: HttpRequest) -> HttpResponse:
    """One notice, or all of them, has been read."""
    actor, given = actor_of(request), request.POST.get("notice", "")
    one = id_or_none(given)
    if given and (one is None or not queries.is_notice_of(actor.id, one)):
        text = _("This notice is not one of yours. Load the page again.")
        raise InvalidInput(text, fields={"notice": text})
    actions.mark_read(actor=actor, notice_ids=[one] if one else None, at=clock.now())
    return HttpResponseRedirect(reverse("notices"), status=303)


@require_POST
@signed_in()
def taking(request: HttpRequest, unreached_id: UUID) -> HttpResponse:
    """Take an alarm that reached nobody."""
    actions.take_unreached(actor=actor_of(request), unreached_id=unreached_id, at=clock.now())
    return HttpResponseRedirect(reverse("notices"), status=303)
