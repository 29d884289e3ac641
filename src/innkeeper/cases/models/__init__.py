"""Tables of the spine, one file per noun."""

from .case import Case, CaseGuest, NamedStaff, NeedToKnow
from .choices import (
    ApprovalState,
    Audience,
    Category,
    Channel,
    EntryKind,
    Nature,
    Priority,
    Satisfaction,
    Scope,
    Subject,
    TaskState,
    Urgency,
)
from .course import (
    Classification,
    Closure,
    Escalation,
    HandlerChange,
    Hold,
    Reopening,
    ScriptStep,
    StageRecord,
    Transfer,
)
from .playbook import PlaybookOverride, PlaybookVersion
from .taxonomy import ClassificationRule, TaxonomyCode
from .thread import Contact, ThreadEntry, ThreadRead
from .work import Approval, CaseLink, Evidence, Finding, Tap, Task

__all__ = [
    "Approval",
    "ApprovalState",
    "Audience",
    "Case",
    "CaseGuest",
    "CaseLink",
    "Category",
    "Channel",
    "Classification",
    "ClassificationRule",
    "Closure",
    "Contact",
    "EntryKind",
    "Escalation",
    "Evidence",
    "Finding",
    "HandlerChange",
    "Hold",
    "NamedStaff",
    "Nature",
    "NeedToKnow",
    "PlaybookOverride",
    "PlaybookVersion",
    "Priority",
    "Reopening",
    "Satisfaction",
    "Scope",
    "ScriptStep",
    "StageRecord",
    "Subject",
    "Tap",
    "Task",
    "TaskState",
    "TaxonomyCode",
    "ThreadEntry",
    "ThreadRead",
    "Transfer",
    "Urgency",
]
