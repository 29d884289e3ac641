"""My work: tasks to do and cases in my hands, due first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from innkeeper.cases.models import TaskState
from innkeeper.cases.queries.approvals import Approvals
from innkeeper.cases.queries.lists import TaskLine, Work
from innkeeper.clocks.queries import ClockLine
from innkeeper.desk.queries.room_work import room_cards
from innkeeper.desk.queries.rows import case_row, face_of, level_of, words_for
from innkeeper.kernel.actors import Actor
from innkeeper.stays.queries import RoomJob
from innkeeper.web.parts import CaseRow, ClockFace, Press, State, Step, TaskCard

SHOWN_ROOMS = 6
STEPS = (TaskState.OFFERED, TaskState.ACCEPTED, TaskState.ARRIVED)


@dataclass(frozen=True, slots=True)
class MyWork:
    """What one person has to do now, due first: the first of each list are shown, the headline counts all.

    `rooms` are goings to rooms that no case asks for, `mine` are cases they handle, `waiting` those that wait for their post, `rest` how many more of each there are.
    """

    at: datetime
    headline: str
    tasks: Sequence[TaskCard]
    rooms: Sequence[TaskCard]
    approvals: Approvals
    mine: Sequence[CaseRow]
    waiting: Sequence[CaseRow]
    rest: Mapping[str, int]

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (self.approvals.count or self.tasks or self.rooms or self.mine or self.waiting)


def work_of(
    actor: Actor,
    property_id: UUID,
    work: Work,
    jobs: Sequence[RoomJob],
    approvals: Approvals,
    *,
    at: datetime,
) -> MyWork:
    """Everything that waits for the actor, from the lines at hand. Queries: 2 or 3."""
    late = work.late + sum(one.is_late(at) for one in jobs) + approvals.late
    cases = [*work.mine.lines, *work.waiting.lines]
    words = words_for(cases, actor=actor, property_id=property_id, at=at, others=_ids(work.tasks.lines))
    return MyWork(
        at=at,
        headline=headline(work.count + len(jobs) + approvals.count, late),
        tasks=[task_card(task, words.clocks.get(task.id), actor=actor, at=at) for task in work.tasks.lines],
        rooms=room_cards(jobs[:SHOWN_ROOMS], actor=actor, back="work", at=at),
        approvals=approvals,
        mine=[case_row(one, words) for one in work.mine.lines],
        waiting=[case_row(one, words) for one in work.waiting.lines],
        rest={
            "tasks": work.tasks.rest,
            "rooms": len(jobs[SHOWN_ROOMS:]),
            "mine": work.mine.rest,
            "waiting": work.waiting.rest,
        },
    )


def _ids(tasks: Sequence[TaskLine]) -> list[UUID]:
    return [task.id for task in tasks]


def headline(total: int, late: int) -> str:
    """How much there is, and how much of it is late."""
    if not total:
        return _("Nothing to do now")
    said = ngettext("%(n)d thing to do", "%(n)d things to do", total) % {"n": total}
    if late:
        said += _(", ") + ngettext("%(n)d late", "%(n)d late", late) % {"n": late}
    return said


def task_card(task: TaskLine, line: ClockLine | None, *, actor: Actor, at: datetime) -> TaskCard:
    """One task as a card with one next step: accept, arrived, done."""
    face = face_of(line, at=at)
    return TaskCard(
        dom_id=f"task-{task.id}",
        place=task.room or _("Public area"),
        is_room=bool(task.room),
        title=task.title,
        clock=face,
        state=_state(task, face),
        level=level_of(task.priority),
        steps=steps_of(task),
        next_step=_next_step(task),
        others=_others(task, actor),
        hint=_("Photo needed before it is done.") if task.needs_evidence else "",
        href=reverse("cases:case", args=[task.ref]),
    )


def steps_of(task: TaskLine) -> list[Step]:
    """Accept, go there, done: what is behind, what is next."""
    labels = (_("Accept"), pgettext("tap", "Go there"), pgettext("tap", "Done"))
    reached = STEPS.index(TaskState(task.state)) if task.state in STEPS else len(STEPS)
    states = [
        "done" if place < reached else "now" if place == reached else "" for place in range(len(labels))
    ]
    return [Step(label, state) for label, state in zip(labels, states, strict=True)]


def _state(task: TaskLine, face: ClockFace | None) -> str:
    if face is not None and face.state is State.LATE:
        return "late"
    return "now" if task.state != TaskState.OFFERED else ""


def _next_step(task: TaskLine) -> Press:
    room = task.room or _("the place")
    label, name = {
        TaskState.OFFERED: (_("Accept"), "cases:acceptance"),
        TaskState.ACCEPTED: (_("I am at %(room)s") % {"room": room}, "cases:arrival"),
    }.get(TaskState(task.state), (pgettext("tap", "Done"), "cases:completion"))
    return Press(label=label, url=reverse(name, args=[task.id]), name="back", value="work")


def _others(task: TaskLine, actor: Actor) -> list[Press]:
    if task.assignee_id != actor.id:
        return []
    return [
        Press(
            label=_("Cannot do it"),
            url=f"{reverse('cases:case', args=[task.ref])}#task-{task.id}",
            kind="quiet",
            is_link=True,
        )
    ]
