"""Which buttons a reader of the case page is given, and what they choose from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from innkeeper.accounts.queries import ColleagueRow, colleagues
from innkeeper.cases import policy
from innkeeper.cases.actions.linking import UNDO_HOURS
from innkeeper.cases.models import Approval, ApprovalState, Task
from innkeeper.cases.queries.page import CasePageFacts
from innkeeper.cases.views import showing
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.money import Money
from innkeeper.web import parts
from innkeeper.web.templatetags.parts import two

APPROVERS = frozenset({"front_office_manager", "manager_on_duty", "general_manager"})


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task with what this reader may do to it."""

    task: Task
    job: parts.Job
    may_do: bool
    may_radio: bool
    colleagues: list[tuple[UUID, str]]


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """One approval with what this reader may do to it."""

    approval: Approval
    asked_by: str
    decided_by: str
    amount: str
    may_decide: bool
    may_note_phone: bool
    may_ratify: bool


def controls_of(
    facts: CasePageFacts, actor: Actor, departments: Mapping[str, str], *, at: datetime
) -> dict[str, Any]:
    """What the template asks before it shows a form. Queries: 0, or 2 where colleagues can be chosen."""
    case = facts.case
    is_merged = case.merged_into_id is not None
    merged_at = max((link.at for link in facts.links if link.relation == "merged_into"), default=None)
    people = colleagues(case.property_id) if case.is_open and _chooses(facts, actor) else []
    return {
        "may_classify": case.is_open and actor.may("cases.classify"),
        "may_close": facts.is_handler and actor.may("cases.close"),
        "may_contact": case.is_open and actor.may("cases.take_in"),
        "may_open_words": actor.may("cases.handle") or facts.is_handler,
        "may_hand_over": case.is_open and (facts.is_handler or actor.may("cases.assign")),
        "may_share": case.is_open and case.is_restricted and actor.may("cases.see_restricted"),
        "may_reopen": not case.is_open and not is_merged and actor.may("cases.take_in"),
        "may_unmerge": is_merged
        and facts.is_handler
        and merged_at is not None
        and at - merged_at <= timedelta(hours=UNDO_HOURS),
        "merged_into": next((link.other.ref for link in facts.links if link.relation == "merged_into"), ""),
        "contact_mask": showing.contact_mask(case.ref, may_open=actor.may("guests.reveal_contact"))
        if case.contact is not None
        else None,
        "task_columns": task_columns(facts, actor, departments, people, at=at),
        "approvals": [approval_row(one, facts, actor) for one in facts.approvals],
        "approvers": [(code, name) for code, name in post_names(people) if code in APPROVERS],
        "owners": [(row.staff.pk, _named(row)) for row in people if _is_of_team(row, facts)],
        "seen_at": at.isoformat(),
    }


def task_columns(
    facts: CasePageFacts,
    actor: Actor,
    departments: Mapping[str, str],
    people: Collection[ColleagueRow],
    *,
    at: datetime,
) -> list[tuple[str, list[TaskRow]]]:
    """The tasks by department, each with its buttons."""
    columns: dict[str, list[TaskRow]] = {}
    may_radio = actor.may("cases.take_in") or actor.may("cases.handle")
    for task in facts.tasks:
        is_open = task.is_open and facts.case.is_open
        row = TaskRow(
            task=task,
            job=showing.job_of(task, facts.people, at=at),
            may_do=is_open and policy.may_do_task(actor, task),
            may_radio=is_open and may_radio,
            colleagues=_of_department(people, task.department) if is_open and may_radio else [],
        )
        columns.setdefault(task.department, []).append(row)
    return [(departments.get(code, code), rows) for code, rows in columns.items()]


def approval_row(approval: Approval, facts: CasePageFacts, actor: Actor) -> ApprovalRow:
    """One approval: asked by whom and what for, and the reader's buttons."""
    is_asked = approval.state == ApprovalState.ASKED
    money = (
        Money(approval.currency, approval.amount_minor).shown() if approval.amount_minor is not None else ""
    )
    return ApprovalRow(
        approval=approval,
        asked_by=showing.name_of(facts.people, approval.asked_by_id),
        decided_by=showing.name_of(facts.people, approval.decided_by_id) if approval.decided_by_id else "",
        amount=money,
        may_decide=is_asked and policy.may_approve(actor, approval),
        may_note_phone=is_asked and actor.may("cases.take_in") and not policy.may_approve(actor, approval),
        may_ratify=approval.by_phone and approval.ratified_at is None and approval.decided_by_id == actor.id,
    )


def post_names(people: Collection[ColleagueRow]) -> list[tuple[str, str]]:
    """The posts that the colleagues hold, by code."""
    names = {one.post.code: two(one.post) for row in people for one in row.posts}
    return sorted(names.items())


def _chooses(facts: CasePageFacts, actor: Actor) -> bool:
    return facts.is_handler or any(
        actor.may(one) for one in ("cases.assign", "cases.take_in", "cases.handle")
    )


def _named(row: ColleagueRow) -> str:
    names = {"name_zh": row.staff.work_name, "name_en": row.staff.work_name_en}
    return f"{two(names)} · {two(row.posts[-1].post)}"


def _of_department(people: Collection[ColleagueRow], code: str) -> list[tuple[UUID, str]]:
    """The department's own people, else everybody: at night another department stands in."""
    active = [row for row in people if row.staff.is_active]
    own = [row for row in active if any(one.department.code == code for one in row.posts)]
    return [(row.staff.pk, _named(row)) for row in own or active]


def _is_of_team(row: ColleagueRow, facts: CasePageFacts) -> bool:
    team = facts.playbook.routing.team
    held = {one.post.code for one in row.posts}
    return (
        row.staff.is_active and row.staff.pk != facts.case.owner_id and (not team or bool(held & set(team)))
    )
