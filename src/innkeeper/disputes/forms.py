"""What the sections of a dispute take in: read at the edge, each fault named with its field."""

from django.utils.translation import gettext as _

from innkeeper.cases.forms import Posted, a_time, an_id, money, text
from innkeeper.disputes.actions import TermDraft
from innkeeper.kernel.errors import InvalidInput

__all__ = ["a_share", "a_time", "an_id", "money", "terms", "text"]
PLACES = range(1, 4)


def a_share(given: Posted, name: str) -> int | None:
    """Per cents, None where none were given. Raises: InvalidInput."""
    value = text(given, name)
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 3):
        words = _("The share goes from 0 to 100.")
        raise InvalidInput(words, fields={name: words})
    return int(value)


def terms(given: Posted) -> list[TermDraft]:
    """The terms of a settlement: those of the three places that were filled in. Raises: InvalidInput."""
    return [_term(given, place) for place in PLACES if text(given, f"term_{place}")]


def _term(given: Posted, place: int) -> TermDraft:
    due_at = a_time(given, f"due_{place}")
    if due_at is None:
        words = _("Each term needs its due time.")
        raise InvalidInput(words, fields={f"due_{place}": words})
    return TermDraft(
        text=text(given, f"term_{place}", limit=400),
        party=text(given, f"party_{place}") or "house",
        department=text(given, f"department_{place}"),
        due_at=due_at,
        money=money(given, f"amount_{place}"),
        place=place,
    )
