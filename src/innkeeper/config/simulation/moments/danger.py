"""Danger to life in a played day: the card rises, who is near runs, the manager writes it down, and it ends closed."""

from collections.abc import Generator
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

from innkeeper.calls.actions import Officers, log_police_check, raise_welfare
from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, Task, TaskState
from innkeeper.cases.policy import may_do_task
from innkeeper.cases.queries.page import gates
from innkeeper.config.simulation import people
from innkeeper.config.simulation.people import Body
from innkeeper.config.simulation.shifts import may_know
from innkeeper.config.simulation.stage import LOOKS_AGAIN, SOON, Scene, Stage
from innkeeper.incidents.actions import Alarm, raise_emergency

MANAGERS = ("manager_on_duty", "assistant_manager")
RUNNERS = {
    "security": ("security_guard", "security_manager"),
    "engineering": ("engineer", "chief_engineer"),
    "food_beverage": ("fb_manager", "waiter"),
    "front_office": ("assistant_manager", "guest_relations", "manager_on_duty"),
    "executive": ("manager_on_duty", "assistant_manager"),
}
ACTS, STAYS, CARES = timedelta(minutes=1), timedelta(minutes=6), timedelta(minutes=2)


def smoke(stage: Stage) -> Scene:
    """An attendant smells smoke in 1517."""
    return _emergency(
        stage, "room_attendant", Alarm(code="fire", key=uuid4(), words="1517 有烟味", room="1517")
    )


def no_breath(stage: Stage) -> Scene:
    """Somebody in the lobby does not breathe, in the night."""
    words = "大堂有人倒地，没有呼吸"
    return _emergency(stage, "front_desk", Alarm(code="illness", key=uuid4(), words=words, place="lobby"))


def allergy(stage: Stage) -> Scene:
    """A visitor without a room swells up in the restaurant."""
    words = "餐厅有位访客吃了坚果，脸肿，喘不上气"
    return _emergency(stage, "waiter", Alarm(code="allergy", key=uuid4(), words=words, place="restaurant"))


def welfare(stage: Stage) -> Scene:
    """A caller fears for somebody's life."""
    taker = yield from stage.somebody("order_taker", "front_desk")
    words = "来电者担心住客想不开"
    yield from _met(stage, raise_welfare(actor=taker, words=words, key=uuid4(), at=stage.at))


def officers(stage: Stage) -> Scene:
    """Two officers with papers stand at the desk."""
    clerk = yield from stage.somebody("front_desk", *MANAGERS)
    asked = Officers(number=2, has_papers=True)
    yield from _met(stage, log_police_check(actor=clerk, officers=asked, key=uuid4(), at=stage.at))


def _emergency(stage: Stage, post: str, alarm: Alarm) -> Scene:
    finder = yield from stage.somebody(post, *MANAGERS)
    opened = raise_emergency(actor=finder, property_id=stage.house_id, alarm=alarm, at=stage.at)
    yield from _met(stage, opened.id)


def _met(stage: Stage, case_id: UUID) -> Scene:
    """Who is told runs, acts and says so; what is left goes the way of every task; then it is written down and closed."""
    yield SOON
    went = [pair for task in _open(case_id) if (pair := _sent(stage, task))]
    yield people.LIFT + people.CORRIDOR
    for body, task in went:
        arrive = partial(
            cases.arrive_at_task, actor=stage.crew.actor(body.staff_id, stage.at), task_id=task.pk
        )
        stage.attempt(partial(arrive, at=stage.at))
    yield ACTS
    for body, task in went:
        actor = stage.crew.actor(body.staff_id, stage.at)
        if Task.objects.filter(pk=task.pk, assignee_id=actor.id, state__in=Task.OPEN).exists():
            finish = partial(cases.finish_task, actor=actor, task_id=task.pk, result="已到场处置")
            stage.attempt(partial(finish, at=stage.at))
    yield from _written_down(stage, case_id)


def _open(case_id: UUID) -> list[Task]:
    return list(Task.objects.filter(case_id=case_id, state=TaskState.OFFERED).order_by("due_at", "pk"))


def _sent(stage: Stage, task: Task) -> tuple[Body, Task] | None:
    """Who of the post or else of the department is there and was told goes, whatever was in hand."""
    for body in stage.at_once(task.post, *RUNNERS.get(task.department, ())):
        actor = stage.crew.actor(body.staff_id, stage.at)
        if may_know(actor, task):
            take = cases.accept_task if may_do_task(actor, task) else cases.take_over_task
            if stage.attempt(partial(take, actor=actor, task_id=task.pk, at=stage.at)):
                body.free_at = stage.at + people.LIFT + people.CORRIDOR + STAYS
                return body, task
    return None


def _written_down(stage: Stage, case_id: UUID) -> Generator[timedelta, None, None]:
    """The owner writes what happened and closes, as soon as everything is done."""
    while (case := Case.objects.get(pk=case_id)).is_open:
        missing = {gate.check for gate in gates(case) if not gate.is_met}
        owner = stage.owner(case_id)
        if owner is not None and missing & {"recorded", "investigated"}:
            write = partial(
                cases.add_finding, actor=owner, case_id=case_id, text="到场核实，已处置，现场正常"
            )
            stage.attempt(partial(write, source="inspection", at=stage.at))
        elif owner is not None and not missing:
            stage.attempt(partial(cases.close_case, actor=owner, case_id=case_id, at=stage.at))
        yield CARES if owner is not None and not missing else LOOKS_AGAIN
