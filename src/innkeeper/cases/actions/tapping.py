"""One press of a thumb: accept, arrived, done, cannot. It may come late, after a dead spot, and more than once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innkeeper.accounts.queries import shift_began
from innkeeper.cases.actions.working import accept_task, arrive_at_task, cannot_do_task, finish_task
from innkeeper.cases.models import Tap, Task, TaskState
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotPermitted, WrongState

OBSTACLES = {
    "no_entry": gettext_lazy("Cannot enter the room"),
    "no_part": gettext_lazy("A part or thing is missing"),
    "needs_help": gettext_lazy("Needs a second pair of hands"),
    "not_ours": gettext_lazy("Another department's work"),
}
REACHED: Mapping[str, tuple[TaskState, ...]] = {
    "accept": (TaskState.ACCEPTED, TaskState.ARRIVED, TaskState.DONE),
    "arrive": (TaskState.ARRIVED, TaskState.DONE),
    "done": (TaskState.DONE,),
    "cannot": (TaskState.CANNOT,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TapIn:
    """A press as the phone kept it: its key, what was pressed and when; `obstacle` is a code of OBSTACLES."""

    key: UUID
    verb: str
    happened_at: datetime | None = None
    obstacle: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class TapOut:
    """What became of it: "done", "already" (it counted before) or "conflict", and the sentence for the phone."""

    outcome: str
    text: str = ""


def tap_task(*, actor: Actor, task_id: UUID, press: TapIn, at: datetime) -> TapOut:
    """Do what was pressed, once per key, at its true time: never in the future, never before the shift began.

    What somebody else did meanwhile is a conflict that is said, not an error that is lost.
    Raises: InvalidInput for an unknown verb or obstacle or a press from before the shift; NotFound.
    """
    do = _doer(press)
    happened_at = _bounded(actor, press, at=at)
    kept = Tap.objects.filter(pk=press.key, staff_id=actor.id, task_id=task_id).first()
    if kept is not None:
        return TapOut("already" if kept.outcome == "done" else kept.outcome, _words(task_id, kept.outcome))
    try:
        do(actor=actor, task_id=task_id, happened_at=happened_at, at=at)
        outcome, text = "done", ""
    except (WrongState, NotPermitted) as wrong:
        if wrong.fields:
            raise
        outcome = "already" if _is_mine_already(actor, task_id, press.verb) else "conflict"
        text = _words(task_id, outcome)
    Tap.objects.get_or_create(
        pk=press.key,
        defaults={
            "task_id": task_id,
            "staff_id": actor.id,
            "verb": press.verb,
            "outcome": outcome,
            "happened_at": happened_at,
            "received_at": at,
        },
    )
    return TapOut(outcome, text)


def _doer(press: TapIn) -> Callable[..., None]:
    if press.verb == "cannot":
        return _obstacle(press)
    doers: Mapping[str, Callable[..., None]] = {
        "accept": accept_task,
        "arrive": arrive_at_task,
        "done": finish_task,
    }
    if press.verb not in doers:
        raise InvalidInput(_("This button is not known."), fields={"verb": ", ".join(REACHED)})
    return doers[press.verb]


def _obstacle(press: TapIn) -> Callable[..., None]:
    said = OBSTACLES.get(press.obstacle)
    if press.obstacle and said is None:
        raise InvalidInput(_("Choose one of the reasons."), fields={"obstacle": ", ".join(OBSTACLES)})
    reason = ". ".join(part for part in (str(said or ""), press.words) if part)

    def do(*, actor: Actor, task_id: UUID, happened_at: datetime, at: datetime) -> None:
        cannot_do_task(actor=actor, task_id=task_id, reason=reason, at=at)

    return do


def _bounded(actor: Actor, press: TapIn, *, at: datetime) -> datetime:
    """The true time, which lies neither ahead nor before the shift. Raises InvalidInput. Queries: 0 or 1."""
    given = press.happened_at
    if given is None or given >= at:
        return at
    if given < shift_began(actor.id, actor.property_id, at):
        text = _("This was pressed before your shift began. Enter it on the case page, with its time.")
        raise InvalidInput(text, fields={"happened_at": text})
    return given


def _is_mine_already(actor: Actor, task_id: UUID, verb: str) -> bool:
    task = Task.objects.get(pk=task_id)
    return task.state in REACHED[verb] and actor.id in (task.assignee_id, task.done_by_id)


def _words(task_id: UUID, outcome: str) -> str:
    """What the phone says: nothing when all went well, else what happened to the task meanwhile."""
    if outcome in ("done", "already"):
        return ""
    task = Task.objects.get(pk=task_id)
    moment = task.done_at or task.accepted_at
    told = {"room": task.room_number or "—", "time": f"{localtime(moment):%H:%M}" if moment else "—"}
    if task.state == TaskState.DONE:
        return _("%(room)s: somebody finished this task at %(time)s. Your press was not counted.") % told
    if task.state in (TaskState.CANCELLED, TaskState.CANNOT):
        return _("%(room)s: this task was withdrawn. Your press was not counted.") % told
    return _("%(room)s: a colleague took this task at %(time)s. Your press was not counted.") % told
