"""Facts that complaints announce: ids and codes only."""

from dataclasses import dataclass
from typing import ClassVar

from innkeeper.cases.events import CaseEvent
from innkeeper.kernel.text import marked as _

NOTICE_TEXTS = {
    "complaints.summary": _("The summary of complaints is here. Read it and confirm."),
    "complaints.drill_due": _("A drill across departments is due. Plan one."),
    "complaints.drill_planned": _("A drill across departments is planned for today, or was not noted yet."),
    "complaints.guest_moved": _("Go to room %(room)s: the guest has moved there. %(ref)s."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintResolved(CaseEvent):
    """A complaint was solved and the guest knows the result."""

    name: ClassVar[str] = "complaints.ComplaintResolved"
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintReviewed(CaseEvent):
    """A complaint was reviewed: it leaves an improvement (CASE-25)."""

    name: ClassVar[str] = "complaints.ComplaintReviewed"
    review_id: str
    department: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestNotSatisfied(CaseEvent):
    """A follow-up call found the guest not satisfied: the case comes back (CASE-29)."""

    name: ClassVar[str] = "complaints.GuestNotSatisfied"
    round: int
