"""The inbox (收件箱): unread first, each message put in its place by one press; and what is pasted from a chat."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.cases import forms
from innkeeper.cases.actions import PromiseContradicted
from innkeeper.cases.queries.past import case_of
from innkeeper.desk.actions.pasting import HOUSE, Pasted, paste_in
from innkeeper.desk.actions.sorting import open_from_message
from innkeeper.desk.queries.inbox import inbox_page, message_page
from innkeeper.inbox import actions
from innkeeper.incidents.actions.raising import LINE_LENGTH as SAID
from innkeeper.incidents.views import shown_card
from innkeeper.kernel import clock
from innkeeper.kernel.errors import InvalidInput, WrongState
from innkeeper.kernel.text import clipped
from innkeeper.web.refusals import refusal

TAKE_IN = "cases.take_in"
PICTURE_BYTES = 12 * 1024 * 1024


@require_safe
@signed_in(TAKE_IN)
def inbox(request: HttpRequest) -> HttpResponse:
    """What is not sorted yet, unread first; `?sorted` shows what was."""
    page = inbox_page(actor_of(request), is_sorted="sorted" in request.GET, at=clock.now())
    return render(request, "desk/inbox.html", {"page": page})


@require_safe
@signed_in(TAKE_IN)
def message(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """One message, opened through the log; never kept by the browser."""
    page = message_page(actor_of(request), message_id, at=clock.now())
    found = page.message
    shown: dict[str, object] = {"page": page}
    if found.danger and found.answered_at is None:
        said = clipped(page.text, SAID)
        shown["danger"] = shown_card(request, found.danger, say=said, room=found.room_number)
    answer = render(request, "desk/message.html", shown)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
@signed_in(TAKE_IN)
def placement(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Put the message into an open case, make it a case of its own, or set it aside."""
    actor, at = actor_of(request), clock.now()
    where = forms.text(request.POST, "where", limit=30)
    if where == "nothing":
        actions.set_aside(actor=actor, message_id=message_id, at=at)
        return redirect("desk:inbox")
    if where in ("complaint", "service_request"):
        ref = open_from_message(actor=actor, message_id=message_id, kind=where, at=at)
        return redirect("cases:case", ref)
    if where != "case":
        raise InvalidInput(_("Say where it belongs."), fields={"where": _("Say where it belongs.")})
    case = case_of(actor, ref=forms.text(request.POST, "ref", limit=30))
    actions.place_message(actor=actor, message_id=message_id, case_id=case.pk, at=at)
    return redirect("cases:case", case.ref)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(TAKE_IN)
def paste(request: HttpRequest) -> HttpResponse:
    """A piece of a chat, by text or screenshot. What the house promised before and differs is shown, to be sent knowingly."""
    if request.method != "POST":
        return render(request, "desk/paste.html", {"given": {"room": request.GET.get("room", "")[:12]}})
    wrong: InvalidInput | WrongState
    try:
        put = paste_in(
            actor=actor_of(request), property_id=house_of(request), pasted=_pasted(request), at=clock.now()
        )
        return redirect("desk:message", put.danger_id) if put.danger_id else redirect("cases:case", put.ref)
    except PromiseContradicted as contradiction:
        wrong, status = contradiction, 409
    except InvalidInput as invalid:
        wrong, status = invalid, 422
    context = {"given": request.POST, "is_contradiction": status == 409}
    context |= refusal(request, wrong)
    return render(request, "desk/paste.html", context, status=status)


def _pasted(request: HttpRequest) -> Pasted:
    file = request.FILES.get("picture")
    if file is not None and (file.size or 0) > PICTURE_BYTES:
        text = _("The picture is too large.")
        raise InvalidInput(text, fields={"picture": text})
    amount = forms.a_number(request.POST, "amount")
    return Pasted(
        said_by=forms.text(request.POST, "said_by", limit=8),
        room=forms.text(request.POST, "room", limit=12),
        text=forms.text(request.POST, "text"),
        picture=file.read() if file is not None else b"",
        amount_minor=amount * 100 if amount is not None and request.POST.get("said_by") == HOUSE else None,
        is_knowing=forms.a_flag(request.POST, "is_knowing"),
        key=forms.an_id(request.POST, "key"),
    )
