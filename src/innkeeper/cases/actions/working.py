"""Tasks: offered to a department, accepted, on site, done or not to be done; by radio for a colleague too."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.accounts import queries as accounts
from innkeeper.cases import policy
from innkeeper.cases.actions.change import changing, log_refusal, playbook_for, tell
from innkeeper.cases.actions.closing import insist_gates
from innkeeper.cases.actions.handling import notice_about, share, tell_post
from innkeeper.cases.actions.running import emit, ladder_of, settle
from innkeeper.cases.actions.wording import Both, hidden, learn_names, not_later, title_columns
from innkeeper.cases.events import TaskDone, TaskOffered
from innkeeper.cases.models import Case, Task, TaskState
from innkeeper.clocks import actions as clocks
from innkeeper.clocks import rules as clock_rules
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.notices import actions as notices
from innkeeper.properties.models import Department

ARRIVAL = "arrival"
MANAGER_VISIT = ("visit", "assistant_manager")
"""Step and post of the errand to see the guest: who is there for it stops the clock of the manager on the spot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A task to give: what, to which department and post, or to one person; `minutes` is its own clock.

    `title` is as somebody typed it, or what the house says in both its languages.

    `arrive_in_minutes` starts a clock beside it that stops when somebody is on site (REQ-08).
    """

    title: str | Both
    department: str
    post: str = ""
    assignee_id: UUID | None = None
    room_number: str = ""
    minutes: int | None = None
    arrive_in_minutes: int | None = None
    needs_evidence: bool = False
    step: str = ""


def add_task(*, actor: Actor, case_id: UUID, job: Job, at: datetime, is_open_needed: bool = True) -> UUID:
    """Give a department a task on the case and tell who is on duty there (CASE-30).

    Raises: InvalidInput naming the field; NotPermitted for another than the handler.
    """
    _refuse_bad(job)
    with changing(actor=actor, case_id=case_id, verb="task", at=at, is_open_needed=is_open_needed) as case:
        if job.assignee_id and not accounts.still_here(case.property_id, [job.assignee_id], at=at):
            raise InvalidInput(_("Choose a colleague."), fields={"assignee_id": _("Choose a colleague.")})
        return offer(case, job, actor=actor, at=at).pk


def offer(case: Case, job: Job, *, actor: Actor, at: datetime) -> Task:
    """Write the task, its clock, notice, audit entry and event inside the caller's transaction."""
    department = Department.objects.filter(property_id=case.property_id, code=job.department).first()
    if department is None:
        raise InvalidInput(
            _("There is no such department."), fields={"department": _("Choose a department.")}
        )
    if job.assignee_id is not None:
        policy.insist_unnamed(case, job.assignee_id)
    task = Task.objects.create(
        case=case,
        property_id=case.property_id,
        **title_columns(job.title, case),
        department=job.department,
        post=job.post,
        assignee_id=job.assignee_id,
        room_number=job.room_number or case.room_number,
        needs_evidence=job.needs_evidence,
        target_minutes=job.minutes,
        due_at=at + timedelta(minutes=job.minutes) if job.minutes else None,
        step=job.step,
        created_by_id=actor.id,
        offered_at=at,
    )
    if job.minutes:
        _start_clock(case, task, minutes=job.minutes, actor=actor, at=at)
    if job.arrive_in_minutes:
        _start_clock(case, task, minutes=job.arrive_in_minutes, actor=actor, at=at, clock=ARRIVAL)
    about = notice_about(case, "task_offered", at=at, department=job.department)
    about["object_kind"], about["object_id"] = "task", task.pk
    told: Collection[UUID] = (job.assignee_id,) if job.assignee_id else ()
    if told:
        notices.notify(actor=actor, staff_ids=told, **about)
        if case.is_restricted:
            share(case, told, actor=actor, at=at)
    else:
        post = job.post or department.head_post_code
        told = tell_post(case, post, actor=actor, at=at, about=about)
    event = TaskOffered(property_id=case.property_id, case_id=case.pk, kind=case.kind, task_id=task.pk)
    tell(
        case,
        actor=actor,
        verb="task_offered",
        at=at,
        event=event,
        facts={"task": str(task.pk), "department": job.department},
    )
    return task


