"""What the spine decides without a table: gate checks over frozen facts, first classification. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from innkeeper.kernel.text import folded

IMPORTANT = 2


def _(text: str) -> str:
    """Marks a text for the catalogue; the edge translates it."""
    return text


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says. `missing` is a text of the catalogue, filled with `params`; `department` is a code."""

    is_met: bool
    missing: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)
    department: str = ""


MET = Verdict(is_met=True)


def unmet(missing: str, *, department: str = "", **params: str | int) -> Verdict:
    """A check that does not pass, and what would make it pass."""
    return Verdict(is_met=False, missing=missing, params=params, department=department)


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that keeps the case open: what, and which department."""

    title: str
    department: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the gates may ask of any case, gathered in a fixed number of queries."""

    kind: str
    stage: str
    priority: int
    category: str = ""
    taxonomy_code: str = ""
    is_anonymous: bool = False
    has_contact: bool = False
    is_transferred: bool = False
    is_guest_told_of_transfer: bool = False
    is_held: bool = False
    has_owner: bool = False
    responded_at: datetime | None = None
    progress_told_at: datetime | None = None
    closed_at: datetime | None = None
    finding_count: int = 0
    evidence_count: int = 0
    approvals_open: int = 0
    approvals_to_ratify: int = 0
    script_steps_done: frozenset[str] = frozenset()
    stages_done: frozenset[str] = frozenset()
    open_tasks: tuple[OpenTask, ...] = ()
    first_contact_id: UUID | None = None


def classified(facts: CaseFacts) -> Verdict:
    """Category, priority and code are set (CASE-06, CASE-08)."""
    return MET if facts.category and facts.taxonomy_code else unmet(_("The case is not classified yet."))


def responded(facts: CaseFacts) -> Verdict:
    """A person of the house has reached the guest; a receipt by a machine is no response. An anonymous one needs none."""
    if facts.responded_at or (facts.is_anonymous and not facts.has_contact):
        return MET
    return unmet(_("Nobody has reached the guest yet."))


def owned(facts: CaseFacts) -> Verdict:
    """Somebody owns the case."""
    return MET if facts.has_owner else unmet(_("Nobody owns the case yet."))


def tasks_done(facts: CaseFacts) -> Verdict:
    """Every task of every department is done and fed back (CASE-31)."""
    if not facts.open_tasks:
        return MET
    first = facts.open_tasks[0]
    return unmet(
        _("%(department)s has not finished: %(title)s"),
        department=first.department,
        title=first.title,
        count=len(facts.open_tasks),
    )


def investigated(facts: CaseFacts) -> Verdict:
    """A finding or evidence is there (CASE-15)."""
    if facts.finding_count or facts.evidence_count or facts.is_transferred:
        return MET
    return unmet(_("There is no finding and no evidence yet."))


def approvals_given(facts: CaseFacts) -> Verdict:
    """Nothing waits for an approval."""
    return unmet(_("An approval is still open.")) if facts.approvals_open else MET


def approvals_ratified(facts: CaseFacts) -> Verdict:
    """What was approved by phone has been ratified."""
    return unmet(_("An approval given by phone is not ratified.")) if facts.approvals_to_ratify else MET


def not_held(facts: CaseFacts) -> Verdict:
    """The case waits for nobody."""
    return unmet(_("The case is on hold.")) if facts.is_held else MET


def told_of_transfer(facts: CaseFacts) -> Verdict:
    """A guest whose matter went to somebody else knows it (CASE-14)."""
    if facts.is_transferred and not facts.is_guest_told_of_transfer:
        return unmet(_("The guest has not been told of the transfer."))
    return MET


def progress_told(facts: CaseFacts) -> Verdict:
    """The guest knows the progress and when to expect the end (CASE-13)."""
    return MET if facts.progress_told_at else unmet(_("The guest has no expected time yet."))


CHECKS: Mapping[str, Callable[[CaseFacts], Verdict]] = {
    "classified": classified,
    "responded": responded,
    "owned": owned,
    "tasks_done": tasks_done,
    "investigated": investigated,
    "approvals_given": approvals_given,
    "approvals_ratified": approvals_ratified,
    "not_held": not_held,
    "told_of_transfer": told_of_transfer,
    "progress_told": progress_told,
}


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised to a guest: an amount (minor unit; 0 is "no refund"), or a time."""

    currency: str = ""
    amount_minor: int | None = None
    by: datetime | None = None


@dataclass(frozen=True, slots=True)
class WordRule:
    """If one of `words` stands in the text, the case is of `code`; rules are asked in their order."""

    words: tuple[str, ...]
    code: str
    category: str
    priority: int


@dataclass(frozen=True, slots=True)
class Guess:
    """What the rules take a text for, and which word decided."""

    code: str
    category: str
    priority: int
    word: str = ""


UNKNOWN = Guess(code="other", category="basic", priority=3)


def guess(text: str, rules: Sequence[WordRule]) -> Guess:
    """The first classification of a text: the first rule whose word stands in it (CASE-06, CASE-08)."""
    line = folded(text)
    for rule in rules:
        for word in rule.words:
            if _stands_in(folded(word), line):
                return Guess(rule.code, rule.category, settled_priority(rule.category, rule.priority), word)
    return UNKNOWN


def settled_priority(category: str, priority: int) -> int:
    """A complaint is at least important; danger stays above it. Source: requirements part (d) 9."""
    return min(priority, IMPORTANT) if category == "complaint" else priority


def raised(priority: int) -> int:
    """The next higher priority, for a case that comes back (CASE-29)."""
    return max(1, priority - 1)


def is_contradiction(earlier: Promise, later: Promise) -> bool:
    """Whether a later word differs from an earlier promise of the same kind (ERR-06)."""
    amounts = earlier.amount_minor is not None and later.amount_minor is not None
    if amounts and (earlier.currency, earlier.amount_minor) != (later.currency, later.amount_minor):
        return True
    return earlier.by is not None and later.by is not None and later.by > earlier.by


def _stands_in(word: str, line: str) -> bool:
    """Han words anywhere; Latin words only where a word begins."""
    if not word:
        return False
    if not word[0].isascii():
        return word in line
    at = line.find(word)
    while at >= 0:
        if at == 0 or not (line[at - 1].isascii() and line[at - 1].isalnum()):
            return True
        at = line.find(word, at + 1)
    return False
