"""The screens of hard cases. Every noun posts here, reads its form, calls one action and goes back to the case."""

from functools import partial
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.cases import policy as case_policy
from innkeeper.cases.actions import OpenedCase
from innkeeper.cases.forms import an_id, text
from innkeeper.cases.views.door import on_case
from innkeeper.incidents import actions, forms, queries
from innkeeper.incidents.actions.rooms import ROOM_VERBS
from innkeeper.incidents.models import Service
from innkeeper.incidents.rules import KEPT
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import InvalidInput, NotFound
from innkeeper.web import htmx
from innkeeper.web.refusals import refusal

WALKS_SHOWN = 60

on_incident = partial(on_case, kind="incident")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def emergencies(request: HttpRequest) -> HttpResponse:
    """Every card as one button. POST raises the emergency: posts told, case open, fields later."""
    if request.method == "POST":
        return _raised(request)
    language = get_language() or "zh"
    shown = {"cards": [(one.code, one.title.shown(language)) for one in queries.cards()]}
    return render(request, "incidents/emergencies.html", shown)


@require_safe
@signed_in()
def card(request: HttpRequest, code: str) -> HttpResponse:
    """One action card, before any field."""
    return render(request, "incidents/card.html", shown_card(request, code))


def shown_card(request: HttpRequest, code: str, *, say: str = "", room: str = "") -> dict[str, object]:
    """What a card shows: whom to call, what to do, one button. Queries: 1. Raises: NotFound."""
    found = queries.card_of(code)
    if found is None:
        raise NotFound(_("There is no such card."))
    language = get_language() or "zh"
    return {
        "code": code,
        "title": found.title.shown(language),
        "numbers": queries.shown_numbers(found, queries.numbers_of(house_of(request))),
        "steps": [one.shown(language) for one in found.steps],
        "places": [(name, words.shown(language)) for name, words in queries.places().items()],
        "form": forms.RaiseForm(initial={"code": code, "say": say, "room": room}),
    }


def _raised(request: HttpRequest) -> HttpResponse:
    form = forms.RaiseForm(request.POST)
    if not form.is_valid():
        wrong = {name: " ".join(map(str, words)) for name, words in form.errors.items()}
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)
    actor = actor_of(request)
    opened = actions.raise_emergency(actor=actor, property_id=house_of(request), alarm=form.alarm(), at=now())
    flash.success(request, _("The posts have been told."))
    return htmx.go_to(request, f"/cases/{opened.ref}/" if actor.may("cases.see") else "/emergencies/")


