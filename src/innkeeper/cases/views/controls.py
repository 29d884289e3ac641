"""Which buttons a reader of the case page is given."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from innkeeper.accounts.rules import StaffLine
from innkeeper.cases import policy
from innkeeper.cases.actions.merging import UNDO_HOURS
from innkeeper.cases.models import Approval, ApprovalState, Case, CaseLink, Task, TaskState
from innkeeper.cases.queries.page import CasePageFacts, held_until
from innkeeper.cases.views import asking, showing
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.money import Money
from innkeeper.web import parts


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task with what this reader may do to it."""

    task: Task
    job: parts.Job
    may_do: bool
    may_radio: bool
    may_give_on: bool
    may_drop: bool


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """One approval with what this reader may do to it."""

    approval: Approval
    asked_by: str
    decided_by: str
    amount: str
    may_decide: bool
    may_note_phone: bool
    may_act: bool
    may_ratify: bool
    is_mine: bool


def controls_of(
    facts: CasePageFacts, actor: Actor, departments: Mapping[str, str], *, at: datetime
) -> dict[str, Any]:
    """What the template asks before it shows a form. Queries: 0, 1 for a case on hold."""
    case = facts.case
    return {
        "may_classify": asking.may_classify(actor, case),
        "may_close": facts.is_handler and actor.may("cases.close"),
        "is_ready_to_close": all(gate.is_met for gate in facts.gates),
        "may_contact": case.is_open and facts.playbook.has_guest and actor.may("cases.take_in"),
        "may_open_words": facts.playbook.has_guest and (actor.may("cases.handle") or facts.is_handler),
        "may_hand_over": asking.may_hand_over(actor, case),
        "may_take_over": case.owner_id not in (None, actor.id) and asking.may_hand_over(actor, case),
        "own_id": actor.id,
        "may_restrict": case.is_open and not case.is_restricted and actor.may("cases.see_restricted"),
        "may_share": case.is_open and case.is_restricted and actor.may("cases.see_restricted"),
        "may_reopen": not case.is_open and case.merged_into_id is None and actor.may("cases.take_in"),
        "merged_into": facts.beside.merged_ref,
        "is_merged_hidden": facts.beside.is_merged_hidden,
        "contact_mask": showing.contact_mask(case.ref, may_open=actor.may("guests.reveal_contact"))
        if case.contact is not None
        else None,
        "task_columns": task_columns(facts, actor, departments, at=at),
        "seen_at": at.isoformat(),
        "held_until": held_until(case) if case.is_held else None,
        "hold_end": at + timedelta(minutes=facts.playbook.hold_minutes),
    }


def task_columns(
    facts: CasePageFacts, actor: Actor, departments: Mapping[str, str], *, at: datetime
) -> list[tuple[str, list[TaskRow]]]:
    """The tasks by department, each with its buttons."""
    columns: dict[str, list[TaskRow]] = {}
    may_radio, may_give_on = asking.may_radio(actor, facts.case), asking.may_give_on(actor, facts.case)
    for task in facts.tasks:
        is_open = task.is_open and facts.case.is_open
        is_unsettled = is_open or (task.state == TaskState.CANNOT and facts.case.is_open)
        row = TaskRow(
            task=task,
            job=showing.job_of(task, facts.people, at=at),
            may_do=is_open and policy.may_do_task(actor, task),
            may_radio=is_open and may_radio,
            may_give_on=is_unsettled and may_give_on,
            may_drop=is_unsettled and facts.is_handler,
        )
        columns.setdefault(task.department, []).append(row)
    return [(departments.get(code, code), rows) for code, rows in columns.items()]


def may_unmerge(actor: Actor, case: Case, links: Collection[CaseLink], *, at: datetime) -> bool:
    """Whether the case may still come out of the one it went up in."""
    merged_at = max((link.at for link in links if link.relation == "merged_into"), default=None)
    is_in_time = merged_at is not None and at - merged_at <= timedelta(hours=UNDO_HOURS)
    return case.merged_into_id is not None and policy.is_handler(actor, case) and is_in_time


def approval_row(
    approval: Approval, people: Mapping[UUID, StaffLine], actor: Actor, *, at: datetime
) -> ApprovalRow:
    """One approval: asked by whom and what for, and the reader's buttons."""
    is_asked = approval.state == ApprovalState.ASKED
    money = (
        Money(approval.currency, approval.amount_minor).shown() if approval.amount_minor is not None else ""
    )
    return ApprovalRow(
        approval=approval,
        asked_by=showing.name_of(people, approval.asked_by_id),
        decided_by=showing.name_of(people, approval.decided_by_id) if approval.decided_by_id else "",
        amount=money,
        may_decide=is_asked and policy.may_approve(actor, approval),
        may_note_phone=is_asked and actor.may("cases.take_in") and not policy.may_approve(actor, approval),
        may_act=policy.may_act_first(actor, approval),
        may_ratify=approval.ratified_at is None and policy.may_ratify(actor, approval, at=at),
        is_mine=approval.decided_by_id == actor.id,
    )
