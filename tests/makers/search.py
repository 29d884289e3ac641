"""A plain model of the index, to hold the real one against."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from innkeeper.search import rules
from innkeeper.search.actions import Text

HOUSE = UUID(int=7)
OTHER_HOUSE = UUID(int=8)
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def make_text(text: str, *, number: int = 1, kind: str = "case", minutes: int = 0, **given) -> Text:
    """A text of thing `number`, `minutes` after nine."""
    return Text(
        kind=kind,
        object_id=UUID(int=number),
        property_id=given.get("property_id", HOUSE),
        text=text,
        at=NINE + timedelta(minutes=minutes),
        is_restricted=given.get("is_restricted", False),
    )


class PlainIndex:
    """What the index should answer, found by looking at every text."""

    def __init__(self) -> None:
        self.texts: dict[tuple[str, UUID], Text] = {}

    def index(self, text: Text) -> None:
        self.texts[text.kind, text.object_id] = text

    def unindex(self, *, kind: str, object_ids: list[UUID]) -> None:
        for one in object_ids:
            self.texts.pop((kind, one), None)

    def find(self, *, property_id, phrase, kinds=None, since=None, may_see_restricted=False) -> set:
        """The kind and id of every thing that holds all parts."""
        parts = rules.phrases(phrase)
        return {
            key
            for key, text in self.texts.items()
            if parts
            and text.property_id == property_id
            and (kinds is None or text.kind in kinds)
            and (since is None or text.at >= since)
            and (may_see_restricted or not text.is_restricted)
            and all(holds(rules.stream(text.text), part) for part in parts)
        }


def holds(stream: list[str], part: list[str]) -> bool:
    """Whether the part's tokens stand in the stream one after another."""
    return any(stream[at : at + len(part)] == part for at in range(len(stream) - len(part) + 1))
