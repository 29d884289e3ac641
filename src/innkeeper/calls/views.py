"""The phone card's screens: one page, ten seconds, no search. Every button posts to a noun and calls one action."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.calls import actions, forms, policy, queries
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import InvalidInput
from innkeeper.web.face import is_chinese


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def calls(request: HttpRequest) -> HttpResponse:
    """The card. POST notes that somebody asked and was told nothing."""
    if request.method == "POST":
        return _done(request, forms.Once, _log, _("Noted. Nothing was said."))
    return page(request)


@require_POST
@signed_in()
def messages(request: HttpRequest) -> HttpResponse:
    """Keep a message."""
    return _done(
        request, forms.MessageForm, _leave, _("The message is sealed; the assistant manager has been told.")
    )


@require_POST
@signed_in()
def welfare(request: HttpRequest) -> HttpResponse:
    """A life may be at risk."""
    said = _("Manager on duty and security have been told.")
    return _done(request, forms.WelfareForm, _welfare, said)


@require_POST
@signed_in()
def police_checks(request: HttpRequest) -> HttpResponse:
    """Officers at the desk."""
    said = _("Manager on duty and security have been told.")
    return _done(request, forms.OfficersForm, _officers, said)


@require_POST
@signed_in("guests.reveal_contact")
def words(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """The words of one message, opened through the log; shown once, never kept by the browser."""
    said = actions.open_message(actor=actor_of(request), message_id=message_id, at=now())
    answer = page(request, opened=(message_id, said))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
@signed_in("guests.reveal_contact")
def settlement(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Passed on, or for nobody here."""
    outcome = request.POST.get("outcome", "")
    actions.settle_message(actor=actor_of(request), message_id=message_id, outcome=outcome, at=now())
    flash.success(request, _("Settled. The words are destroyed."))
    return redirect("calls:card")


def page(
    request: HttpRequest,
    wrong: Form | None = None,
    *,
    opened: tuple[UUID, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The card with its forms; one that was refused comes back as it was left. Queries: 4."""
    actor = actor_of(request)
    card = queries.card()
    shown: dict[str, Any] = {
        "card": card,
        "never": [line.zh if is_chinese() else line.en for line in card.never],
        "once": forms.Once(),
        "message": forms.MessageForm(),
        "welfare": forms.WelfareForm(),
        "officers": forms.OfficersForm(),
        "counts": queries.shift_counts(house_of(request), at=now()),
        "waiting": queries.waiting_messages(actor),
        "may_deliver": policy.may_deliver(actor),
        "opened": opened,
    }
    names: dict[type[Form], str] = {
        forms.MessageForm: "message",
        forms.WelfareForm: "welfare",
        forms.OfficersForm: "officers",
    }
    if wrong is not None and type(wrong) in names:
        shown[names[type(wrong)]] = wrong
    return render(request, "calls/card.html", shown, status=status)


def _done(
    request: HttpRequest, kind: type[forms.Once], do: Callable[[Actor, dict[str, Any]], object], said: str
) -> HttpResponse:
    form = kind(request.POST)
    if form.is_valid():
        try:
            do(actor_of(request), form.cleaned_data)
        except InvalidInput as refused:
            for name, text in refused.fields.items():
                form.add_error(name if name in form.fields else None, text)
        else:
            flash.success(request, said)
            return redirect("calls:card")
    return page(request, form, status=422)


def _log(actor: Actor, given: dict[str, Any]) -> None:
    actions.log_call(actor=actor, key=given["key"], at=now())


def _leave(actor: Actor, given: dict[str, Any]) -> None:
    actions.take_message(actor=actor, words=given["words"], key=given["key"], at=now())


def _welfare(actor: Actor, given: dict[str, Any]) -> None:
    actions.raise_welfare(actor=actor, words=given["words"], key=given["key"], at=now())


def _officers(actor: Actor, given: dict[str, Any]) -> None:
    officers = actions.Officers(number=given["number"], has_papers=given["has_papers"], words=given["words"])
    actions.log_police_check(actor=actor, officers=officers, key=given["key"], at=now())
