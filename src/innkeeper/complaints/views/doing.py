"""Doing on a complaint: every noun posts here, reads its form, calls one action and goes back to the case."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from innkeeper.cases.views.door import on_case
from innkeeper.complaints import actions, forms
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import InvalidInput, WrongState
from innkeeper.kernel.money import Money

on_complaint = partial(on_case, kind="complaint")


@on_complaint
def departments(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Give each department that the code names its task."""
    if not actions.split_tasks(actor=actor, case_id=case_id, at=now()):
        raise WrongState(_("The departments have their tasks already."))


@on_complaint
def solutions(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Propose ways out."""
    actions.propose_solution(
        actor=actor,
        case_id=case_id,
        reasons=forms.text(request.POST, "reasons"),
        options=forms.options(request.POST),
        single_reason=forms.text(request.POST, "single_reason", limit=forms.NOTE_LIMIT),
        at=now(),
    )


@on_complaint
def opinions(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Keep what the guest says to the proposal."""
    actions.record_opinion(
        actor=actor,
        case_id=case_id,
        answer=forms.text(request.POST, "answer"),
        means=forms.text(request.POST, "means"),
        option_id=forms.an_id(request.POST, "option"),
        words=forms.text(request.POST, "words"),
        at=now(),
    )


@on_complaint
def decisions(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Decide the measures."""
    actions.decide_solution(
        actor=actor,
        case_id=case_id,
        measures=forms.measures(request.POST),
        accountable_department=forms.text(request.POST, "accountable_department"),
        accountability=forms.text(request.POST, "accountability"),
        in_spite_of=forms.text(request.POST, "in_spite_of", limit=forms.NOTE_LIMIT),
        at=now(),
    )


@on_complaint
def measures(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Note that a measure is carried out."""
    measure_id = forms.an_id(request.POST, "measure")
    if measure_id is None:
        raise InvalidInput(_("Choose one of the list."), fields={"measure": _("Choose one of the list.")})
    actions.finish_measure(
        actor=actor, measure_id=measure_id, result=forms.text(request.POST, "result"), at=now()
    )


@on_complaint
def preventions(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Write down what prevents a repeat."""
    actions.name_prevention(
        actor=actor, case_id=case_id, text=forms.text(request.POST, "text", limit=forms.LINE_LIMIT), at=now()
    )


@on_complaint
def recoveries(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Give the guest something to make good."""
    actions.give_recovery(
        actor=actor,
        case_id=case_id,
        kind=forms.text(request.POST, "kind"),
        money=forms.money(request.POST, "amount") or Money(forms.CURRENCY, 0),
        reason=forms.text(request.POST, "reason", limit=forms.NOTE_LIMIT),
        key=forms.an_id(request.POST, "key"),
        at=now(),
    )


@on_complaint
def presence(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """The assistant manager is with the guest."""
    actions.note_presence(actor=actor, case_id=case_id, at=now())


@on_complaint
def resolution(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Solved, and the guest knows."""
    actions.resolve_complaint(
        actor=actor,
        case_id=case_id,
        result=forms.text(request.POST, "result"),
        means=forms.text(request.POST, "means"),
        at=now(),
    )


@on_complaint
def feedback(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """One try to hear the guest."""
    actions.record_feedback(
        actor=actor,
        case_id=case_id,
        means=forms.text(request.POST, "means"),
        answer=forms.text(request.POST, "answer"),
        score=forms.a_score(request.POST, "score"),
        words=forms.text(request.POST, "words"),
        at=now(),
    )


@on_complaint
def review(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Cause, measure, use."""
    actions.review_complaint(
        actor=actor,
        case_id=case_id,
        cause=forms.text(request.POST, "cause", limit=forms.CAUSE_LIMIT),
        measure=forms.text(request.POST, "measure", limit=forms.CAUSE_LIMIT),
        use=forms.text(request.POST, "use", limit=forms.CAUSE_LIMIT),
        at=now(),
    )


@on_complaint
def visits(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """The follow-up call after closure."""
    actions.record_return_visit(
        actor=actor,
        case_id=case_id,
        score=forms.a_score(request.POST, "score") or 0,
        process_notes=forms.text(request.POST, "process_notes"),
        means=forms.text(request.POST, "means"),
        still_wrong=forms.text(request.POST, "still_wrong", limit=forms.NOTE_LIMIT),
        at=now(),
    )


@on_complaint
def thanks(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Thanks to the guest of a closed important case, with an extra or without."""
    actions.thank_guest(
        actor=actor,
        case_id=case_id,
        means=forms.text(request.POST, "means"),
        words=forms.text(request.POST, "words", limit=forms.LINE_LIMIT),
        extra=forms.text(request.POST, "extra"),
        money=forms.money(request.POST, "amount"),
        at=now(),
    )


@on_complaint
def verification(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Whether the measures work."""
    note = forms.text(request.POST, "note", limit=forms.LINE_LIMIT)
    actions.verify_effect(actor=actor, case_id=case_id, note=note, at=now())
