"""Intake (登记): one line is read back before it is taken in; or room and thing by three taps."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.cases.actions import OpenedCase
from innkeeper.desk.actions import Heard, join_case, take_in
from innkeeper.desk.forms import LINE_LENGTH, IntakeForm
from innkeeper.desk.queries.intake import (
    Understanding,
    choices_of,
    code_choices,
    common_things,
    facts_of,
    things_in,
    understanding,
)
from innkeeper.desk.queries.search import key_in
from innkeeper.desk.reading import HouseFacts, danger_in, read
from innkeeper.incidents.views import shown_card
from innkeeper.kernel import clock
from innkeeper.kernel.errors import InvalidInput
from innkeeper.properties.queries import property_of
from innkeeper.stays.actions import press_key
from innkeeper.web.refusals import refusal
from innkeeper.web.templatetags.parts import hour

LONGEST = {"say": LINE_LENGTH, "room": 12, "thing": 60}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("cases.take_in")
def intake(request: HttpRequest) -> HttpResponse:
    """The empty page; a POST takes a line in or joins it to a case that is open."""
    if request.method == "POST":
        return take(request)
    return render(request, "desk/intake.html", {"things": common_things(house_of(request))})


@require_POST
@signed_in("cases.take_in")
def reading(request: HttpRequest) -> HttpResponse:
    """Reads a line back. It is posted, so that a guest's words never stand in an address."""
    actor, house = actor_of(request), house_of(request)
    try:
        line = said(request)
    except InvalidInput as wrong:
        shown = {"things": common_things(house)} | refusal(request, wrong)
        return render(request, "desk/intake.html", shown, status=wrong.status)
    if not line:
        return redirect("desk:intake")
    if pressed := key_in(house, line):
        press_key(actor=actor, property_id=house, key=pressed, at=clock.now())
        return redirect("stays:room", pressed.room)
    found = understanding(actor, house, line, at=clock.now())
    form = IntakeForm(initial=first_values(found, line), codes=choices_of(found.codes))
    return page(request, form, found)


@require_POST
@signed_in("cases.take_in")
def danger(request: HttpRequest) -> HttpResponse:
    """Whether the line, while it is typed, speaks of danger to life: the action card, or nothing. Nothing is written."""
    shown = danger_card(request, request.POST.get("say", "").strip()[:LINE_LENGTH])
    if shown is None:
        return HttpResponse(status=204)
    return render(request, "incidents/_card.html", shown)


def danger_card(request: HttpRequest, line: str, facts: HouseFacts | None = None) -> dict[str, object] | None:
    """The action card for the line, with the place that it names; None where no life is at risk. Queries: 2, none with the facts at hand."""
    if facts is None:
        house = house_of(request)
        facts = facts_of(house, property_of(house).timezone)
    code = danger_in(line, facts=facts)
    if not code:
        return None
    heard = read(line, facts=facts, at=clock.now())
    shown = shown_card(request, code, say=line, room=heard.room or "")
    shown["form"].initial["place"] = heard.place or ""  # type: ignore[attr-defined]
    return shown | {"is_counting": True}


def take(request: HttpRequest) -> HttpResponse:
    """Take the case in. What was wrong is shown beside its field, and nothing is lost."""
    actor, house, at = actor_of(request), house_of(request), clock.now()
    form = IntakeForm(request.POST, codes=code_choices(house))
    if form.is_valid():
        heard = replace(heard_of(form, house, at=at), is_solved="solved" in request.POST)
        try:
            if ref := request.POST.get("join"):
                return redirect("cases:case", join_case(actor=actor, ref=ref, heard=heard, at=at))
            opened: OpenedCase = take_in(actor=actor, property_id=house, heard=heard, at=at)
            return redirect("cases:case", opened.ref)
        except InvalidInput as wrong:
            tell(form, wrong)
    line = request.POST.get("say", "")[:LINE_LENGTH]
    found = understanding(actor, house, line, at=at)
    return page(request, form, found, status=422)


def said(request: HttpRequest) -> str:
    """The line asked for: typed, or put together from a room and a thing. Raises: InvalidInput naming what is too long."""
    typed, room, thing = (request.POST.get(name, "").strip() for name in LONGEST)
    wrong = {
        name: _("Shorten it to %(limit)d characters.") % {"limit": longest}
        for name, longest in LONGEST.items()
        if len(request.POST.get(name, "").strip()) > longest
    }
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)
    return typed or " ".join(part for part in (room, thing) if part and thing)


def first_values(found: Understanding, line: str) -> dict[str, Any]:
    """What the form shows first: the reading."""
    return {
        "say": line,
        "room": found.reading.room or "",
        "kind": found.kind,
        "code": found.code.code if found.code else "",
        "priority": found.priority,
        "wanted_at": hour(found.reading.contact_after) if found.reading.contact_after else "",
        "channel": "room_phone",
        "key": uuid4(),
    }


def heard_of(form: IntakeForm, property_id: UUID, *, at: datetime) -> Heard:
    """The confirmed case from a form that is valid."""
    given = form.cleaned_data
    timezone = property_of(property_id).timezone
    return Heard(
        line=given["say"],
        room=given["room"].strip(),
        kind=given["kind"],
        code=given["code"],
        priority=given["priority"],
        channel=given["channel"],
        contact=given["contact"],
        is_anonymous=given["is_anonymous"],
        items=things_in(given["say"], property_id, timezone, at=at),
        wanted_at=form.wanted(at=at, timezone=timezone),
        is_now=given["is_now"],
        may_enter=given["may_enter"],
        cause=given["cause"],
        cap_reason=given["cap_reason"],
        heard_at=form.heard(at=at, timezone=timezone),
        key=form.idempotency_key(),
    )


def tell(form: IntakeForm, wrong: InvalidInput) -> None:
    """Put an action's errors beside the fields they name."""
    for name, text in (wrong.fields or {"say": wrong.text}).items():
        form.add_error(name if name in form.fields else "say", text)


def page(request: HttpRequest, form: IntakeForm, found: Understanding, *, status: int = 200) -> HttpResponse:
    """The page that reads back what was understood; danger to life stands above all of it."""
    shown = {"form": form, "found": found, "danger": danger_card(request, found.reading.line, found.facts)}
    return render(request, "desk/intake.html", shown, status=status)