def accept_task(*, actor: Actor, task_id: UUID, at: datetime, happened_at: datetime | None = None) -> None:
    """Take a task; the first one gets it. Raises: NotPermitted when it is somebody else's; WrongState."""
    case, task = _begun(actor, task_id, at=at)
    with transaction.atomic():
        task = _still_theirs(actor, task)
        _insist_state(task, TaskState.OFFERED)
        task.assignee_id, task.state = actor.id, TaskState.ACCEPTED
        task.accepted_at = max(not_later(happened_at, than=at), task.offered_at)
        _saved(case, task, "task_accepted", actor=actor, at=at)


def arrive_at_task(*, actor: Actor, task_id: UUID, at: datetime, happened_at: datetime | None = None) -> None:
    """Note that the colleague is on site. Raises: NotPermitted; WrongState."""
    case, task = _begun(actor, task_id, at=at)
    with transaction.atomic():
        task = _still_theirs(actor, task)
        _insist_state(task, TaskState.OFFERED, TaskState.ACCEPTED)
        task.assignee_id = task.assignee_id or actor.id
        task.state = TaskState.ARRIVED
        task.arrived_at = max(not_later(happened_at, than=at), task.offered_at)
        task.accepted_at = task.accepted_at or task.arrived_at
        clocks.stop_clock(owner_id=task.pk, name=ARRIVAL, at=task.arrived_at, actor=actor)
        _saved(case, task, "task_arrived", actor=actor, at=at)
        _there(case, task, actor=actor, at=task.arrived_at)


def finish_task(
    *, actor: Actor, task_id: UUID, at: datetime, result: str = "", happened_at: datetime | None = None
) -> None:
    """Finish a task, with its true time.

    Raises: NotPermitted; WrongState, also where its photo is missing; GatesOpen where its step asks for more.
    """
    case, task = _begun(actor, task_id, at=at)
    with transaction.atomic():
        task = _still_theirs(actor, task)
        _insist_state(task, *Task.OPEN)
        _finish(case, task, done_by_id=actor.id, actor=actor, result=result, happened_at=happened_at, at=at)


def finish_by_radio(
    *,
    actor: Actor,
    task_id: UUID,
    done_by_id: UUID,
    at: datetime,
    happened_at: datetime | None = None,
    result: str = "",
) -> None:
    """Enter for a colleague what was reported by radio: done by X at HH:MM, entered by the actor.

    Who works on the case may (order taker, handler). Raises: NotPermitted; InvalidInput; WrongState.
    """
    task = _seen(actor, task_id)
    if not (actor.may("cases.take_in") or actor.may("cases.handle")):
        _refused(actor, task.case, "task_radio", at=at)
    case = task.case
    if not accounts.staff_of_house([done_by_id], case.property_id):
        raise InvalidInput(_("Choose a colleague."), fields={"done_by": _("Choose a colleague.")})
    learn_names(case, at=at)
    with transaction.atomic():
        task = _locked(task)
        _insist_state(task, *Task.OPEN)
        task.done_by_radio = True
        _finish(case, task, done_by_id=done_by_id, actor=actor, result=result, happened_at=happened_at, at=at)


def cannot_do_task(*, actor: Actor, task_id: UUID, reason: str, at: datetime) -> None:
    """Say that the task cannot be done and why; it keeps the case open until somebody settles it."""
    if not reason.strip():
        raise InvalidInput(
            _("Say why it cannot be done."), fields={"reason": _("Say why it cannot be done.")}
        )
    case, task = _begun(actor, task_id, at=at)
    with transaction.atomic():
        task = _still_theirs(actor, task)
        _insist_state(task, *Task.OPEN)
        task.state, task.result_redacted = TaskState.CANNOT, hidden(reason, case, length=400)
        clocks.stop_clock(owner_id=task.pk, name="task", at=at, actor=actor)
        clocks.cancel_clocks(owner_id=task.pk, at=at, actor=actor)
        _saved(case, task, "task_cannot", actor=actor, at=at)
        if case.owner_id:
            notices.notify(actor=actor, staff_ids=[case.owner_id], **notice_about(case, "task_cannot", at=at))


