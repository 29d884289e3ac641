"""What a service request asks before it goes on: taken by somebody, delivered. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from innkeeper.cases.rules import MET, CaseFacts, Verdict, unmet

DEFAULT_MINUTES = 15


def _(text: str) -> str:
    """Marks a text for the catalogue; the edge translates it."""
    return text


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What the gates of a request ask."""

    case: CaseFacts
    taken: int = 0
    done: int = 0


def accepted(facts: RequestFacts) -> Verdict:
    """Somebody has taken the task."""
    return MET if facts.taken or facts.done else unmet(_("Nobody has taken the task yet."))


def delivered(facts: RequestFacts) -> Verdict:
    """Something was delivered, and no task is left."""
    if facts.done and not facts.case.open_tasks:
        return MET
    return unmet(_("It has not been delivered yet."))


CHECKS: Mapping[str, Callable[[RequestFacts], Verdict]] = {"accepted": accepted, "delivered": delivered}
