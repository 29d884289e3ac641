"""What the guard points at: kinds of personal data and places in a text. A span never holds the text itself."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What a found piece is."""

    PERSON = "person"
    PHONE = "phone"
    EMAIL = "email"
    ID_NUMBER = "id_number"
    BANK_CARD = "bank_card"
    PLATE = "plate"
    SOCIAL_ID = "social_id"
    BOOKING_NO = "booking_no"
    MEMBER_NO = "member_no"
    BIRTH_DATE = "birth_date"
    ADDRESS = "address"
    ROOM = "room"
    IP = "ip"
    IBAN = "iban"
    URL = "url"


class Source(IntEnum):
    """Why it was found; the higher one names the kind where two overlap."""

    SHAPE = 1
    CUE = 2
    CHECKED = 3
    KNOWN = 4


INDOORS = frozenset(set(Kind) - {Kind.ROOM, Kind.URL})
"""What is hidden in the house's own texts: staff work by room number, and links help them."""
OUTDOORS = frozenset(Kind)
"""What may not leave the house."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters `start` to `end` (exclusive) of the original text."""

    start: int
    end: int
    kind: Kind
    source: Source

    def overlaps(self, other: "Span") -> bool:
        """Whether they share a character."""
        return self.start < other.end and other.start < self.end


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans that share no character: overlapping ones become one that covers both, so nothing is left standing out."""
    result: list[Span] = []
    for span in sorted(spans):
        if not result or not result[-1].overlaps(span):
            result.append(span)
            continue
        last = result[-1]
        stronger = max(last, span, key=lambda one: (one.source, one.end - one.start))
        result[-1] = replace(stronger, start=last.start, end=max(last.end, span.end))
    return result
