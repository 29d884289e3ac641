"""The end of the loop: resolved, the guest heard, reviewed, closed, called again; and back where it failed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.accounts import queries as accounts
from innkeeper.cases import actions as cases
from innkeeper.cases import policy
from innkeeper.cases.actions import Job
from innkeeper.cases.actions.checking import chosen, required, storable
from innkeeper.cases.actions.running import enter, leave
from innkeeper.cases.actions.wording import hidden
from innkeeper.cases.models import Case, Channel, NamedStaff
from innkeeper.complaints.actions.verifying import ask_verification
from innkeeper.complaints.actions.wording import sealed
from innkeeper.complaints.events import ComplaintResolved, ComplaintReviewed, GuestNotSatisfied
from innkeeper.complaints.models import Content, Feedback, Resolution, ReturnVisit, Review
from innkeeper.complaints.queries import resolution_in_force
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, WrongState
from innkeeper.kernel.ids import uuid7

SCORES = range(1, 6)
FOLLOW_UP = "follow_up"
SAME_TRY = timedelta(minutes=2)


def resolve_complaint(
    *,
    actor: Actor,
    case_id: UUID,
    result: str,
    means: str,
    at: datetime,
    guest_told_at: datetime | None = None,
) -> UUID:
    """The complaint is solved and the guest was told the result; the first contact gets the follow-up (CASE-36).

    Raises: GatesOpen naming what is missing: findings, proposal, opinion, open measures (CASE-21), prevention;
    WrongState in another stage; InvalidInput; NotPermitted, logged; NotFound.
    """
    required(result=result)
    chosen(means, list(Channel.values), field="means")
    row_id = uuid7()
    words = sealed(
        result, case=policy.case_for(actor, pk=case_id), column="Resolution.result", row_id=row_id, at=at
    )
    with cases.changing(
        actor=actor, case_id=case_id, verb="resolve", at=at, typed={"result": result}
    ) as case:
        stage = cases.playbook_for(case).stage("resolve")
        if case.stage != stage.name:
            raise WrongState(_("The case is not in the stage where it is solved."))
        Resolution.objects.create(
            id=row_id,
            property_id=case.property_id,
            case_id=case.pk,
            round=case.round,
            result=words.sealed,
            result_redacted=words.redacted,
            means=means,
            guest_told_at=min(guest_told_at or at, at),
            by_id=actor.id,
            at=at,
        )
        cases.insist_gates(case, stage.gates)
        case.resolved_at = at
        case.save(update_fields=["resolved_at"])
        cases.emit(case, "resolved", actor=actor, at=at)
        leave(case, stage, "feedback", actor=actor, at=at)
        _go_on(case, actor=actor, at=at)
        event = ComplaintResolved(
            property_id=case.property_id, case_id=case.pk, kind=case.kind, round=case.round
        )
        cases.tell(case, actor=actor, verb="resolved", at=at, event=event, facts={"means": means})
        cases.settle(case, actor=actor, at=at)
    return row_id


def record_feedback(
    *,
    actor: Actor,
    case_id: UUID,
    means: str,
    at: datetime,
    answer: str = "",
    score: int | None = None,
    words: str = "",
) -> UUID:
    """Note one try to hear the guest; without an answer it is an attempt (CASE-23, CASE-24).

    With an answer the task to ask for it is done. A guest who is not satisfied sends the case back to be solved anew.
    Raises: WrongState; InvalidInput; NotPermitted.
    """
    _insist_on_feedback(means, answer, score)
    storable(words=words)
    row_id = uuid7()
    seen = policy.case_for(actor, pk=case_id)
    said = sealed(words, case=seen, column="Feedback.words", row_id=row_id, at=at) if words.strip() else None
    with cases.changing(actor=actor, case_id=case_id, verb="contact", at=at, typed={"words": words}) as case:
        if case.stage != "feedback":
            raise WrongState(_("The guest is asked after the complaint is resolved."))
        pressed_before = None if answer else _same_try(case, means, said.redacted if said else "", at=at)
        if pressed_before is not None:
            return pressed_before
        Feedback.objects.create(
            id=row_id,
            property_id=case.property_id,
            case_id=case.pk,
            round=case.round,
            means=means,
            is_reached=bool(answer),
            answer=answer,
            score=score,
            words=said.sealed if said else None,
            words_redacted=said.redacted if said else "",
            by_id=actor.id,
            at=at,
        )
        cases.emit(case, "feedback_tried", actor=actor, at=at)
        facts = {"answer": answer, "score": score, "means": means}
        cases.tell(case, actor=actor, verb="feedback_recorded", at=at, facts=facts)
        if answer:
            cases.finish_step(case, FOLLOW_UP, actor=actor, at=at)
        if answer == Content.DISSATISFIED:
            _solve_anew(case, actor=actor, at=at)
        else:
            cases.settle(case, actor=actor, at=at)
    return row_id


def _same_try(case: Case, means: str, words_redacted: str, *, at: datetime) -> UUID | None:
    """The try that was noted a moment ago in the same words: pressed twice it is one, not the two that end the asking."""
    rows = Feedback.objects.filter(case_id=case.pk, round=case.round, is_reached=False, at__gt=at - SAME_TRY)
    same = rows.filter(means=means, words_redacted=words_redacted)
    return same.values_list("pk", flat=True).first()


def _insist_on_feedback(means: str, answer: str, score: int | None) -> None:
    """Raises InvalidInput for a means, an answer or a score that there is not, and for a score without an answer."""
    chosen(means, list(Channel.values), field="means")
    if answer:
        chosen(answer, list(Content.values), field="answer")
    if score is not None and (score not in SCORES or not answer):
        wrong = _("The score goes from 1 to 5.")
        raise InvalidInput(wrong, fields={"score": wrong})


def review_complaint(
    *, actor: Actor, case_id: UUID, cause: str, measure: str, use: str, at: datetime, department: str = ""
) -> UUID:
    """Write down cause, measure and use in the next service; it leaves an improvement (CASE-25).

    The handler or the quality department reviews, after the colleagues whom the case names were heard. Raises: InvalidInput naming each missing part; WrongState;
    NotPermitted, logged; NotFound.
    """
    required(cause=cause, measure=measure, use=use)
    with cases.changing(actor=actor, case_id=case_id, verb="note", at=at) as case:
        if "quality_manager" not in actor.posts:
            cases.refuse_other(actor=actor, case=case, verb="review", at=at)
        if case.stage != "review" or Review.objects.filter(case_id=case.pk, round=case.round).exists():
            raise WrongState(_("The case is reviewed once, after the guest was heard."))
        cases.insist_heard(case)
        row = Review.objects.create(
            property_id=case.property_id,
            case_id=case.pk,
            round=case.round,
            cause_redacted=hidden(cause, case, length=2000),
            measure_redacted=hidden(measure, case, length=2000),
            use_redacted=hidden(use, case, length=2000),
            department=department or case.responsible_department or case.handling_department,
            by_id=actor.id,
            at=at,
        )
        cases.emit(case, "reviewed", actor=actor, at=at)
        event = ComplaintReviewed(
            property_id=case.property_id,
            case_id=case.pk,
            kind=case.kind,
            review_id=str(row.pk),
            department=row.department,
        )
        cases.tell(case, actor=actor, verb="reviewed", at=at, event=event)
        return row.pk


def close_complaint(
    *, actor: Actor, case_id: UUID, at: datetime, outcome: str = "", edit_version: int | None = None
) -> None:
    """Close the complaint: six stages, each with person and time, every task done (CASE-31, CASE-33).

    Raises: GatesOpen naming each missing thing; WrongState; NotPermitted, logged; NotFound.
    """
    cases.close_case(actor=actor, case_id=case_id, at=at, outcome=outcome, edit_version=edit_version)


def record_return_visit(
    *,
    actor: Actor,
    case_id: UUID,
    score: int,
    process_notes: str,
    means: str,
    at: datetime,
    still_wrong: str = "",
) -> UUID:
    """The follow-up call after closure: how content the guest is, and what went wrong in the handling (CASE-28).

    `still_wrong` says what is still broken: the same case comes back with raised priority and new clocks (CASE-29).
    Raises: InvalidInput without score or notes; WrongState for an open case; NotPermitted; NotFound.
    """
    required(process_notes=process_notes)
    chosen(means, list(Channel.values), field="means")
    storable(still_wrong=still_wrong)
    if score not in SCORES:
        raise InvalidInput(
            _("The score goes from 1 to 5."), fields={"score": _("The score goes from 1 to 5.")}
        )
    row_id = uuid7()
    seen = policy.case_for(actor, pk=case_id)
    notes = sealed(process_notes, case=seen, column="ReturnVisit.process_notes", row_id=row_id, at=at)
    with cases.changing(actor=actor, case_id=case_id, verb="reopen", at=at, is_open_needed=False) as case:
        if case.is_open:
            raise WrongState(_("The follow-up call comes after the case is closed."))
        ReturnVisit.objects.create(
            id=row_id,
            property_id=case.property_id,
            case_id=case.pk,
            round=case.round,
            means=means,
            score=score,
            is_satisfied=not still_wrong.strip(),
            process_notes=notes.sealed,
            process_notes_redacted=notes.redacted,
            by_id=actor.id,
            at=at,
        )
        facts = {"score": score, "is_satisfied": not still_wrong.strip()}
        cases.tell(case, actor=actor, verb="return_visit", at=at, facts=facts)
        if still_wrong.strip():
            _come_back(case, still_wrong, actor=actor, at=at)
    return row_id


def _come_back(case: Case, still_wrong: str, *, actor: Actor, at: datetime) -> None:
    """The same case opens again, told to whom it concerns, and passes the stages that are done already."""
    event = GuestNotSatisfied(property_id=case.property_id, case_id=case.pk, kind=case.kind, round=case.round)
    cases.tell(case, actor=actor, verb="guest_not_satisfied", at=at, event=event)
    cases.reopen_case(actor=actor, case_id=case.pk, reason=still_wrong, at=at)
    cases.settle(Case.objects.get(pk=case.pk), actor=actor, at=at)


def _solve_anew(case: Case, *, actor: Actor, at: datetime) -> None:
    """The guest is not satisfied: the resolution is withdrawn, the clock starts again."""
    standing = resolution_in_force(case.pk, case.round)
    if standing is not None:
        Resolution.objects.filter(pk=standing.pk).update(withdrawn_at=at)
    case.resolved_at = None
    case.save(update_fields=["resolved_at"])
    cases.emit(case, "feedback_refused", actor=actor, at=at)
    enter(case, "resolve", actor=actor, at=at)


def _go_on(case: Case, *, actor: Actor, at: datetime) -> None:
    """What comes after the result: the first contact follows up, quality verifies."""
    _follow_up(case, actor=actor, at=at)
    ask_verification(case, actor=actor, at=at)


def _follow_up(case: Case, *, actor: Actor, at: datetime) -> None:
    """Who heard the guest first keeps at it until the guest confirms (CASE-36).

    In place of one whom the case names (CASE-16), or who has left the house, whoever is at the front desk does.
    """
    first = case.first_contact_id
    if first is None or first == case.owner_id or first not in accounts.staff_lines([first]):
        return
    is_away = NamedStaff.objects.filter(case=case, staff_id=first).exists()
    is_away = is_away or not accounts.still_here(case.property_id, [first], at=at)
    job = Job(
        title=cases.in_both(lambda: _("Ask the guest whether all is well now")),
        department="front_office",
        assignee_id=None if is_away else first,
        minutes=24 * 60,
        step=FOLLOW_UP,
    )
    cases.offer(case, job, actor=actor, at=at)
