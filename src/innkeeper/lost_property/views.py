"""The screens of lost & found: the list, new in one line, and what is done with one thing."""

from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages as flash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.cases.forms import a_flag, an_id, text
from innkeeper.cases.policy import case_for
from innkeeper.cases.views.door import on_case
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.clock import now
from innkeeper.kernel.days import local_date
from innkeeper.kernel.errors import EditConflict, InvalidInput, NotFound
from innkeeper.lost_property import actions, queries
from innkeeper.lost_property.forms import KeepingForm
from innkeeper.lost_property.models import Category, Means
from innkeeper.properties.queries import property_of
from innkeeper.web import htmx
from innkeeper.web.refusals import refusal, refused
from innkeeper.web.told import told_by

on_item = partial(on_case, kind="lost_property")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("tasks.do")
def items(request: HttpRequest) -> HttpResponse:
    """What lies here and what is missed; POST enters one in one line."""
    actor, house = actor_of(request), house_of(request)
    wrong = None
    if request.method == "POST":
        try:
            opened = actions.note_item(actor=actor, property_id=house, noted=_noted(request), at=now())
        except InvalidInput as refused:
            wrong = refused
        else:
            if actor.may("cases.take_in"):
                return htmx.go_to(request, f"/cases/{opened.ref}/")
            flash.success(request, _("Noted. Bring it to security: two put it into the safe."))
            return htmx.go_to(request, request.path)
    shown = {
        "lines": queries.items(actor, house, is_open=request.GET.get("state") != "settled"),
        "today": local_date(now(), property_of(house).timezone),
        "is_settled": request.GET.get("state") == "settled",
        "categories": Category.choices,
        "may_report": actor.may("cases.take_in"),
        "key": uuid4(),
    }
    shown |= refusal(request, wrong)
    return render(request, "lost_property/items.html", shown, status=422 if wrong else 200)


def _noted(request: HttpRequest) -> actions.Noted:
    """What the line says. Raises: InvalidInput naming the field."""
    return actions.Noted(
        side=text(request.POST, "side", limit=8),
        words=text(request.POST, "words", limit=500),
        category=text(request.POST, "category", limit=12) or "other",
        room=text(request.POST, "room", limit=10),
        place=text(request.POST, "place", limit=60),
        has_left=a_flag(request.POST, "has_left"),
        key=an_id(request.POST, "key"),
    )


@require_safe
@signed_in("settings.change")
def keepings(request: HttpRequest) -> HttpResponse:
    """How long each kind of thing is kept and what happens then, with every change."""
    house, words = house_of(request), dict(Means.choices)
    held, (history, _again) = queries.keepings(house), queries.keeping_changes(house_of(request))
    kinds = [(one.value, one.label, held[one.value], words[held[one.value].then]) for one in Category]
    return render(request, "lost_property/keepings.html", {"kinds": kinds, "changes": history})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("settings.change")
def keeping(request: HttpRequest, category: str) -> HttpResponse:
    """One kind of thing: a POST shows what another keeping time changes, and keeps it when that was seen."""
    house = house_of(request)
    if category not in Category.values:
        raise Http404
    present = queries.keeping_of(house, category)
    first = {"days": present.days, "then": present.then}
    history, again = queries.keeping_changes(house, category=category, again=request.GET.get("again", ""))
    form = KeepingForm(request.POST or None, initial=first | again)
    shown: dict[str, Any] = {"form": form, "title": Category(category).label, "changes": history}
    shown["edition"] = queries.edition_of_keeping(present)
    if request.method == "POST" and form.is_valid():
        given = {"actor": actor_of(request), "property_id": house, "category": category, **form.cleaned_data}
        is_sound = False
        try:
            is_sound = bool(actions.keeping_wished(**given))
            if "keep" in request.POST:
                actions.set_keeping_time(at=now(), seen=request.POST.get("edit_version", ""), **given)
                return htmx.kept(request, reverse("lost_property:keepings"))
        except (EditConflict, InvalidInput) as wrong:
            refused(form, wrong)
        if is_sound:
            wished = {name: form.cleaned_data[name] for name in first}
            shown |= {"is_preview": True, "found": told_by(form, first, wished)}
            shown["kept"] = queries.kept_now(house, category)
    return render(request, "lost_property/keeping.html", shown, status=422 if form.errors else 200)


@on_item
def safe(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Into the safe, with a witness."""
    actions.keep_item(
        actor=actor,
        case_id=case_id,
        safe_place=text(request.POST, "safe_place", limit=40),
        safe_number=text(request.POST, "safe_number", limit=20),
        witness_number=text(request.POST, "witness", limit=20),
        at=now(),
    )


@on_item
def match(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """The find is what the report misses."""
    other = case_for(actor, ref=text(request.POST, "other", limit=30), kind="lost_property")
    actions.match_items(actor=actor, case_id=case_id, other_case_id=other.pk, at=now())


@on_item
def claim(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """The guest of this report claims a find that is spoken for."""
    other = case_for(actor, ref=text(request.POST, "other", limit=30), kind="lost_property")
    actions.claim_item(actor=actor, case_id=case_id, found_case_id=other.pk, at=now())


@require_POST
@signed_in("guests.reveal_contact")
def owner_number(request: HttpRequest, ref: str) -> HttpResponse:
    """The owner's own number, opened through the log; shown once beside the words to be said, never kept."""
    actor = actor_of(request)
    case = case_for(actor, ref=ref, kind="lost_property")
    number = actions.open_number(actor=actor, case_id=case.pk, at=now())
    shown = {"number": number, "ref": ref, "words_zh": actions.NEUTRAL_ZH, "words_en": actions.NEUTRAL_EN}
    answer = render(request, "lost_property/number.html", shown)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@on_item
def owner_calls(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """The owner was called."""
    if request.POST.get("reached") not in ("0", "1"):
        said = _("Say whether you spoke with the owner.")
        raise InvalidInput(said, fields={"reached": said})
    reached = a_flag(request.POST, "reached")
    actions.note_call(actor=actor, case_id=case_id, reached_owner=reached, at=now())


@on_item
def handing_over(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Given to its owner, with proof."""
    proof = request.FILES.get("proof")
    handing = actions.Handing(
        means=text(request.POST, "means", limit=12),
        witness_number=text(request.POST, "witness", limit=20),
        is_identity_checked=a_flag(request.POST, "identity"),
        proof=proof.read() if proof is not None else None,
    )
    actions.hand_over(actor=actor, case_id=case_id, handing=handing, at=now())


@on_item
def disposal(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Disposed of after the hotel's time."""
    actions.dispose(
        actor=actor,
        case_id=case_id,
        means=text(request.POST, "means", limit=12),
        witness_number=text(request.POST, "witness", limit=20),
        at=now(),
    )


@on_item
def report_end(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """The guest has it, or knows that nothing was found."""
    actions.end_report(actor=actor, case_id=case_id, at=now())


@on_item
def theft(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """The guest says that it was taken."""
    words, accused = text(request.POST, "words", limit=500), text(request.POST, "accused", limit=20)
    try:
        actions.allege_theft(actor=actor, case_id=case_id, words=words, accused_number=accused, at=now())
    except NotFound as unknown:
        raise InvalidInput(unknown.text, fields={"accused": unknown.text}) from unknown
