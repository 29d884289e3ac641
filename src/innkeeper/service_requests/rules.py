"""What a service request decides without a table: its gates, the night, caps, samples, order, load. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from innkeeper.cases.rules import MET, CaseFacts, Verdict, unmet
from innkeeper.kernel.text import marked as _

DEFAULT_MINUTES = 15
CALL_MINUTES = 60
NIGHT_FROM, NIGHT_UNTIL = time(22), time(9)
DELIVER, FOLLOW_UP = "deliver", "follow_up"
SAFETY = frozenset({"safety", "health"})
ACCESS = frozenset({"wheelchair"})
OF_THE_ROOM = "facility"
WITH_THE_GUEST = frozenset({"key_card"})
ENDS_WITH_STAY = frozenset(
    {
        "amenities", "celebration", "cleaning_request", "dnd_request", "drinking_water", "extend_stay", "extra_bed",
        "key_card", "late_check_out", "loan_item", "pillow", "room_move", "room_service", "towels", "turndown",
        "wake_up_call",
    }
)  # fmt: skip
"""What is of no use to a guest who has left. A code of the hotel's own stays until somebody ends it."""


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What the gates of a request ask: tasks of the work itself, and the word it may be closed on."""

    case: CaseFacts
    taken: int = 0
    done: int = 0
    left: int = 0
    planned: int = 0
    is_sampled: bool = False
    is_confirmed: bool = False
    is_withdrawn: bool = False


def accepted(facts: RequestFacts) -> Verdict:
    """Somebody has taken the task, or nobody need."""
    return (
        MET if facts.taken or facts.done or facts.is_withdrawn else unmet(_("Nobody has taken the task yet."))
    )


def delivered(facts: RequestFacts) -> Verdict:
    """Something was delivered, or is no longer wanted; and no task is left or planned."""
    if facts.planned:
        return unmet(_("It is planned for later."))
    if (facts.done or facts.is_withdrawn) and not facts.left:
        return MET
    return unmet(_("It has not been delivered yet."))


def confirmed(facts: RequestFacts) -> Verdict:
    """A request drawn for a follow-up call has had it, or the guest has said so."""
    if facts.is_sampled and not facts.is_confirmed:
        return unmet(_("The follow-up call has not been made yet."))
    return MET


CHECKS: Mapping[str, Callable[[RequestFacts], Verdict]] = {
    "accepted": accepted,
    "delivered": delivered,
    "confirmed": confirmed,
}
MEANT = {
    "accepted": _("Somebody has taken the task."),
    "delivered": _("Everything is delivered."),
    "confirmed": _("The guest has been heard where the draw says so."),
}

NOTICES = {
    "requests.help": _("%(department)s needs help: %(open)s open tasks, %(on_duty)s on duty."),
    "requests.withdrawn": _("Room %(room)s no longer wants it: %(ref)s."),
    "requests.moved": _("Bring it to room %(room)s: the guest has moved there. %(ref)s."),
}
TOUR_STRATEGIES = {
    "common": _("Settled once for all who go, with whoever leads the tour; nobody is called one by one."),
    "individual": _("Settled with this guest: kept in the guest file, and the guest is called afterwards."),
}
"""How a need of a tour is served, by its class (REQ-04)."""
KEPT_IN_FILE = frozenset({"personal", "individual"})
PERCENT_OF_CLASS = {"common": 0, "individual": 100}


def is_sampled(case_id: UUID, percent: int) -> bool:
    """Whether the case is drawn for a follow-up call: by its own id, so the answer never changes."""
    return int.from_bytes(case_id.bytes[-4:], "big") % 100 < percent


def percent_called(need_class: str, percent: int) -> int:
    """How many of a hundred are called afterwards: as the code says, but on a tour as the class says (REQ-04)."""
    return PERCENT_OF_CLASS.get(need_class, percent)


def is_night(at: datetime, timezone: str) -> bool:
    """Whether it is between 22:00 and 09:00 in the hotel."""
    local = at.astimezone(ZoneInfo(timezone)).time()
    return local >= NIGHT_FROM or local < NIGHT_UNTIL


def morning_after(at: datetime, timezone: str) -> datetime:
    """The next 09:00 in the hotel."""
    local = at.astimezone(ZoneInfo(timezone))
    days = 1 if local.time() >= NIGHT_UNTIL else 0
    return datetime.combine(local.date() + timedelta(days=days), NIGHT_UNTIL, local.tzinfo)


def offered_at(
    *, at: datetime, wanted_at: datetime | None, can_wait: bool, departs_at: datetime | None, timezone: str
) -> datetime:
    """When the task of a request is offered: at the time wanted, in the morning for what can wait, else now.

    A guest who leaves before the morning does not wait for it. Source: REQ-05.
    """
    if wanted_at is not None:
        return max(wanted_at, at)
    if not can_wait or not is_night(at, timezone):
        return at
    morning = morning_after(at, timezone)
    return at if departs_at is not None and departs_at <= morning else morning


def call_at(*, at: datetime, departs_at: datetime | None, timezone: str) -> datetime | None:
    """When a follow-up call may be made: now by day, in the morning after a night; None for a guest who has left by then."""
    moment = morning_after(at, timezone) if is_night(at, timezone) else at
    return None if departs_at is not None and departs_at <= moment else moment


def goes_along(*, code: str, nature: str) -> bool:
    """Whether a request goes with a guest who moves to another room; what is to be mended stays with its room."""
    return nature != OF_THE_ROOM or code in WITH_THE_GUEST


def ends_with_stay(code: str) -> bool:
    """Whether a request is of no use once its guest has left the house."""
    return code in ENDS_WITH_STAY


def above_cap(*, cap: int | None, given_today: int, wanted: int) -> int:
    """How many of a thing are beyond what a room gets a day; 0 without a cap."""
    return max(0, given_today + wanted - cap) if cap is not None else 0


def rank(
    *, is_late: bool, priority: int, code: str, nature: str, tier: int, due_at: datetime | None
) -> tuple[bool, int, int, float]:
    """Where a request stands in the list: late ones first, then by priority, then by tier, then by time.

    A need of safety or access stands like that of the highest tier, whoever asks (REQ-07).
    """
    is_equal_for_all = code in ACCESS or nature in SAFETY
    step = 0 if is_equal_for_all else max(0, 5 - tier)
    return (not is_late, priority, step, due_at.timestamp() if due_at else float("inf"))


def needs_help(*, open_tasks: int, on_duty: int, limit: int) -> bool:
    """Whether a department has more open tasks than its people on duty carry (REQ-11)."""
    return open_tasks > limit * on_duty
