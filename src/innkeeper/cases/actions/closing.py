"""From stage to stage, to the end, and back again: gates are asked here and nowhere else."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language as _language
from django.utils.translation import gettext as _

from innkeeper.cases.actions.change import changing, playbook_for, tell
from innkeeper.cases.actions.running import CLOSED, Missing, emit, enter, leave, missing_gates, settle, tick
from innkeeper.cases.actions.wording import hidden
from innkeeper.cases.events import CaseClosed, CaseReopened
from innkeeper.cases.models import Case, Closure, Reopening
from innkeeper.cases.rules import raised
from innkeeper.clocks import actions as clocks
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, WrongState
from innkeeper.properties.models import Department

ALWAYS = ("tasks_done", "colleagues_heard")
"""What no case of any kind closes without."""


class GatesOpen(WrongState):
    """A stage cannot be left, or a case closed: `fields` names each check and what it misses."""

    code = "gates_open"


def advance_stage(
    *,
    actor: Actor,
    case_id: UUID,
    at: datetime,
    to: str | None = None,
    edit_version: int | None = None,
) -> str:
    """Leave the stage that the case is in for the next, or for one of the next ones by name.

    Raises: GatesOpen naming what is missing; WrongState for a stage that does not follow; NotPermitted, logged.
    """
    with changing(actor=actor, case_id=case_id, verb="advance", at=at, edit_version=edit_version) as case:
        stage = playbook_for(case).stage(case.stage)
        follower = to or stage.next[0]
        if follower not in stage.next or follower == CLOSED:
            raise WrongState(_("The case cannot go there from its stage."))
        insist_gates(case, stage.gates)
        leave(case, stage, follower, actor=actor, at=at)
        return follower


def do_step(*, actor: Actor, case_id: UUID, step: str, at: datetime) -> None:
    """Tick one step of the stage at hand that nothing else proves. A step that is ticked stays as it was.

    Raises: InvalidInput for an unknown step; WrongState for one of another stage, or one that a record proves; GatesOpen
    naming what must hold first; NotPermitted.
    """
    with changing(actor=actor, case_id=case_id, verb="step", at=at) as case:
        playbook = playbook_for(case)
        steps = {one.name: one for stage in playbook.stages for one in stage.steps}
        if step not in steps:
            raise InvalidInput(
                _("There is no such step."), fields={"step": _("Choose a step of the playbook.")}
            )
        if steps[step] not in playbook.stage(case.stage).steps:
            raise WrongState(_("This step belongs to another stage."))
        if not steps[step].is_by_hand:
            raise WrongState(_("This step is proved by what is recorded, not by a tick."))
        insist_gates(case, steps[step].gates)
        tick(case, [step], actor=actor, at=at)
        tell(case, actor=actor, verb="step_done", at=at, facts={"step": step})


def close_case(
    *, actor: Actor, case_id: UUID, at: datetime, outcome: str = "", edit_version: int | None = None
) -> None:
    """Close the case: in its last stage, with every gate passed and every task done.

    Raises: GatesOpen naming each missing thing and its department (CASE-31); WrongState in an earlier stage;
    NotPermitted, logged. Its clocks end with it. Queries: about 25, flat in the length of the thread.
    """
    with changing(
        actor=actor,
        case_id=case_id,
        verb="close",
        at=at,
        edit_version=edit_version,
        typed={"outcome": outcome},
    ) as case:
        playbook = playbook_for(case)
        stage = playbook.stage(case.stage)
        insist_gates(case, (*stage.gates, *playbook.closure_gates, *ALWAYS))
        if CLOSED not in stage.next:
            raise WrongState(_("The case is still in the stage %(stage)s.") % {"stage": _stage_title(case)})
        leave(case, stage, CLOSED, actor=actor, at=at)
        emit(case, CLOSED, actor=actor, at=at)
        clocks.cancel_clocks(owner_id=case.pk, at=at, actor=actor)
        Closure.objects.create(
            case=case, round=case.round, at=at, by_id=actor.id, outcome=hidden(outcome, case)
        )
        case.is_open, case.closed_at, case.next_due_at, case.is_held = False, at, None, False
        case.save(update_fields=["is_open", "closed_at", "next_due_at", "is_held"])
        event = CaseClosed(property_id=case.property_id, case_id=case.pk, kind=case.kind, round=case.round)
        tell(case, actor=actor, verb="closed", at=at, event=event, facts={"round": case.round})


def reopen_case(*, actor: Actor, case_id: UUID, reason: str, at: datetime, stage: str | None = None) -> None:
    """Open a closed case again: history kept, priority raised, clocks in a new round (CASE-29).

    `stage` defaults to the first. Raises: InvalidInput without a reason; WrongState for an open case; NotPermitted.
    """
    if not reason.strip():
        raise InvalidInput(_("Say what is still wrong."), fields={"reason": _("Say what is still wrong.")})
    with changing(actor=actor, case_id=case_id, verb="reopen", at=at, is_open_needed=False) as case:
        if case.merged_into_id is not None:
            raise WrongState(_("It went up in another case: undo the merge, or go on there."))
        if case.is_open:
            raise WrongState(_("The case is open already."))
        before = case.priority
        case.priority, case.round = raised(before), case.round + 1
        case.is_open, case.closed_at = True, None
        case.responded_at = case.resolved_at = case.progress_told_at = None
        case.save()
        Reopening.objects.create(
            case=case,
            round=case.round,
            at=at,
            by_id=actor.id,
            reason=hidden(reason, case),
            from_priority=before,
            to_priority=case.priority,
        )
        emit(case, "opened", actor=actor, at=at)
        emit(case, "reopened", actor=actor, at=at)
        enter(case, stage or playbook_for(case).stages[0].name, actor=actor, at=at)
        settle(case, actor=actor, at=at)
        event = CaseReopened(property_id=case.property_id, case_id=case.pk, kind=case.kind, round=case.round)
        facts = {"round": case.round, "from_priority": before, "to_priority": case.priority}
        tell(case, actor=actor, verb="reopened", at=at, event=event, facts=facts)


def insist_gates(case: Case, checks: tuple[str, ...]) -> None:
    """Let pass, or refuse with everything that is missing. Raises: GatesOpen."""
    missing = missing_gates(case, tuple(dict.fromkeys(checks)))
    if not missing:
        return
    texts = {one.check: missing_text(case, one) for one in missing}
    raise GatesOpen(" ".join(texts.values()), fields=texts)


def missing_text(case: Case, missing: Missing) -> str:
    """What is missing, in the reader's language, with the department's name where it is one's. Queries: 0 or 1."""
    params = dict(missing.verdict.params)
    if missing.verdict.department:
        params["department"] = department_name(case.property_id, missing.verdict.department)
    stages = {one.name: one.title for one in playbook_for(case).stages}
    stage = stages.get(str(params.get("stage")))
    if stage is not None:
        params["stage"] = stage.shown(_language() or "zh-hans")
    return _(missing.verdict.missing) % params if params else _(missing.verdict.missing)


def department_name(property_id: UUID, code: str) -> str:
    """The department's name in the reader's language, its code where it has none. Queries: 1."""
    found = Department.objects.filter(property_id=property_id, code=code).first()
    if found is None:
        return code
    return found.name_zh if _is_chinese() else found.name_en


def _is_chinese() -> bool:
    return (_language() or "zh-hans").startswith("zh")


def _stage_title(case: Case) -> str:
    return playbook_for(case).stage(case.stage).title.shown(_language() or "zh-hans")
