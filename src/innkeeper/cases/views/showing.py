"""How rows of the spine are shown: words and states for the components."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from innkeeper.accounts.rules import StaffLine
from innkeeper.audit.queries import Line
from innkeeper.cases.actions import GatesOpen
from innkeeper.cases.models import Category, Channel, EntryKind, Task, TaskState, ThreadEntry
from innkeeper.cases.playbooks import registry
from innkeeper.cases.queries.history import ESCALATED, History, told_by
from innkeeper.cases.queries.lists import CaseLine
from innkeeper.cases.queries.page import CasePageFacts, ClockFace, Gate, RailStage, RailStep
from innkeeper.kernel.errors import EditConflict, InnkeeperError, InvalidInput
from innkeeper.kernel.money import Money
from innkeeper.web import parts
from innkeeper.web.templatetags.parts import day_hour, hour, two

PROSE = frozenset(
    {"text", "reason", "reasons", "result", "words", "cause", "measure", "use", "title", "process_notes",
     "accountability", "addressee", "still_wrong", "single_reason", "in_spite_of", "caption"}
)  # fmt: skip
GATE_PLACES = {"responded": "#log-contact", "progress_told": "#msg", "tasks_done": "#tasks-head"}
READERS = 12
TOLD_BY_SECTIONS = frozenset({"complaint", "service_request", "emergency"})
TASK_STATES = {
    TaskState.DONE: "done",
    TaskState.ACCEPTED: "now",
    TaskState.ARRIVED: "now",
    TaskState.CANNOT: "late",
}


def name_of(people: Mapping[UUID, StaffLine], staff_id: UUID | None) -> str:
    """The work name of a colleague in the reader's language; the house itself where nobody did it."""
    line = people.get(staff_id) if staff_id else None
    return two({"name_zh": line.work_name, "name_en": line.work_name_en}) if line else _("The house")


def hour_or_day(then: datetime, *, at: datetime) -> str:
    """The hour of today; of another day its date too."""
    return hour(then) if localtime(then).date() == localtime(at).date() else day_hour(then)


PLANNED = "service_request"


def row_of(line: CaseLine, people: Mapping[UUID, StaffLine], *, at: datetime) -> parts.CaseRow:
    """A case in a list; a restricted one that the reader may not know of says only that it is there."""
    if line.is_hidden:
        return parts.CaseRow(
            dom_id=f"case-{line.id}", href="", title=_("Restricted case"), place="—", is_room=False
        )
    return parts.CaseRow(
        dom_id=f"case-{line.id}",
        href=reverse("cases:case", args=[line.ref]),
        title=line.title,
        place=line.room or _("Public area"),
        is_room=bool(line.room),
        sub=f"{line.ref}\u00a0· {Category(line.category).label if line.category else ''}\u00a0· {hour_or_day(line.received_at, at=at)}",
        who=name_of(people, line.owner_id) if line.owner_id else _("Nobody yet"),
        clock=due_face(line, at=at),
        level=line.priority if line.is_open else None,
    )


def due_face(line: CaseLine, *, at: datetime) -> parts.ClockFace | None:
    """The earliest clock of a case in a list; that it is closed where none runs any more."""
    if not line.is_open:
        return parts.closed_face()
    if line.waits_until is not None:
        return rest_face(line, at=at)
    if line.due_at is None:
        return None
    started_at = min(line.received_at, line.due_at)
    return parts.clock_face(
        now=at, started_at=started_at, due_at=line.due_at, paused_at=at if line.is_held else None
    )


def rest_face(line: CaseLine, *, at: datetime) -> parts.ClockFace | None:
    """What stands in the place of the clock of a case that waits: until when, for a request when it is planned for."""
    if line.waits_until is None or not line.is_open:
        return None
    said = _("Planned for [%(time)s]") if line.kind == PLANNED else _("On hold until [%(time)s]")
    words = said % {"time": hour_or_day(line.waits_until, at=at)}
    return parts.ClockFace(state=parts.State.HOLD, words=words, due_at=None, started_at=None)


def clock_of(face: ClockFace, *, at: datetime) -> parts.ClockFace:
    """One clock of the case page."""
    run = face.line
    due_at = run.due_at or run.started_at
    return parts.clock_face(
        now=at,
        started_at=run.started_at,
        due_at=due_at,
        stopped_at=run.stopped_at,
        paused_at=at if run.is_paused else None,
        label=face.title,
    )


