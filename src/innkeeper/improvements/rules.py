"""What an improvement asks before it is done: an effect, checked. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from innkeeper.cases.rules import MET, CaseFacts, Verdict, unmet
from innkeeper.kernel.text import marked as _


@dataclass(frozen=True, slots=True)
class ImprovementFacts:
    """What the gates of an improvement ask."""

    case: CaseFacts
    has_effect: bool = False


def effect_recorded(facts: ImprovementFacts) -> Verdict:
    """Somebody has written down whether it worked."""
    return MET if facts.has_effect else unmet(_("The effect has not been recorded yet."))


CHECKS: Mapping[str, Callable[[ImprovementFacts], Verdict]] = {"effect_recorded": effect_recorded}
MET_WORDS: Mapping[str, str] = {"effect_recorded": _("Effect recorded")}
