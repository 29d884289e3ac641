"""The forms that have something to choose from: fetched when their fold is opened, by the noun that they post to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from innkeeper.accounts.queries import ColleagueRow, colleagues, on_duty_now
from innkeeper.cases import policy
from innkeeper.cases.models import Case, Category, Cause, Priority, Task
from innkeeper.cases.queries.guest_words import texts_for_guest
from innkeeper.cases.queries.playbooks import codes, playbook_of
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.clock import now
from innkeeper.properties.queries import departments_under
from innkeeper.web.templatetags.parts import two

APPROVERS = frozenset({"front_office_manager", "manager_on_duty", "general_manager"})


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a noun: its template, who may fill it in, and what there is to choose from.

    `choices` gets the case, and the task where the noun is one of a task.
    """

    template: str
    may: Callable[[Actor, Case], bool]
    choices: Callable[..., Mapping[str, Any]]


def may_classify(actor: Actor, case: Case) -> bool:
    """Whether the actor may correct what the case is."""
    return case.is_open and actor.may("cases.classify")


def may_hand_over(actor: Actor, case: Case) -> bool:
    """Whether the actor may put the case into somebody's hands."""
    return case.is_open and (policy.is_handler(actor, case) or actor.may("cases.assign"))


def may_step_in(actor: Actor, case: Case) -> bool:
    """Whether the actor is one who takes over what nobody on duty holds; whether they may now, the action says."""
    is_for_them = actor.may("tasks.do") and actor.may("cases.handle")
    return case.is_open and case.owner_id != actor.id and is_for_them


def may_ask(actor: Actor, case: Case) -> bool:
    """Whether the actor may ask for an approval."""
    return case.is_open and policy.is_handler(actor, case)


def may_radio(actor: Actor, case: Case) -> bool:
    """Whether the actor may note a task as done by radio for a colleague."""
    return case.is_open and (actor.may("cases.take_in") or actor.may("cases.handle"))


def may_give_on(actor: Actor, case: Case) -> bool:
    """Whether the actor may give a task of the case to somebody else."""
    return case.is_open and (policy.is_handler(actor, case) or actor.may("cases.assign"))


def may_tell(actor: Actor, case: Case) -> bool:
    """Whether the actor may write to the guest."""
    return case.is_open and actor.may("cases.take_in")


def texts(case: Case) -> Mapping[str, Any]:
    """What can be said to the guest, filled in. Queries: 7 at most."""
    return {"texts": texts_for_guest(case, at=now())}


def kinds_of_case(case: Case) -> Mapping[str, Any]:
    """What the case can be. Queries: 1."""
    return {
        "codes": codes(case.property_id),
        "categories": Category.choices,
        "priorities": Priority.choices,
        "causes": Cause.choices,
    }


def owners(case: Case) -> Mapping[str, Any]:
    """Whose hands it can go into: the team of its playbook. Queries: 2, 3 where the playbook was never read."""
    team = set(playbook_of(case.playbook_id).routing.team)
    here = [row for row in colleagues(case.property_id) if row.staff.is_active]
    chosen = [row for row in here if row.staff.pk != case.owner_id and (not team or _posts(row) & team)]
    return {"owners": [(row.staff.pk, named(row)) for row in chosen]}


def approvers(case: Case) -> Mapping[str, Any]:
    """The posts that give approvals. Queries: 2."""
    names = {one.post.code: two(one.post) for row in colleagues(case.property_id) for one in row.posts}
    return {"approvers": [(code, name) for code, name in sorted(names.items()) if code in APPROVERS]}


def doers(task: Task) -> Mapping[str, Any]:
    """Who did it or is to do it: people of the department or of one below it, else everybody, for at night another one stands in.

    Whose task it is stands first. `here` are those of them who are on duty now and do not have it. Queries: 3 or 4.
    """
    on_duty = set(on_duty_now(task.property_id, now()).values_list("staff_id", flat=True))
    active = [row for row in colleagues(task.property_id) if row.staff.is_active]
    below = departments_under(task.property_id, task.department)
    own = [row for row in active if any(one.department.code in below for one in row.posts)]
    own.sort(key=lambda row: row.staff.pk != task.assignee_id)
    chosen = [(row.staff.pk, named(row)) for row in own or active]
    here = [one for one in chosen if one[0] in on_duty and one[0] != task.assignee_id]
    return {"task": task, "colleagues": chosen, "here": here}


def named(row: ColleagueRow) -> str:
    """A colleague with the newest post."""
    names = {"name_zh": row.staff.work_name, "name_en": row.staff.work_name_en}
    return f"{two(names)} · {two(row.posts[-1].post)}"


def _posts(row: ColleagueRow) -> set[str]:
    return {one.post.code for one in row.posts}


def matters(case: Case) -> Mapping[str, Any]:
    """What a second matter can be, and a key that makes sending twice harmless. Queries: 1."""
    return {"codes": codes(case.property_id), "key": uuid4()}


TO_THE_GUEST = Form("cases/ask_guest_words.html", may_tell, texts)
CLASSIFICATION = Form("cases/ask_classification.html", may_classify, kinds_of_case)
ASSIGNMENT = Form("cases/ask_assignment.html", may_hand_over, owners)
SPLIT = Form("cases/ask_split.html", may_ask, matters)
RADIO = Form("cases/ask_radio.html", may_radio, doers)
GIVING_ON = Form("cases/ask_giving_on.html", may_give_on, doers)
APPROVAL = Form("cases/ask_approval.html", may_ask, approvers)
