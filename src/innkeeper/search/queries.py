"""The one question to the index: the newest things that hold a phrase."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from innkeeper.search import rules
from innkeeper.search.adapters import words
from innkeeper.search.adapters.port import Question
from innkeeper.search.models import SearchDoc

MOST_HITS = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found; the caller shows it if the actor may see it."""

    kind: str
    object_id: UUID
    at: datetime


def find(
    *,
    property_id: UUID,
    phrase: str,
    kinds: Collection[str] | None = None,
    since: datetime | None = None,
    limit: int = 25,
    may_see_restricted: bool = False,
) -> list[Hit]:
    """The newest things of the house that hold every part of the phrase (parts stand between blanks).

    An empty phrase finds nothing; nothing is counted. Queries: 2, on PostgreSQL at most 3.
    """
    parts = rules.phrases(phrase)
    if not parts or (kinds is not None and not kinds):
        return []
    numbers = words().find(
        Question(
            phrases=parts,
            property_id=property_id,
            kinds=sorted(kinds or ()),
            first_id=rules.first_id_since(since) if since else 0,
            limit=max(1, min(limit, MOST_HITS)),
            may_see_restricted=may_see_restricted,
        )
    )
    rows = SearchDoc.objects.filter(id__in=numbers).order_by("-id")
    return [Hit(*row) for row in rows.values_list("kind", "object_id", "at")]


def knows(*, kind: str, object_id: UUID) -> bool:
    """Whether a thing stands in the index. Queries: 1."""
    return SearchDoc.objects.filter(kind=kind, object_id=object_id).exists()
