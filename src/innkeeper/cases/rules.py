"""What the spine decides without a table: gate checks over frozen facts, first classification. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from innkeeper.kernel.text import folded
from innkeeper.kernel.text import marked as _

IMPORTANT = 2
RATIFY_HOUR = 9
NO_MONEY = re.compile(
    r"\b(?:no|not|never|cannot|can't|won't|don't|doesn't|unable to)\b(?:\s+\w+){0,3}\s+(?:refund|compensat)\w*|\bno (?:refund|money)"
    r"|\b(?:refund|compensation)s? (?:is|are|will be) (?:not|impossible)\b|\bnon.?refundable\b"
    r"|(?:不|无法|没法|没有|拒绝)(?:能|会|予|给|再|可以|可)*(?:办理|进行)?(?:退款|退钱|退费|退还|赔|补偿)|(?:不予?|不能|不可以?|无法|没法|没办法)退(?![房店宿])"
    r"|没办法(?:给您?|再|办理|进行)*(?:赔|补偿)|退不了(?:款|钱|费)?(?!款|钱|费|房|店|宿)"
)
MONEY = re.compile(
    r"(?:refund|compensat\w*|waiv\w*|pay(?:ing)? back|give back|return)[^\d.;。；!?]{0,24}(?P<amount>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?"
    r"|\d{1,7}(?:\.\d{1,2})?)(?![\d:/\-]|[.,]\d|\s?(?:am|pm|%|o'clock))"
    r"|(?:退(?![房店宿])|退款|赔|补偿|返还|减免|免收)[^\d.;。；，,！？]{0,8}(?P<zh>\d{1,7}(?:\.\d{1,2})?)(?![\d:/\-]|\.\d|\s?(?:点|号|楼|层|房|分钟|天|%|折))"
)
HAN_AMOUNT = re.compile("[一二两三四五六七八九十百千]{1,7}(?=[元块])")
HAN_DIGITS = {
    sign: value for value, signs in enumerate(("", "一", "二两", *"三四五六七八九")) for sign in signs
}
HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
CLAUSE = re.compile(r"[，。；！？,;!?\n]|\.\s")


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
    tasks_taken: int = 0
    first_contact_id: UUID | None = None
    named_count: int = 0
    unheard_count: int = 0


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
    """What was approved by phone, or done before it was approved, has been ratified."""
    return (
        unmet(_("Something given by phone or done first is not ratified."))
        if facts.approvals_to_ratify
        else MET
    )


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


def colleagues_heard(facts: CaseFacts) -> Verdict:
    """Every colleague whom the case names was heard before it ends (CASE-15)."""
    if not facts.unheard_count:
        return MET
    return unmet(_("A colleague whom the case names has not been heard."), count=facts.unheard_count)


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
    "colleagues_heard": colleagues_heard,
}


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised to a guest: an amount (minor unit; 0 is "no refund"), or a time."""

    currency: str = ""
    amount_minor: int | None = None
    by: datetime | None = None


@dataclass(frozen=True, slots=True)
class WordRule:
    """If one of `words` stands in the text, the rule speaks for a code, category or priority; "" and 0 say nothing.

    A word may read a+b (both in one clause), a|b (either), and end in * (a stem).
    """

    words: tuple[str, ...]
    code: str = ""
    category: str = ""
    priority: int = 0


@dataclass(frozen=True, slots=True)
class CodeWords:
    """What a code is called in the mouths of guests; of several codes the longest word decides, times its weight."""

    code: str
    category: str
    priority: int
    words: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Guess:
    """What the rules take a text for, and which word decided."""

    code: str
    category: str
    priority: int
    word: str = ""


UNKNOWN = CodeWords(code="other", category="basic", priority=3, words=())