@on_case
def stand_downs(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """It was no emergency."""
    reason = text(request.POST, "reason", limit=200)
    actions.stand_down(actor=actor, case_id=case_id, reason=reason, at=now())


@partial(on_case, kind="complaint")
def incidents(request: HttpRequest, actor: Actor, case_id: UUID) -> OpenedCase:
    """Make an incident of many rooms of it, and go there: the rooms are asked there."""
    return actions.open_incident(actor=actor, case_id=case_id, spread=forms.spread(request), at=now())


@partial(on_case, kind="complaint")
def partings(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """It was joined to an incident by mistake: take it out."""
    reason = text(request.POST, "reason", limit=200)
    actions.leave_incident(actor=actor, case_id=case_id, reason=reason, at=now())


@on_incident
def rooms(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """One tap on a room: asked, warned, affected, not affected."""
    number, _sep, verb = text(request.POST, "tap", limit=30).partition(" ")
    if number and verb not in ROOM_VERBS:
        said = _("Choose one of the list.")
        raise InvalidInput(said, fields={"tap": said})
    number = number or text(request.POST, "room", limit=10)
    actions.touch_room(
        actor=actor,
        case_id=case_id,
        room_number=number,
        verb=verb or text(request.POST, "verb", limit=20),
        at=now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def moves(request: HttpRequest, ref: str) -> HttpResponse:
    """The rooms that suit the guest of a room of the incident. POST moves the guest there."""
    if request.method == "POST":
        return moved(request, ref)
    actor = actor_of(request)
    case = case_policy.case_for(actor, ref=ref, kind="incident")
    number = text(request.GET, "room", limit=10)
    found = queries.rooms_instead(actor, case, number, at=now())
    return render(request, "incidents/moves.html", {"ref": case.ref, "found": found})


@on_incident
def moved(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """The guest of an affected room moves."""
    number, to_room = text(request.POST, "room", limit=10), text(request.POST, "to_room", limit=10)
    actions.move_guest(actor=actor, case_id=case_id, room_number=number, to_room=to_room, at=now())


@on_incident
def off_sale(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Take an empty room off sale."""
    number, back_on = text(request.POST, "room", limit=10), forms.a_day(request, "back_on")
    actions.close_room_off(actor=actor, case_id=case_id, room_number=number, back_on=back_on, at=now())


@on_incident
def floor_message(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Send or discard the drafted message."""
    verdict = text(request.POST, "verdict", limit=10)
    if verdict not in {"send", "discard"}:
        raise InvalidInput(_("Send or discard."), fields={"verdict": _("Send or discard.")})
    actions.settle_message(actor=actor, case_id=case_id, is_sent=verdict == "send", at=now())


@on_incident
def told(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """One tap: this room was told, by these means; or the tick taken back."""
    number, _sep, means = text(request.POST, "tap", limit=30).partition(" ")
    actions.tell_room(actor=actor, case_id=case_id, room_number=number, means=means, at=now())


@require_POST
@signed_in()
def slips(request: HttpRequest, ref: str) -> HttpResponse:
    """The slips of the rooms that nobody has told, as a PDF."""
    actor = actor_of(request)
    case = case_policy.case_for(actor, ref=ref, kind="incident")
    blob = actions.print_slips(actor=actor, case_id=case.pk, at=now())
    answer = HttpResponse(blob, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="slips-{ref}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@on_case
def damage(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Add one thing to the damage report."""
    actions.note_damage(actor=actor, case_id=case_id, damage=forms.damage(request), at=now())


@partial(on_case, kind="disturbance")
def exclusions(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Ask to turn a guest away."""
    reason = text(request.POST, "reason", limit=200)
    actions.ask_exclusion(actor=actor, case_id=case_id, reason=reason, at=now())


@partial(on_case, kind="walk")
def walk_plans(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Write down where the guest sleeps."""
    actions.arrange_walk(actor=actor, case_id=case_id, plan=forms.walk_plan(request), at=now())


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("stays.edit")
def walks(request: HttpRequest) -> HttpResponse:
    """Tonight's arrivals, whom to walk first on top. POST opens the walk of one."""
    actor, house, at = actor_of(request), house_of(request), now()
    if request.method == "POST":
        stay_id = an_id(request.POST, "stay")
        if stay_id is None:
            raise InvalidInput(_("Choose one of the list."), fields={"stay": _("Choose one of the list.")})
        opened = actions.begin_walk(actor=actor, property_id=house, stay_id=stay_id, at=at)
        return htmx.go_to(request, f"/cases/{opened.ref}/")
    found = queries.candidates(actor, house, at=at)
    rows = [(one, ", ".join(_(KEPT[reason]) for reason in one.choice.reasons)) for one in found[:WALKS_SHOWN]]
    context = {"rows": rows, "more": len(found) - len(rows)}
    return render(request, "incidents/walks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("settings.change")
def numbers(request: HttpRequest) -> HttpResponse:
    """Whom the action card calls in this hotel."""
    house = house_of(request)
    shown = queries.numbers_of(house)
    wrong: InvalidInput | None = None
    if request.method == "POST":
        try:
            shown = {name: text(request.POST, name, limit=24) for name in Service.values}
            actions.set_numbers(actor=actor_of(request), property_id=house, numbers=shown, at=now())
            flash.success(request, _("Kept."))
            return redirect("incidents:numbers")
        except InvalidInput as refused:
            wrong = refused
    rows = [(one.value, one.label, shown.get(one.value, "")) for one in Service]
    page = {"rows": rows} | refusal(request, wrong)
    return render(request, "incidents/numbers.html", page, status=422 if wrong else 200)