def stage_of(stage: RailStage, people: Mapping[UUID, StaffLine]) -> parts.RailStage:
    """One stage of the rail: when and who, or by when."""
    note = ""
    if stage.state == "done" and stage.at:
        note = f"{hour(stage.at)} {name_of(people, stage.by_id)}"
    elif stage.due_at:
        note = _("by %(time)s") % {"time": day_hour(stage.due_at)}
    return parts.RailStage(label=stage.title, note=note, state="" if stage.state == "later" else stage.state)


def steps_now(facts: CasePageFacts) -> Sequence[RailStep]:
    """What the stage at hand asks for, step by step; where sections or the action card say it, what the hotel added."""
    steps = next((stage.steps for stage in facts.rail if stage.name == facts.case.stage), ())
    if facts.case.kind not in TOLD_BY_SECTIONS:
        return steps
    told = {step.name for stage in registry.shipped(facts.case.kind).stages for step in stage.steps}
    return [step for step in steps if step.name not in told]


def gate_of(
    gate: Gate, departments: Mapping[str, str], facts: CasePageFacts, places: Mapping[str, str]
) -> parts.Gate:
    """One condition of closure in words: what it asks when met, what is missing and where to do it when not."""
    if gate.is_met:
        own = registry.met_words(facts.case.kind)
        label = _(own[gate.check]) if gate.check in own else met_words().get(gate.check, gate.check)
        return parts.Gate(label=label, is_done=True)
    params = dict(gate.verdict.params)
    if gate.verdict.department:
        params["department"] = departments.get(gate.verdict.department, gate.verdict.department)
    if "stage" in params:
        params["stage"] = {one.name: one.title for one in facts.rail}.get(
            str(params["stage"]), params["stage"]
        )
    said = _(gate.verdict.missing)
    href = GATE_PLACES.get(gate.check) or places.get(gate.check, "")
    return parts.Gate(label=said % params if params else said, is_done=False, href=href)


