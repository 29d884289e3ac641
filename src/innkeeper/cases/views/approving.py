"""The approvals screen: made for a thumb at night; approve, refuse or ratify in one tap."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from innkeeper.accounts.doors import actor_of, signed_in
from innkeeper.cases import actions, forms
from innkeeper.cases.queries.approvals import approvals_for
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import InnkeeperError, InvalidInput, WrongState
from innkeeper.web import htmx
from innkeeper.web.refusals import refusal


@require_safe
@signed_in()
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for me to decide or to ratify, and what I wait for."""
    return _shown(request)


@require_POST
@signed_in("cases.approve")
def decided(request: HttpRequest, approval_id: UUID) -> HttpResponse:
    """One tap: approve, refuse, ratify or deny; back to the list or to my work."""
    try:
        decide(request, actor_of(request), approval_id)
    except (InvalidInput, WrongState) as wrong:
        return _shown(request, wrong=wrong)
    is_from_work = request.GET.get("back") == "work"
    return htmx.go_to(request, reverse("desk:work" if is_from_work else "cases:approvals_mine"))


def decide(request: HttpRequest, actor: Actor, approval_id: UUID) -> None:
    """What the button says of the approval. Raises: InvalidInput for any other word; as the actions do."""
    verdict, at = forms.text(request.POST, "verdict"), now()
    if verdict == "ratify":
        actions.ratify_approval(actor=actor, approval_id=approval_id, at=at)
    elif verdict == "deny":
        actions.deny_phone_approval(actor=actor, approval_id=approval_id, at=at)
    elif verdict == "act":
        because = forms.text(request.POST, "because", limit=200)
        actions.act_first(actor=actor, approval_id=approval_id, because=because, at=at)
    elif verdict in {"give", "refuse"}:
        actions.decide_approval(actor=actor, approval_id=approval_id, is_given=verdict == "give", at=at)
    else:
        raise InvalidInput(_("Approve or refuse."), fields={"verdict": _("Approve or refuse.")})


def _shown(request: HttpRequest, *, wrong: InnkeeperError | None = None) -> HttpResponse:
    actor = actor_of(request)
    shown = {
        "approvals": approvals_for(actor, at=now()),
        "may_approve": actor.may("cases.approve"),
    }
    shown |= refusal(request, wrong)
    return render(request, "cases/approvals.html", shown, status=wrong.status if wrong else 200)