def guess(text: str, rules: Sequence[WordRule], codes: Sequence[CodeWords]) -> Guess:
    """The first classification of a text (CASE-06, CASE-08): the words of the codes, then the first rule that speaks.

    A code of life safety stays an emergency whatever the rules say; a complaint is at least important.
    """
    clauses = tuple(folded(part) for part in CLAUSE.split(text) if part.strip())
    spoken = [rule for rule in rules if _word_in(rule.words, clauses)]
    found, word = _best(codes, clauses)
    named = next((rule.code for rule in spoken if rule.code), "")
    if found is None and named:
        found = next((one for one in codes if one.code == named), None)
    code = found or UNKNOWN
    category = next((rule.category for rule in spoken if rule.category), code.category)
    priority = next((rule.priority for rule in spoken if rule.priority), code.priority)
    priority = min(priority, code.priority) if code.priority == 1 else priority
    return Guess(code.code, category, settled_priority(category, priority), word)


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


def promise_in(text: str) -> Promise | None:
    """What a text promises in money, read from its words: "refund 100", 退 100 元, "no refund", 不予退款; None for nothing.

    A sentence that refuses counts as a promise of nothing. Rooms, times and stays are no money (退房 1208).
    """
    line = HAN_AMOUNT.sub(lambda found: str(_in_digits(found.group())), folded(text))
    if NO_MONEY.search(line):
        return Promise("CNY", 0)
    found = MONEY.search(line)
    if found is None:
        return None
    yuan, _point, fen = (found.group("amount") or found.group("zh")).replace(",", "").partition(".")
    return Promise("CNY", int(yuan) * 100 + int(fen.ljust(2, "0")))


def _in_digits(han: str) -> int:
    """An amount below ten thousand that is written out: 一百 is 100, 两百五十 is 250, 一百五 is 150."""
    total = digit = 0
    unit = 10
    for sign in han:
        if sign in HAN_DIGITS:
            digit = HAN_DIGITS[sign]
            continue
        unit = HAN_UNITS[sign]
        total, digit = total + (digit or 1) * unit, 0
    return total + digit * (unit // 10 if total else 1)


def ratify_by(local: datetime, *, hour: int = RATIFY_HOUR) -> datetime:
    """The morning by which something is ratified: the next full hour of that name, an hour ahead at least.

    Units: `local` is aware, in the hotel's time zone.
    """
    morning = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return morning if morning - local >= timedelta(hours=1) else morning + timedelta(days=1)


def names_of_colleague(work_name: str, work_name_en: str) -> tuple[str, ...]:
    """What a colleague is called in a guest's words: 张小明, 小明, 小张, 老张, and the Latin name."""
    found = [work_name, work_name_en]
    if 2 <= len(work_name) <= 4 and not work_name.isascii():
        found += [f"小{work_name[0]}", f"老{work_name[0]}"]
        found += [work_name[1:]] if len(work_name) > 2 else []
    return tuple(one.strip() for one in found if len(one.strip()) > 1)


def _best(codes: Sequence[CodeWords], clauses: Sequence[str]) -> tuple[CodeWords | None, str]:
    """The code whose longest word stands in the text."""
    best: tuple[float, CodeWords | None, str] = (0.0, None, "")
    for code in codes:
        word = _word_in(code.words, clauses)
        strength = len(word) * (1.0 if word.isascii() else 2.5) * code.weight
        if word and strength > best[0]:
            best = (strength, code, word)
    return best[1], best[2]


def _word_in(words: Sequence[str], clauses: Sequence[str]) -> str:
    """The longest of the words that stands in one of the clauses, "" for none."""
    held = (word for word in words if any(_meant(word, clause) for clause in clauses))
    return max(held, key=len, default="")


def _meant(word: str, clause: str) -> bool:
    """Whether a clause says a word: every part of a+b, one of the ways of a|b."""
    return all(any(_stands_in(folded(way), clause) for way in part.split("|")) for part in word.split("+"))


def _stands_in(word: str, line: str) -> bool:
    """Han words anywhere; Latin words whole, a stem* with any ending."""
    bare = word.rstrip("*")
    if not bare:
        return False
    if not bare[0].isascii():
        return bare in line
    at = line.find(bare)
    while at >= 0:
        before, after = line[at - 1 : at], line[at + len(bare) : at + len(bare) + 1]
        if not _is_latin(before) and (word.endswith("*") or not _is_latin(after)):
            return True
        at = line.find(bare, at + 1)
    return False


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
