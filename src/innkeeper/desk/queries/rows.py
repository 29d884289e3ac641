"""A case as a row of a list: when, where, what, who, in the reader's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from innkeeper.accounts.queries import Colleagues
from innkeeper.accounts.rules import StaffLine
from innkeeper.cases.queries.board import first_clocks
from innkeeper.cases.queries.lists import CaseLine
from innkeeper.cases.views.showing import rest_face
from innkeeper.clocks.queries import ClockLine
from innkeeper.kernel.actors import Actor
from innkeeper.properties.models import Department
from innkeeper.properties.queries import departments
from innkeeper.web.parts import CaseRow, ClockFace, clock_face, closed_face
from innkeeper.web.templatetags.parts import day

KINDS = {
    "complaint": gettext_lazy("Complaint"),
    "service_request": gettext_lazy("Service request"),
    "improvement": gettext_lazy("Improvement"),
    "dispute": pgettext_lazy("kind of case", "Dispute"),
    "emergency": pgettext_lazy("kind of case", "Emergency"),
    "incident": gettext_lazy("Incident of many rooms"),
    "disturbance": gettext_lazy("Guest conflict"),
    "walk": pgettext_lazy("kind of case", "Walk"),
    "lost_property": pgettext_lazy("kind of case", "Lost & found"),
    "police_check": pgettext_lazy("kind of case", "Police check"),
    "welfare": gettext_lazy("Welfare check"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What rows need beside the cases: names of departments and colleagues, the clocks, the actor and the time."""

    departments: Mapping[str, Department]
    people: Mapping[UUID, StaffLine]
    clocks: Mapping[UUID, ClockLine]
    actor: Actor
    at: datetime


def words_for(
    cases: Sequence[CaseLine],
    *,
    actor: Actor,
    property_id: UUID,
    at: datetime,
    others: Sequence[UUID] = (),
    people: Colleagues | None = None,
) -> Words:
    """Everything that the rows of these cases say; the actor is "you" and not looked up. Queries: 2 or 3.

    `others` have a clock too: tasks shown beside the cases. `people` are read together with the owners.
    """
    people = Colleagues() if people is None else people
    people.want(one.owner_id for one in cases if one.owner_id != actor.id)
    return Words(
        departments={one.code: one for one in departments(property_id)},
        people=people,
        clocks=first_clocks([*(one.id for one in cases), *others]),
        actor=actor,
        at=at,
    )


def case_row(case: CaseLine, words: Words) -> CaseRow:
    """One case as a row; a closed one says so and when it came. A restricted case shows a neutral line; who may know opens it."""
    running = rest_face(case, at=words.at) or face_of(
        words.clocks.get(case.id), at=words.at, is_held=case.is_held
    )
    return CaseRow(
        dom_id=f"case-{case.ref}",
        href="" if case.is_hidden else reverse("cases:case", args=[case.ref]),
        title=_("Restricted case") if case.is_hidden else case.title,
        place=case.room or _("Public area"),
        is_room=bool(case.room),
        sub=kind_name(case.kind)
        if case.is_open
        else f"{kind_name(case.kind)}\u00a0· {day(case.received_at)}",
        who=_who(case, words),
        clock=running if case.is_open else closed_face(),
        level=level_of(case.priority) if case.is_open else None,
    )


def kind_name(kind: str) -> str:
    """The hotel's word for a kind of case."""
    return str(KINDS.get(kind, kind))


def level_of(priority: int) -> int:
    """The stamp of a priority is the priority itself."""
    return int(priority)


def face_of(line: ClockLine | None, *, at: datetime, is_held: bool = False) -> ClockFace | None:
    """The clock that is due first, as a face; None where nothing runs."""
    if line is None or (line.due_at is None and not line.is_paused):
        return None
    due_at = line.due_at or line.started_at
    return clock_face(
        now=at, started_at=line.started_at, due_at=due_at, paused_at=at if line.is_paused or is_held else None
    )


def name_of(person: StaffLine | None) -> str:
    """The work name in the reader's language; empty for nobody."""
    if person is None:
        return ""
    is_chinese = (get_language() or "").startswith("zh")
    return person.work_name if is_chinese else (person.work_name_en or person.work_name)


def department_name(code: str, words: Words) -> str:
    """The department's name; empty for none."""
    found = words.departments.get(code)
    return found.name if found else ""


def _who(case: CaseLine, words: Words) -> str:
    owner = name_of(words.people.get(case.owner_id)) if case.owner_id else ""
    if case.owner_id == words.actor.id:
        owner = _("you")
    parts = [department_name(case.department, words), owner or (_("nobody yet") if case.is_open else "")]
    return " · ".join(part for part in parts if part)
