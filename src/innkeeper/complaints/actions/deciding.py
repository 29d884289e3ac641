"""What is done in the end: decided after the guest was heard, measure by measure, and what prevents a repeat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.accounts import queries as accounts
from innkeeper.cases import actions as cases
from innkeeper.cases import policy
from innkeeper.cases.actions.checking import required, storable
from innkeeper.cases.actions.wording import LINE_LENGTH, hidden
from innkeeper.cases.models import Case
from innkeeper.complaints.actions.wording import sealed
from innkeeper.complaints.models import Answer, Decision, Measure, Prevention, Solution
from innkeeper.complaints.queries import newest_opinion, newest_solution
from innkeeper.complaints.rules import EMERGENCY
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound, WrongState
from innkeeper.kernel.ids import uuid7
from innkeeper.properties.queries import departments
from innkeeper.web.days import insist_near


class GuestNotAsked(WrongState):
    """The guest was not heard before the proposal is carried out (CASE-19)."""

    code = "guest_not_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDraft:
    """One measure as it is decided: what, whose, by when. A fault is named with the place of the form, from 1."""

    text: str
    department: str
    owner_id: UUID
    due_at: datetime
    place: int = 0


def decide_solution(
    *,
    actor: Actor,
    case_id: UUID,
    measures: Sequence[MeasureDraft],
    at: datetime,
    accountable_department: str = "",
    accountability: str = "",
    in_spite_of: str = "",
) -> UUID:
    """Decide what is carried out, each measure with its owner and due time, and who answers for the cause.

    An emergency is decided first and asked afterwards. Who goes against the guest's refusal says why. Nobody answers
    for the cause before the colleagues whom the case names were heard, and none of them owns a measure.
    Raises: ColleagueNotHeard; GuestNotAsked (CASE-19); InvalidInput; WrongState; NotPermitted; NotFound. Source: CASE-21.
    """
    seen = policy.case_for(actor, pk=case_id)
    _refuse_bad(measures, property_id=seen.property_id, accountable=accountable_department, at=at)
    storable(accountability=accountability, in_spite_of=in_spite_of)
    row_id = uuid7()
    note = (
        sealed(accountability, case=seen, column="Decision.accountability", row_id=row_id, at=at)
        if accountability.strip()
        else None
    )
    with cases.changing(actor=actor, case_id=case_id, verb="resolve", at=at) as case:
        if case.stage not in ("resolve", "respond"):
            raise WrongState(_("The case is not in the stage where it is solved."))
        _insist_fair(case, measures, is_blaming=bool(accountable_department or accountability.strip()))
        solution, option_id = _agreed(case, in_spite_of)
        decision = Decision.objects.create(
            id=row_id,
            property_id=case.property_id,
            case_id=case.pk,
            round=case.round,
            solution=solution,
            option_id=option_id,
            is_emergency=case.priority == EMERGENCY and option_id is None,
            in_spite_of=hidden(in_spite_of, case, length=200),
            accountable_department=accountable_department,
            accountability=note.sealed if note else None,
            accountability_redacted=note.redacted if note else "",
            by_id=actor.id,
            at=at,
        )
        _write_measures(case, decision, measures, actor=actor, at=at)
        cases.emit(case, "decided", actor=actor, at=at)
        facts = {"measures": len(measures), "accountable": accountable_department}
        cases.tell(case, actor=actor, verb="decided", at=at, facts=facts)
    return row_id


def finish_measure(*, actor: Actor, measure_id: UUID, at: datetime, result: str = "") -> None:
    """Note that a measure is carried out: its owner, or the handler for them.

    Raises: NotPermitted, logged; WrongState when it is done; NotFound.
    """
    storable(result=result)
    measure = Measure.objects.filter(pk=measure_id).first()
    if measure is None:
        raise NotFound(_("There is no such measure."))
    with cases.changing(actor=actor, case_id=measure.case_id, verb="note", at=at) as case:
        if measure.owner_id != actor.id:
            cases.refuse_other(actor=actor, case=case, verb="measure", at=at)
        done = Measure.objects.filter(pk=measure_id, done_at__isnull=True).update(
            done_at=at, done_by_id=actor.id, result_redacted=hidden(result, case, length=LINE_LENGTH)
        )
        if not done:
            raise WrongState(_("This measure is done already."))
        cases.tell(case, actor=actor, verb="measure_done", at=at, facts={"measure": str(measure_id)})


def name_prevention(*, actor: Actor, case_id: UUID, text: str, at: datetime) -> UUID:
    """Write down what prevents a repeat (CASE-20). Raises: InvalidInput; NotPermitted; NotFound."""
    required(text=text)
    with cases.changing(actor=actor, case_id=case_id, verb="resolve", at=at, typed={"text": text}) as case:
        row = Prevention.objects.create(
            property_id=case.property_id,
            case_id=case.pk,
            round=case.round,
            text_redacted=hidden(text, case, length=LINE_LENGTH),
            by_id=actor.id,
            at=at,
        )
        cases.tick(case, ["prevent"], actor=actor, at=at)
        cases.tell(case, actor=actor, verb="prevention_named", at=at)
        return row.pk


def _insist_fair(case: Case, measures: Sequence[MeasureDraft], *, is_blaming: bool) -> None:
    """Whom the case names owns no measure, and is heard before anybody is blamed. Raises: NotPermitted; ColleagueNotHeard."""
    for owner_id in {one.owner_id for one in measures}:
        policy.insist_unnamed(case, owner_id)
    if is_blaming:
        cases.insist_heard(case)


def _agreed(case: Case, in_spite_of: str) -> tuple[Solution | None, UUID | None]:
    """The proposal and the option that the guest took. Raises: GuestNotAsked, except in an emergency."""
    solution = newest_solution(case.pk, case.round)
    opinion = newest_opinion(solution) if solution else None
    if opinion is None:
        if case.priority == EMERGENCY:
            return solution, None
        raise GuestNotAsked(_("Ask the guest about the proposal before it is carried out."))
    if opinion.answer == Answer.REFUSES and not in_spite_of.strip():
        raise InvalidInput(
            _("The guest refuses the proposal. Propose something else, or say why it is done all the same."),
            fields={"in_spite_of": _("Say why.")},
        )
    return solution, opinion.option_id


def _refuse_bad(
    measures: Sequence[MeasureDraft], *, property_id: UUID, accountable: str, at: datetime
) -> None:
    wrong: dict[str, str] = {}
    codes = {department.code for department in departments(property_id)}
    if accountable and accountable not in codes:
        wrong["accountable_department"] = _("Choose a department.")
    if not measures:
        wrong["measures"] = _("Decide at least one measure.")
    known = accounts.still_here(property_id, [measure.owner_id for measure in measures], at=at)
    for count, measure in enumerate(measures, 1):
        number = measure.place or count
        storable(**{f"measure_{number}": measure.text})
        if not measure.text.strip() or not measure.department:
            wrong[f"measure_{number}"] = _("Say what is done and by which department.")
        elif measure.department not in codes:
            wrong[f"department_{number}"] = _("Choose a department.")
        elif measure.owner_id not in known:
            wrong[f"owner_{number}"] = _("Choose a colleague who owns it.")
        elif measure.due_at <= at:
            wrong[f"due_{number}"] = _("Give a due time still to come.")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)
    dues = {f"due_{one.place or count}": one.due_at for count, one in enumerate(measures, 1)}
    insist_near(at=at, **dues)


def _write_measures(
    case: Case, decision: Decision, measures: Sequence[MeasureDraft], *, actor: Actor, at: datetime
) -> None:
    """Keep the measures; of a restricted complaint their owners know from now on."""
    if case.is_restricted:
        cases.share(case, {one.owner_id for one in measures}, actor=actor, at=at)
    Measure.objects.bulk_create(
        Measure(
            property_id=case.property_id,
            case_id=case.pk,
            decision=decision,
            text_redacted=hidden(measure.text, case, length=LINE_LENGTH),
            department=measure.department,
            owner_id=measure.owner_id,
            due_at=measure.due_at,
        )
        for measure in measures
    )
