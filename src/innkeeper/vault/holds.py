"""Legal holds: what keeps a subject's keys from being destroyed. Other rooms of the house register their reasons here."""

from collections.abc import Callable
from uuid import UUID

Hold = Callable[[UUID], bool]
_holds: dict[str, Hold] = {}


def register(name: str, hold: Hold) -> None:
    """Let another room hold keys back: `hold(subject_id)` says whether it does now."""
    _holds[name] = hold


def standing(subject_id: UUID) -> tuple[str, ...]:
    """The names of what holds this subject's keys now; empty when nothing does. Queries: those of the holds."""
    return tuple(name for name, hold in sorted(_holds.items()) if hold(subject_id))
