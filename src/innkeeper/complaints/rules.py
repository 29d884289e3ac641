"""What a complaint may and must, without a table: gate checks over frozen facts, the intake script, limits. Pure."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from innkeeper.cases.rules import MET, CaseFacts, Verdict, unmet
from innkeeper.kernel.money import Money

EMERGENCY = 1
SCRIPT = ("listen", "ask_specifics", "calm", "apologise", "explain_first")
STAGES = ("report", "classify", "respond", "resolve", "feedback", "review")
ATTEMPTS_NEEDED = 2
LIMITS_CNY: Mapping[str, int | None] = {
    "general_manager": None,
    "manager_on_duty": 300_000,
    "quality_manager": 100_000,
    "assistant_manager": 100_000,
    "guest_relations": 50_000,
    "front_desk": 20_000,
    "concierge": 20_000,
}
"""Empowerment limits (授权额度) by post, in fen for one recovery; None is no limit. Source: ERR-09, CASE-27."""
APPROVERS = ("assistant_manager", "manager_on_duty", "general_manager")


def _(text: str) -> str:
    """Marks a text for the catalogue; the edge translates it."""
    return text


@dataclass(frozen=True, slots=True)
class ComplaintFacts:
    """What the gates of a complaint ask, this round's rows only unless said otherwise."""

    case: CaseFacts
    has_solution: bool = False
    has_opinion: bool = False
    has_decision: bool = False
    is_emergency_decision: bool = False
    open_measures: tuple[str, ...] = ()
    has_prevention: bool = False
    has_resolution: bool = False
    recoveries_waiting: int = 0
    is_answered: bool = False
    is_dissatisfied: bool = False
    attempts: int = 0
    has_review: bool = False


Check = Callable[[ComplaintFacts], Verdict]


def _beyond_us(facts: ComplaintFacts) -> bool:
    """A matter of somebody else's, transferred and told, needs no solution of ours (CASE-14)."""
    return facts.case.is_transferred and facts.case.is_guest_told_of_transfer


def solution_proposed(facts: ComplaintFacts) -> Verdict:
    """A solution is proposed, reasoned from findings (CASE-18); an emergency acts first."""
    if facts.has_solution or facts.is_emergency_decision or _beyond_us(facts):
        return MET
    return unmet(_("No solution has been proposed yet."))


def guest_asked(facts: ComplaintFacts) -> Verdict:
    """The guest's opinion on the proposal is known (CASE-19); an emergency acts first."""
    if facts.has_opinion or facts.is_emergency_decision or _beyond_us(facts):
        return MET
    return unmet(_("The guest has not been asked about the proposal."))


def measures_done(facts: ComplaintFacts) -> Verdict:
    """It is decided what is done, and every measure of it is done (CASE-21)."""
    if not facts.has_decision and not _beyond_us(facts):
        return unmet(_("Nothing has been decided yet."))
    if facts.open_measures:
        return unmet(
            _("%(department)s still has an open measure."),
            department=facts.open_measures[0],
            count=len(facts.open_measures),
        )
    return MET


def prevention_named(facts: ComplaintFacts) -> Verdict:
    """It is said what prevents a repeat (CASE-20)."""
    return (
        MET
        if facts.has_prevention or _beyond_us(facts)
        else unmet(_("It is not said what prevents a repeat."))
    )


def result_told(facts: ComplaintFacts) -> Verdict:
    """The complaint is resolved and the guest knows the result (CASE-21, CASE-23)."""
    return MET if facts.has_resolution else unmet(_("The guest does not know the result yet."))


def recovery_settled(facts: ComplaintFacts) -> Verdict:
    """No service recovery waits for an approval."""
    return unmet(_("A service recovery waits for its approval.")) if facts.recoveries_waiting else MET


def feedback_taken(facts: ComplaintFacts) -> Verdict:
    """The guest has said whether they are satisfied, or was tried for often enough (CASE-23)."""
    if facts.is_answered and not facts.is_dissatisfied:
        return MET
    if not facts.is_answered and facts.attempts >= ATTEMPTS_NEEDED:
        return MET
    if facts.case.is_anonymous and not facts.case.has_contact:
        return MET
    if facts.is_dissatisfied:
        return unmet(_("The guest is not satisfied."))
    return unmet(_("The guest has not answered: ask, or note %(needed)d attempts."), needed=ATTEMPTS_NEEDED)


def reviewed(facts: ComplaintFacts) -> Verdict:
    """Cause, measure and use in the next service are written down (CASE-25)."""
    return MET if facts.has_review else unmet(_("The review is missing."))


def six_stages(facts: ComplaintFacts) -> Verdict:
    """Every stage before the last has its person and time (CASE-33)."""
    missing = [stage for stage in STAGES[:-1] if stage not in facts.case.stages_done]
    return unmet(_("The stage %(stage)s is not done."), stage=missing[0]) if missing else MET


CHECKS: Mapping[str, Check] = {
    "solution_proposed": solution_proposed,
    "guest_asked": guest_asked,
    "measures_done": measures_done,
    "prevention_named": prevention_named,
    "result_told": result_told,
    "recovery_settled": recovery_settled,
    "feedback_taken": feedback_taken,
    "reviewed": reviewed,
    "six_stages": six_stages,
}


MET_WORDS: Mapping[str, str] = {
    "solution_proposed": _("Solution proposed"),
    "guest_asked": _("Guest asked"),
    "measures_done": _("Every measure done"),
    "prevention_named": _("Prevention named"),
    "result_told": _("Guest knows the result"),
    "recovery_settled": _("Service recovery settled"),
    "feedback_taken": _("Guest heard"),
    "reviewed": _("Reviewed"),
    "six_stages": _("All six stages walked"),
}
"""What each check says when it passes."""


def script_gap(steps: Collection[str]) -> str | None:
    """The first step of the intake script that was left out before a later one; None when the order holds (CASE-03)."""
    done = set(steps)
    last = max((place for place, step in enumerate(SCRIPT) if step in done), default=-1)
    return next((step for step in SCRIPT[: last + 1] if step not in done), None)


def is_within_limit(posts: Collection[str], amount: Money) -> bool:
    """Whether somebody with these posts may give this much without asking. Other currencies than CNY always ask."""
    if amount.amount_minor == 0:
        return True
    for post in posts:
        limit = LIMITS_CNY.get(post, 0)
        if limit is None or (amount.currency == "CNY" and limit is not None and amount.amount_minor <= limit):
            return True
    return False


def approver_of(amount: Money) -> str:
    """The lowest post that may approve the amount."""
    return next((post for post in APPROVERS if is_within_limit([post], amount)), APPROVERS[-1])
