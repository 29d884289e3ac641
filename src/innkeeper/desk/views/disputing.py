"""From a case to its dispute: the one button that crosses two rooms of the house."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from innkeeper.accounts.doors import actor_of, signed_in
from innkeeper.cases.queries.past import case_of
from innkeeper.cases.views.reading import refused
from innkeeper.disputes import forms
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import InvalidInput, WrongState
from innkeeper.web import htmx
from innkeeper.workflows.refusal_opens_dispute import open_from_case


@require_POST
@signed_in("cases.handle")
def dispute(request: HttpRequest, ref: str) -> HttpResponse:
    """Open a dispute from the case, with its offers."""
    actor = actor_of(request)
    case_id = case_of(actor, ref=ref).pk
    try:
        opened = open_from_case(
            actor=actor,
            case_id=case_id,
            claim=forms.text(request.POST, "claim"),
            money=forms.money(request.POST, "amount"),
            at=now(),
        )
    except (InvalidInput, WrongState) as wrong:
        return refused(request, ref, wrong)
    return htmx.go_to(request, reverse("cases:case", args=[opened.ref]))
