"""Facts that cases announce: ids and codes only."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from innkeeper.kernel.events import Event
from innkeeper.kernel.text import marked as _

NOTICE_TEXTS = {
    "cases.task_cannot": _("A task of %(ref)s cannot be done. Room %(room)s."),
    "cases.task_given_on": _("A task of %(ref)s was given to a colleague. Room %(room)s."),
    "cases.task_taken_over": _("A task of %(ref)s was taken over by who is on duty. Room %(room)s."),
    "cases.case_taken_over": _("%(ref)s was taken over by who is on duty. Room %(room)s."),
    "cases.approval_decided": _("What you asked for on %(ref)s was decided."),
    "cases.approval_denied": _(
        "%(ref)s: the approval that was entered as given by phone was denied. Look at what was done on it."
    ),
    "cases.to_ratify": _("%(ref)s: done by phone or before it was approved. Ratify it by the morning."),
    "cases.hold_over": _("%(ref)s goes on: the time it was to wait is over. Room %(room)s."),
    "cases.guest_waits": _("%(ref)s: the guest has heard nothing for a while. Room %(room)s."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent(Event):
    """Base: something happened to a case."""

    case_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(CaseEvent):
    """A case was taken in; it wants its owner (CASE-05)."""

    name: ClassVar[str] = "cases.CaseOpened"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClassified(CaseEvent):
    """A case got its code, category and priority, by rule or by a person."""

    name: ClassVar[str] = "cases.CaseClassified"
    code: str
    priority: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAssigned(CaseEvent):
    """A case passed into somebody's hands."""

    name: ClassVar[str] = "cases.CaseAssigned"
    owner_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestReached(CaseEvent):
    """A person of the house reached the guest for the first time in this round."""

    name: ClassVar[str] = "cases.GuestReached"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTransferred(CaseEvent):
    """The matter went to somebody outside the house."""

    name: ClassVar[str] = "cases.CaseTransferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class StageDone(CaseEvent):
    """A case left a stage."""

    name: ClassVar[str] = "cases.StageDone"
    stage: str
    next_stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOffered(CaseEvent):
    """A department was given a task."""

    name: ClassVar[str] = "cases.TaskOffered"
    task_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDone(CaseEvent):
    """A task of a case was finished."""

    name: ClassVar[str] = "cases.TaskDone"
    task_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEscalated(CaseEvent):
    """A clock of a case reached a threshold and somebody higher was told."""

    name: ClassVar[str] = "cases.CaseEscalated"
    clock_name: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed(CaseEvent):
    """A case was closed."""

    name: ClassVar[str] = "cases.CaseClosed"
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReopened(CaseEvent):
    """A closed case came back."""

    name: ClassVar[str] = "cases.CaseReopened"
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesMerged(CaseEvent):
    """A case went up in another one."""

    name: ClassVar[str] = "cases.CasesMerged"
    into_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseParted(CaseEvent):
    """A case came out of the one it had gone up in."""

    name: ClassVar[str] = "cases.CaseParted"