def missing_of(wrong: GatesOpen, places: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a refusal names, each with where on the page it is done."""
    return [(words, GATE_PLACES.get(check) or places.get(check, "")) for check, words in wrong.fields.items()]


def met_words() -> dict[str, str]:
    """The spine's checks when they pass."""
    return {
        "classified": _("Classified"),
        "responded": _("Guest reached"),
        "owned": _("Owned"),
        "tasks_done": _("Every task done"),
        "investigated": _("Looked into"),
        "approvals_given": _("No approval open"),
        "approvals_ratified": _("Phone approvals ratified"),
        "not_held": _("Not on hold"),
        "told_of_transfer": _("Guest told of any transfer"),
        "colleagues_heard": _("Colleagues concerned were heard"),
        "progress_told": _("Guest knows the expected time"),
    }


def job_of(task: Task, people: Mapping[UUID, StaffLine], *, at: datetime) -> parts.Job:
    """One task in its department's list."""
    state = TASK_STATES.get(TaskState(task.state), "")
    if task.is_open and task.due_at and task.due_at < at:
        state = "late"
    note = task.get_state_display()
    if task.done_by_radio:
        note = _("By radio, for %(name)s, at %(time)s") % {
            "name": name_of(people, task.done_by_id),
            "time": hour(task.done_at),
        }
    elif task.done_at:
        note = _("Done %(time)s, %(name)s") % {
            "time": hour(task.done_at),
            "name": name_of(people, task.done_by_id),
        }
    elif task.assignee_id:
        note = f"{name_of(people, task.assignee_id)} · {note}"
    clock = None
    if task.is_open and task.due_at:
        clock = parts.clock_face(now=at, started_at=task.offered_at, due_at=task.due_at)
    return parts.Job(title=task.title, note=note, state=state, clock=clock)


def line_of_thread(
    entry: ThreadEntry, people: Mapping[UUID, StaffLine], *, has_guest: bool = True
) -> parts.ThreadLine:
    """One entry of the thread, redacted as the house shows it. Without a guest the first words are the house's own."""
    source = {EntryKind.FROM_GUEST: "guest", EntryKind.NOTE: "note"}.get(EntryKind(entry.kind), "staff")
    channel = Channel(entry.channel).label if entry.channel else ""
    via = _("note, the guest never sees this") if source == "note" else str(channel)
    guest = _("Guest")
    if not has_guest:
        guest, via = _("As it was opened"), ""
    return parts.ThreadLine(
        dom_id=f"entry-{entry.pk}",
        at=entry.at,
        who=guest if source == "guest" else name_of(people, entry.author_id),
        via=via,
        text=entry.text_redacted,
        source=source,
        promise=promise_of(entry),
    )


def promise_of(entry: ThreadEntry) -> str:
    """What an entry promises, in words; "" for none."""
    if entry.promise_minor is not None:
        return _("Promise: %(what)s") % {"what": Money(entry.promise_currency, entry.promise_minor).shown()}
    if entry.promise_at or entry.expected_at:
        return _("Promise: by %(time)s") % {"time": day_hour(entry.promise_at or entry.expected_at)}
    return ""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of a case's history."""

    at: datetime
    who: str
    what: str


def log_lines(history: History) -> list[LogLine]:
    """What happened, in the reader's words; the same by the same, one after the other, is one line with its count."""
    found = []
    for (who, what, _minute), same in groupby(history.lines, _alike):
        lines = list(same)
        words = f"{what} × {len(lines)}" if len(lines) > 1 else what
        if lines[0].verb == ESCALATED:
            words = _("%(what)s: %(whom)s told") % {"what": what, "whom": _whom(lines, history)}
        found.append(LogLine(lines[0].at, name_of(history.people, who), words))
    return found


def _alike(line: Line) -> tuple[UUID, str, datetime | None]:
    """What makes lines one: the same by the same; escalations also of the same minute."""
    minute = line.at.replace(second=0, microsecond=0) if line.verb == ESCALATED else None
    return line.actor_id, line.verb_label, minute


def _whom(lines: Sequence[Line], history: History) -> str:
    """Whom escalations told, each once: posts with who answered for them, then who was told as a person."""
    by_post: dict[str, dict[str, None]] = {}
    alone: dict[str, None] = {}
    for line in lines:
        code, people = (
            str(line.facts.get("post", "")),
            [name_of(history.people, one) for one in told_by(line)],
        )
        if code in history.posts:
            by_post.setdefault(history.posts[code], {}).update(dict.fromkeys(people))
        else:
            alone.update(dict.fromkeys(people or [_person_words(code)]))
    answering = {one for people in by_post.values() for one in people}
    comma = pgettext("names", ", ")
    posts = [
        _("%(post)s (%(people)s)") % {"post": post, "people": comma.join(people)} if people else post
        for post, people in by_post.items()
    ]
    return comma.join([*posts, *(one for one in alone if one not in answering)])


def _person_words(code: str) -> str:
    return _("who has the task") if code == "assignee" else _("the owner of the case")


def problem_title(wrong: InnkeeperError) -> str:
    """What went wrong, in a few words."""
    if isinstance(wrong, EditConflict):
        return _("Somebody was faster")
    if isinstance(wrong, GatesOpen):
        return _("Not yet: this is still open")
    if isinstance(wrong, InvalidInput):
        return _("Something is not right yet")
    return _("This cannot be done now")


def is_prose(name: str) -> bool:
    """Whether a field holds words that a person wrote, not a choice."""
    return name in PROSE or name.startswith(("option_", "measure_"))


def contact_mask(ref: str, *, open_value: str = "", may_open: bool = True) -> parts.Mask:
    """The contact that the guest left with the case: sealed until it is opened for a reason."""
    return parts.Mask(
        dom_id="case-contact",
        label=_("Contact"),
        masked="••••••",
        reveal_url=reverse("cases:contact", args=[ref]) if may_open else "",
        refused="" if may_open else _("Not for your post"),
        open_value=open_value,
        purposes=[("case", _("To reach the guest about this case"))],
    )


def page_of(
    facts: CasePageFacts, departments: Mapping[str, str], gate_places: Mapping[str, str], *, at: datetime
) -> dict[str, Any]:
    """Everything that the template of the case page shows."""
    return {
        "case": facts.case,
        "facts": facts,
        "playbook_title": facts.playbook.title.shown(get_language() or "zh-hans"),
        "clocks": [clock_of(face, at=at) for face in facts.clocks],
        "rail": [stage_of(stage, facts.people) for stage in facts.rail],
        "steps": steps_now(facts),
        "gates": [gate_of(gate, departments, facts, gate_places) for gate in facts.gates],
        "tasks_count": sum(task.state != TaskState.CANCELLED for task in facts.tasks),
        "tasks_done": sum(task.state == TaskState.DONE for task in facts.tasks),
        "thread": [
            line_of_thread(entry, facts.people, has_guest=facts.playbook.has_guest)
            for entry in facts.thread.entries
        ],
        "readers": [name_of(facts.people, mark.by_id) for mark in facts.readings[:READERS]],
        "owner": name_of(facts.people, facts.case.owner_id) if facts.case.owner_id else "",
        "departments": departments,
        "channels": channels_of(facts.case.channel),
    }


def channels_of(came_by: str) -> list[tuple[str, str]]:
    """The ways to speak with a guest, the one in which they came first."""
    ways = [one for one in Channel if one is not Channel.IMPORT]
    return [(one.value, str(one.label)) for one in sorted(ways, key=lambda one: one.value != came_by)]
