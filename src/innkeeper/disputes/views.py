"""Open terms, and doing on a dispute: every noun posts here, reads its form, calls one action and goes back to the case."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.cases import policy
from innkeeper.cases.queries.playbooks import department_names
from innkeeper.cases.views.door import on_case
from innkeeper.disputes import actions, forms, queries
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import InvalidInput

on_dispute = partial(on_case, kind="dispute")


@require_safe
@signed_in("cases.see")
def terms(request: HttpRequest) -> HttpResponse:
    """What settlements still ask of anybody: overdue first (DISP-04)."""
    house = house_of(request)
    lines = queries.open_terms(actor_of(request), property_id=house, at=now())
    names = department_names(house)
    context = {
        "rows": [(line, names.get(line.department, line.department)) for line in lines],
        "overdue": sum(line.is_overdue for line in lines),
    }
    return render(request, "disputes/terms.html", context)


@on_dispute
def claims(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Write down a claim."""
    actions.add_claim(
        actor=actor,
        case_id=case_id,
        party=forms.text(request.POST, "party"),
        text=forms.text(request.POST, "text"),
        money=forms.money(request.POST, "amount"),
        at=now(),
    )


@on_dispute
def points(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Write down common ground, an agreement, or what is disputed."""
    kind, text = forms.text(request.POST, "kind"), forms.text(request.POST, "text")
    actions.add_point(actor=actor, case_id=case_id, kind=kind, text=text, at=now())


@on_dispute
def offers(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Make an offer, or note what came of one."""
    offer_id = forms.an_id(request.POST, "offer")
    if offer_id is not None:
        answer = forms.text(request.POST, "answer")
        actions.answer_offer(actor=actor, offer_id=offer_id, answer=answer, at=now())
        return
    actions.make_offer(
        actor=actor,
        case_id=case_id,
        party=forms.text(request.POST, "party"),
        text=forms.text(request.POST, "text"),
        money=forms.money(request.POST, "amount"),
        at=now(),
    )


@on_dispute
def bases(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Write down the law relied on."""
    actions.rely_on_law(
        actor=actor,
        case_id=case_id,
        law=forms.text(request.POST, "law"),
        article=forms.text(request.POST, "article"),
        note=forms.text(request.POST, "note", limit=400),
        at=now(),
    )


@on_dispute
def liabilities(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Say who is liable, by which law."""
    actions.set_liability(
        actor=actor,
        case_id=case_id,
        party=forms.text(request.POST, "party"),
        text=forms.text(request.POST, "text"),
        basis_id=forms.an_id(request.POST, "basis"),
        share_percent=forms.a_share(request.POST, "share_percent"),
        at=now(),
    )


@on_dispute
def talks(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Write down a talk, a sitting, a hearing."""
    actions.hold_talk(
        actor=actor,
        case_id=case_id,
        summary=forms.text(request.POST, "summary"),
        outcome=forms.text(request.POST, "outcome"),
        mediator=forms.text(request.POST, "mediator", limit=120),
        held_at=forms.a_time(request.POST, "held_at"),
        at=now(),
    )


@on_dispute
def rung(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Go to another rung of the ladder."""
    to, reason = forms.text(request.POST, "to"), forms.text(request.POST, "reason", limit=200)
    actions.climb(actor=actor, case_id=case_id, to=to, reason=reason, at=now())


@on_dispute
def settlement(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Write down how it ends, with the terms."""
    actions.end_dispute(
        actor=actor,
        case_id=case_id,
        kind=forms.text(request.POST, "kind"),
        text=forms.text(request.POST, "text"),
        terms=forms.terms(request.POST),
        mediator=forms.text(request.POST, "mediator", limit=120),
        agreed_at=forms.a_time(request.POST, "agreed_at"),
        at=now(),
    )


@on_dispute
def aftermath(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Hear the other side after all is carried out."""
    actions.hear_other_side(
        actor=actor,
        case_id=case_id,
        means=forms.text(request.POST, "means"),
        answer=forms.text(request.POST, "answer"),
        words=forms.text(request.POST, "words", limit=400),
        at=now(),
    )


@on_dispute
def lesson(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Cause, measure, use."""
    given = {name: forms.text(request.POST, name) for name in ("cause", "measure", "use")}
    if not all(given.values()):
        raise InvalidInput(
            _("This must be filled in."), fields=dict.fromkeys(given, _("This must be filled in."))
        )
    actions.write_lesson(actor=actor, case_id=case_id, at=now(), **given)


@require_POST
@signed_in("disputes.export")
def packs(request: HttpRequest, ref: str) -> HttpResponse:
    """Make an evidence pack and hand it out once; the house keeps its check value."""
    actor = actor_of(request)
    case_id = policy.case_for(actor, ref=ref, kind="dispute").pk
    purpose = forms.text(request.POST, "purpose")
    made = actions.make_evidence_pack(actor=actor, case_id=case_id, purpose=purpose, at=now())
    answer = HttpResponse(made.content, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