def reassign_task(*, actor: Actor, task_id: UUID, assignee_id: UUID, at: datetime) -> None:
    """Give a task to somebody else of the house: the handler of the case does, or who assigns. Who had it is told too.

    Raises: NotPermitted, logged; InvalidInput for nobody of the house; WrongState; NotFound.
    """
    task = _seen(actor, task_id)
    if not (actor.may("cases.assign") or policy.is_handler(actor, task.case) or actor.is_system):
        _refused(actor, task.case, "task_reassign", at=at)
    if not accounts.still_here(task.property_id, [assignee_id], at=at):
        raise InvalidInput(_("Choose a colleague."), fields={"assignee": _("Choose a colleague.")})
    policy.insist_unnamed(task.case, assignee_id)
    with transaction.atomic():
        task = _locked(task)
        _insist_state(task, *Task.OPEN, TaskState.CANNOT)
        if task.state == TaskState.CANNOT:
            _begin_anew(task, actor=actor, at=at)
        before = {one for one in (task.assignee_id,) if one and one != assignee_id}
        task.assignee_id, task.state = assignee_id, TaskState.OFFERED
        task.accepted_at = task.arrived_at = None
        if task.case.is_restricted:
            share(task.case, {assignee_id}, actor=actor, at=at)
        _saved(task.case, task, "task_reassigned", actor=actor, at=at)
        notices.notify(actor=actor, staff_ids=[assignee_id], **notice_about(task.case, "task_offered", at=at))
        notices.notify(actor=actor, staff_ids=before, **notice_about(task.case, "task_given_on", at=at))


def _begin_anew(task: Task, *, actor: Actor, at: datetime) -> None:
    """What could not be done is to be done again: its clock, which had stopped, runs from now."""
    if task.target_minutes:
        task.due_at = at + timedelta(minutes=task.target_minutes)
        _start_clock(task.case, task, minutes=task.target_minutes, actor=actor, at=at)


def cancel_task(*, actor: Actor, task_id: UUID, reason: str, at: datetime) -> None:
    """Drop a task that is no longer needed, with the reason. Only the handler. Raises: NotPermitted; WrongState."""
    if not reason.strip():
        raise InvalidInput(_("Say why it is not needed."), fields={"reason": _("Say why it is not needed.")})
    task = _seen(actor, task_id)
    with changing(actor=actor, case_id=task.case_id, verb="task", at=at) as case:
        task = _locked(task)
        _insist_state(task, *Task.OPEN, TaskState.CANNOT)
        _dropped(case, task, reason, actor=actor, at=at)
        settle(case, actor=actor, at=at)


def finish_step(
    case: Case, step: str, *, actor: Actor, at: datetime, result: str = "", post: str = ""
) -> None:
    """The open tasks of a step, or those of one post, are done with what the actor has just written; in the caller's
    transaction."""
    still = Task.objects.filter(case=case, step=step, state__in=[*Task.OPEN, TaskState.CANNOT])
    for task in still.filter(post=post) if post else still:
        _finish(case, task, done_by_id=actor.id, actor=actor, result=result, happened_at=None, at=at)


def drop_tasks(case: Case, of: Mapping[str, str], *, reason: str, actor: Actor, at: datetime) -> list[UUID]:
    """Drop the open tasks of a case whose columns say this, inside the caller's transaction; who had taken one."""
    tasks = list(Task.objects.filter(case=case, state__in=[*Task.OPEN, TaskState.CANNOT], **of))
    for task in tasks:
        _dropped(case, task, reason, actor=actor, at=at)
    settle(case, actor=actor, at=at)
    return [task.assignee_id for task in tasks if task.assignee_id]


def _dropped(case: Case, task: Task, reason: str, *, actor: Actor, at: datetime) -> None:
    task.state, task.result_redacted = TaskState.CANCELLED, hidden(reason, case, length=400)
    clocks.cancel_clocks(owner_id=task.pk, at=at, actor=actor)
    _saved(case, task, "task_cancelled", actor=actor, at=at)


def _refuse_bad(job: Job) -> None:
    wrong: dict[str, str] = {}
    if isinstance(job.title, str) and not job.title.strip():
        wrong["title"] = _("Say what is to be done.")
    if job.minutes is not None and not 0 < job.minutes <= 60 * 24 * 60:
        wrong["minutes"] = _("Give the minutes it may take.")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)


