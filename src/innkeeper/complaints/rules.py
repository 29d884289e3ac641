"""What a complaint may and must, without a table: gate checks over frozen facts, the intake script, limits. Pure."""

from calendar import monthrange
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import inf
from zoneinfo import ZoneInfo

from innkeeper.cases.rules import MET, CaseFacts, Verdict, unmet
from innkeeper.kernel.money import Money
from innkeeper.kernel.text import marked as _

EMERGENCY = 1
SCRIPT = ("listen", "ask_specifics", "calm", "apologise", "explain_first")
STAGES = ("report", "classify", "respond", "resolve", "feedback", "review")
ATTEMPTS_NEEDED = 2
FEWEST_WAYS, ONE_WAY_SHARE = 5, 0.8
DRILL_MONTHS = 6
PLANNED, DUE = "planned", "due"
REMIND_FROM, REMIND_EVERY = time(8), timedelta(days=7)
LIMITS_CNY: Mapping[str, int | None] = {
    "general_manager": None,
    "manager_on_duty": 300_000,
    "quality_manager": 100_000,
    "assistant_manager": 100_000,
    "guest_relations": 50_000,
    "front_desk": 20_000,
    "concierge": 20_000,
}
"""The limits (授权额度) that a new hotel begins with, by post, in fen for one case; None is no limit. Source: CASE-27."""
OF_THE_ROOM = frozenset({"facility", "hygiene", "noise"})
WITH_THE_GUEST = frozenset({"front_office", "concierge", "food_beverage"})
APPROVERS = ("assistant_manager", "manager_on_duty", "general_manager")


WEEK_OPENS = 6
"""The hour of Monday from which the week before is summed up."""


def monday_of(at: datetime, zone: str) -> date:
    """The last Monday whose 06:00 has passed in the hotel. Units: `zone` is an IANA name."""
    local = (at.astimezone(ZoneInfo(zone)) - timedelta(hours=WEEK_OPENS)).date()
    return local - timedelta(days=local.weekday())


@dataclass(frozen=True, slots=True)
class ComplaintFacts:
    """What the gates of a complaint ask, this round's rows only unless said otherwise."""

    case: CaseFacts
    has_solution: bool = False
    has_opinion: bool = False
    has_decision: bool = False
    is_emergency_decision: bool = False
    open_measures: tuple[str, ...] = ()
    has_measures: bool = False
    has_prevention: bool = False
    has_resolution: bool = False
    recoveries_waiting: int = 0
    is_answered: bool = False
    is_dissatisfied: bool = False
    attempts: int = 0
    has_review: bool = False
    is_verified_by_others: bool = False
    is_verified_by_doers: bool = False


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


def effect_verified(facts: ComplaintFacts) -> Verdict:
    """Quality has verified that the measures work; the doers' own check does not stand for it (CASE-34, part (d) 10).

    A matter of somebody else's has no measures of ours.
    """
    if facts.is_verified_by_others or (_beyond_us(facts) and not facts.has_measures):
        return MET
    if facts.is_verified_by_doers:
        return unmet(
            _("Only the department that carried it out has checked the effect. Quality verifies it.")
        )
    return unmet(_("Quality has not verified yet that the measures work."))


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
    "effect_verified": effect_verified,
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
    "effect_verified": _("Effect verified"),
    "six_stages": _("All six stages walked"),
}
"""What each check says when it passes."""


def script_gap(steps: Collection[str]) -> str | None:
    """The first step of the intake script that was left out before a later one; None when the order holds (CASE-03)."""
    done = set(steps)
    last = max((place for place, step in enumerate(SCRIPT) if step in done), default=-1)
    return next((step for step in SCRIPT[: last + 1] if step not in done), None)


Limits = Mapping[str, int | None]


def goes_to_guest(*, department: str, post: str, step: str, nature: str) -> bool:
    """Whether a task of a complaint goes with a guest who moves to another room, or stays with the room it is about.

    Repairs, the mess and what a room attendant or the guards look into stay; who speaks with the guest, or brings them
    something, goes. Of what the house splits by departments only the front office goes. Source: CASE-30.
    """
    if step == "visit":
        return post != "room_attendant"
    if step == "split":
        return department == "front_office"
    if department in {"engineering", "security"}:
        return False
    return department in WITH_THE_GUEST or nature not in OF_THE_ROOM


def is_within_limit(posts: Collection[str], amount: Money, limits: Limits = LIMITS_CNY) -> bool:
    """Whether somebody with these posts may give this much without asking. Other currencies than CNY always ask."""
    if amount.amount_minor == 0:
        return True
    for post in posts:
        limit = limits.get(post, 0)
        if limit is None or (amount.currency == "CNY" and amount.amount_minor <= limit):
            return True
    return False


def highest_limit(posts: Collection[str], limits: Limits = LIMITS_CNY) -> float:
    """How much a holder of these posts may give without asking, in fen; infinite for no limit."""
    given = (limits.get(post, 0) for post in posts)
    return max((inf if limit is None else limit for limit in given), default=0)


def approver_of(amount: Money, limits: Limits = LIMITS_CNY) -> str:
    """The lowest post that may approve the amount."""
    return next((post for post in APPROVERS if is_within_limit([post], amount, limits)), APPROVERS[-1])


def is_drill_due(last_on: date | None, *, today: date, every_months: int) -> bool:
    """Whether no drill was held within the configured months (CASE-32)."""
    return last_on is None or _months_on(last_on, every_months) <= today


def drill_waiting(*, last_on: date | None, next_on: date | None, today: date, every_months: int) -> str:
    """What the house is to hear of its drills: "planned" when one's day has come, "due" when none is planned in time, or "".

    `next_on` is the earliest day for which a drill is planned that was not held yet. Source: CASE-32.
    """
    if next_on is not None:
        return PLANNED if next_on <= today else ""
    return DUE if is_drill_due(last_on, today=today, every_months=every_months) else ""


def is_one_way(counts: Mapping[str, int]) -> bool:
    """Whether most cases were met in one and the same way (ERR-08); too few of them say nothing."""
    total = sum(counts.values())
    return total >= FEWEST_WAYS and max(counts.values()) >= total * ONE_WAY_SHARE


def _months_on(day: date, months: int) -> date:
    """The same day so many months later, the last of a shorter month."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
