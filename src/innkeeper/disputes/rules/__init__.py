"""What a dispute may and must, without a table: the ladder, gate checks over frozen facts. Pure; packs in packs.py."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from innkeeper.cases.rules import MET, CaseFacts, Verdict, unmet
from innkeeper.kernel.text import marked as _

LADDER = ("talk", "mediation", "proceedings")
STAGES = ("report", "classify", "respond", "resolve", "feedback", "review")
ATTEMPTS_NEEDED = 2
HOLD_YEARS = 3
"""How long an open dispute holds keys back: the general limitation period. Source: Civil Code of the PRC, art. 188."""
SKIP_APPROVER = "general_manager"
SKIPPED_RUNG = "dispute_rung"
"""What an approval of a skipped rung is asked for: the ladder changes when it is given, never before."""
MANAGERS = frozenset({"general_manager"})
PURPOSES = ("mediation", "arbitration", "litigation", "authority")
LAWS = (
    "《中华人民共和国消费者权益保护法》",
    "《中华人民共和国民法典》",
    "《中华人民共和国旅游法》",
    "《中华人民共和国电子商务法》",
    "《中华人民共和国个人信息保护法》",
    "《中华人民共和国食品安全法》",
    "《旅游投诉处理办法》",
    "《中国旅游饭店行业规范》",
)
"""Laws often relied on, offered for choice; any other may be written."""


PURPOSE_WORDS: Mapping[str, str] = {
    "mediation": _("Mediation by a third party"),
    "arbitration": _("Arbitration"),
    "litigation": _("Court"),
    "authority": _("Authority"),
}


@dataclass(frozen=True, slots=True)
class DisputeFacts:
    """What the gates of a dispute ask, of its present round unless said otherwise."""

    case: CaseFacts
    has_claim: bool = False
    has_point: bool = False
    rung: str = LADDER[0]
    has_liability: bool = False
    has_end: bool = False
    open_terms: tuple[str, ...] = ()
    is_answered: bool = False
    is_still_disputed: bool = False
    attempts: int = 0
    has_lesson: bool = False


Check = Callable[[DisputeFacts], Verdict]


def is_step_up(here: str, there: str, failed: frozenset[str]) -> bool:
    """Whether the next rung may be taken without anybody's leave: it follows, and the talks here failed (DISP-03)."""
    if there not in LADDER or here not in LADDER:
        return False
    return LADDER.index(there) == LADDER.index(here) + 1 and here in failed


def is_step_back(here: str, there: str) -> bool:
    """Whether the way leads down the ladder again: parties may always return to talking."""
    return there in LADDER and LADDER.index(there) < LADDER.index(here)


def claims_recorded(facts: DisputeFacts) -> Verdict:
    """The claims are written down, and what the parties say alike or differ in (DISP-01)."""
    if not facts.has_claim:
        return unmet(_("No claim has been written down yet."))
    if not facts.has_point:
        return unmet(_("Neither common ground nor a disputed point has been written down yet."))
    return MET


def law_relied_on(facts: DisputeFacts) -> Verdict:
    """Beyond plain talk it is said who answers for what, and by which law (DISP-02)."""
    if facts.has_liability or facts.rung == LADDER[0]:
        return MET
    return unmet(_("It is not said who is liable, and by which law."))


def ended(facts: DisputeFacts) -> Verdict:
    """There is a settlement, an award, a judgement, or the claim was withdrawn."""
    return MET if facts.has_end else unmet(_("Nothing has been settled yet."))


def terms_carried_out(facts: DisputeFacts) -> Verdict:
    """Every term is carried out (DISP-04)."""
    if facts.open_terms:
        return unmet(
            _("A term is still open: %(term)s"), term=facts.open_terms[0], count=len(facts.open_terms)
        )
    return MET


def other_side_heard(facts: DisputeFacts) -> Verdict:
    """The other side accepts how it ended, or was tried for often enough."""
    if facts.is_answered and not facts.is_still_disputed:
        return MET
    if not facts.is_answered and facts.attempts >= ATTEMPTS_NEEDED:
        return MET
    if facts.is_still_disputed:
        return unmet(_("The other side still disputes it."))
    return unmet(
        _("The other side has not been heard: ask, or note %(needed)d attempts."), needed=ATTEMPTS_NEEDED
    )


def lesson_written(facts: DisputeFacts) -> Verdict:
    """Cause, measure and use in the next service are written down."""
    return MET if facts.has_lesson else unmet(_("The review of the dispute is missing."))


def every_stage(facts: DisputeFacts) -> Verdict:
    """Every stage before the last has its person and time (CASE-33)."""
    missing = [stage for stage in STAGES[:-1] if stage not in facts.case.stages_done]
    return unmet(_("The stage %(stage)s is not done."), stage=missing[0]) if missing else MET


CHECKS: Mapping[str, Check] = {
    "claims_recorded": claims_recorded,
    "law_relied_on": law_relied_on,
    "ended": ended,
    "terms_carried_out": terms_carried_out,
    "other_side_heard": other_side_heard,
    "lesson_written": lesson_written,
    "every_stage": every_stage,
}

MET_WORDS: Mapping[str, str] = {
    "claims_recorded": _("Claims and points written down"),
    "law_relied_on": _("Law and liability clear"),
    "ended": _("Ended: settled, decided or withdrawn"),
    "terms_carried_out": _("Every term carried out"),
    "other_side_heard": _("Other side heard"),
    "lesson_written": _("Dispute reviewed"),
    "every_stage": _("All stages of the dispute walked"),
}
"""What each check says when it passes."""