def _start_clock(
    case: Case, task: Task, *, minutes: int, actor: Actor, at: datetime, clock: str = "task"
) -> None:
    playbook = playbook_for(case)
    name = "task" if "task" in playbook.ladders else "standard"
    ladder = ladder_of(playbook, name) if name in playbook.ladders else clock_rules.DEFAULT_LADDER
    clocks.start_clock(
        actor=actor,
        owner_kind="task",
        owner_id=task.pk,
        property_id=task.property_id,
        name=clock,
        target=clock_rules.FixedTime(minutes * 60),
        at=at,
        ladder=ladder,
    )


def _seen(actor: Actor, task_id: UUID) -> Task:
    """The task, if its case may be seen. Raises NotFound."""
    task = Task.objects.select_related("case").filter(pk=task_id, case__in=policy.visible_to(actor)).first()
    if task is None:
        raise NotFound(_("There is no such task."))
    return task


def _begun(actor: Actor, task_id: UUID, *, at: datetime) -> tuple[Case, Task]:
    """The task and its case for who may do it; a refusal is logged. Raises: NotFound, NotPermitted."""
    task = _seen(actor, task_id)
    try:
        policy.insist_task(actor, task)
    except NotPermitted as refused:
        log_refusal(actor=actor, case_id=task.case_id, verb="task", at=at, code=refused.code)
        raise
    learn_names(task.case, at=at)
    return task.case, task


def _refused(actor: Actor, case: Case, verb: str, *, at: datetime) -> None:
    log_refusal(actor=actor, case_id=case.pk, verb=verb, at=at, code=NotPermitted.code)
    raise NotPermitted(_("Your post does not allow this."))


def _locked(task: Task) -> Task:
    """The task's row, held; its case is held first, as every change holds it."""
    Case.objects.select_for_update().get(pk=task.case_id)
    return Task.objects.select_for_update(of=("self",)).select_related("case").get(pk=task.pk)


def _still_theirs(actor: Actor, task: Task) -> Task:
    """The task's row, held, if it is the actor's to do now too: a colleague may have taken it a moment ago."""
    held = _locked(task)
    policy.insist_task(actor, held)
    return held


def _insist_state(task: Task, *states: TaskState) -> None:
    if task.state not in states:
        raise WrongState(
            _("This task is no longer in that state: %(state)s.") % {"state": task.get_state_display()}
        )


def _finish(
    case: Case,
    task: Task,
    *,
    done_by_id: UUID,
    actor: Actor,
    result: str,
    happened_at: datetime | None,
    at: datetime,
) -> None:
    if task.needs_evidence and not task.evidence.exists() and not task.done_by_radio:
        raise WrongState(
            _("This task needs a photo before it is done."), fields={"evidence": _("Add a photo.")}
        )
    insist_gates(case, playbook_for(case).step_gates(task.step))
    task.assignee_id = task.assignee_id or done_by_id
    task.state = TaskState.DONE
    task.done_at = max(not_later(happened_at, than=at), task.offered_at)
    task.done_by_id, task.recorded_by_id = done_by_id, actor.id
    task.result_redacted = hidden(result, case, length=400)
    for name in ("task", ARRIVAL):
        clocks.stop_clock(owner_id=task.pk, name=name, at=task.done_at, actor=actor)
    event = TaskDone(property_id=case.property_id, case_id=case.pk, kind=case.kind, task_id=task.pk)
    _saved(case, task, "task_done", actor=actor, at=at, event=event)
    _there(case, task, actor=actor, at=task.arrived_at or task.done_at)
    emit(case, "task_done", actor=actor, at=task.done_at)
    settle(case, actor=actor, at=at)


def _there(case: Case, task: Task, *, actor: Actor, at: datetime) -> None:
    """The manager stands before the guest, whichever of the two buttons said so."""
    if (task.step, task.post) == MANAGER_VISIT:
        emit(case, "arrived", actor=actor, at=at)


def _saved(
    case: Case, task: Task, verb: str, *, actor: Actor, at: datetime, event: TaskDone | None = None
) -> None:
    task.edit_version += 1
    task.save()
    facts = {"task": str(task.pk), "department": task.department, "by_radio": task.done_by_radio}
    tell(case, actor=actor, verb=verb, at=at, event=event, facts=facts)
