"""What lost & found decides without a table: how long things are kept, which found thing a report may mean. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from innkeeper.cases.rules import MET, CaseFacts, Verdict, unmet
from innkeeper.kernel.text import marked as _

KEEP_DAYS = {"valuables": 365, "documents": 90, "electronics": 180, "clothing": 90, "food": 3, "other": 90}
AFTER_KEEPING = ("charity", "destroyed", "police")
THEN = {"valuables": "police", "documents": "police", "food": "destroyed"}
LONGEST_KEEPING = 1095
NEAR_DAYS = 7


NEUTRAL_ZH = "您好，请问是您本人接听吗？有一件小事想与您本人确认，方便时请回电这个号码。不是急事，谢谢。"
NEUTRAL_EN = (
    "Hello, am I speaking with you in person? There is a small matter I should like to settle with you yourself. "
    "Please call this number back when it suits you. It is nothing urgent. Thank you."
)


@dataclass(frozen=True, slots=True)
class Trait:
    """What two entries are compared by. `words` are folded words or characters of the description."""

    item_id: UUID
    category: str
    room: str
    on: date
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class LostFacts:
    """What the gates of a lost & found case ask."""

    case: CaseFacts
    is_found: bool = False
    is_in_safe: bool = False
    tries: int = 0
    has_owner: bool = False
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many days a kind of thing is kept, and by which means it leaves then."""

    days: int
    then: str


def shipped_keeping(category: str) -> Keeping:
    """What a new hotel begins with: valuables and papers go to the police then, the rest is given away."""
    return Keeping(KEEP_DAYS.get(category, KEEP_DAYS["other"]), THEN.get(category, "charity"))


def likeness(found: Trait, lost: Trait) -> int:
    """How well a found thing fits a report, 0 to 100: room, category, days apart, words in common."""
    apart = abs((found.on - lost.on).days)
    if apart > NEAR_DAYS:
        return 0
    shared = len(found.words & lost.words) / max(1, min(len(found.words), len(lost.words)))
    same_room = 35 if found.room and found.room == lost.room else 0
    same_kind = 20 if found.category == lost.category else 0
    return round(same_room + same_kind + 35 * shared + 10 * (1 - apart / NEAR_DAYS))


def likely(one: Trait, others: Sequence[Trait], *, least: int = 40) -> list[tuple[UUID, int]]:
    """The entries of the other side that may be the same thing, the likeliest first; five at most."""
    scored = [(other.item_id, likeness(one, other)) for other in others]
    return sorted((pair for pair in scored if pair[1] >= least), key=lambda pair: -pair[1])[:5]


def in_safe(facts: LostFacts) -> Verdict:
    """A found thing lies in the safe, numbered, with a witness; a report needs a search first."""
    if facts.is_in_safe or facts.is_settled or (not facts.is_found and not facts.case.open_tasks):
        return MET
    return unmet(
        _("It does not lie in the safe yet, with a witness.")
        if facts.is_found
        else _("Nobody has searched yet.")
    )


def owner_tried(facts: LostFacts) -> Verdict:
    """The owner, where known, was called on the own number; where unknown it is kept its time."""
    if facts.tries or facts.is_settled or (facts.is_found and not facts.has_owner):
        return MET
    return unmet(_("The owner has not been called yet."))


def settled(facts: LostFacts) -> Verdict:
    """Handed over, disposed of, or the report ended."""
    return MET if facts.is_settled else unmet(_("It is neither handed over nor disposed of."))


CHECKS: Mapping[str, Callable[[LostFacts], Verdict]] = {
    "in_safe": in_safe,
    "owner_tried": owner_tried,
    "settled": settled,
}
NOTICES: Mapping[str, str] = {
    "lost_property.claimed": _("%(ref)s: two guests claim one found thing. Decide whose it is."),
}
MET_WORDS: Mapping[str, str] = {
    "in_safe": _("Kept or searched for"),
    "owner_tried": _("Owner called, or unknown"),
    "settled": _("Handed over, disposed of or ended"),
}
