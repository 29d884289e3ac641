"""How text becomes tokens, and how a phrase becomes parts; pure, the same for both databases.

Scripts written without blanks (Han, kana, Hangul) become overlapping pairs; a run of one character stays whole.
Other words and numbers stand folded.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from uuid import UUID

from innkeeper.kernel.text import folded, is_han

LONGEST_WORD = 64
MOST_TOKENS = 16_000
MOST_OF_ONE = 250
FILLER = "\ue000"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
ID_SHIFT = 20
PAIRED = ((0x3040, 0x30FF), (0x31F0, 0x31FF), (0x1100, 0x11FF), (0xAC00, 0xD7A3))


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one script class that stand together."""

    text: str
    is_paired: bool


def tokens(text: str) -> list[str]:
    """The token stream of a text, in order. A blank or a sign between characters ends a run."""
    return [token for run in _runs(folded(text)) for token in _tokens_of(run)]


def stream(text: str) -> list[str]:
    """What goes into the index: at most 16,000 tokens; the 251st of one token and later leave a gap.

    PostgreSQL holds 16,383 positions and 255 of one word: both databases get what both can hold.
    """
    seen: dict[str, int] = {}
    kept = []
    for token in tokens(text)[:MOST_TOKENS]:
        seen[token] = seen.get(token, 0) + 1
        kept.append(token if seen[token] <= MOST_OF_ONE else FILLER)
    return kept


def phrases(asked: str) -> list[list[str]]:
    """The parts of a question between blanks; each must stand in the text as it is, in any order of parts."""
    found = (tokens(part) for part in folded(asked[:200]).split())
    return [part for part in found if part]


def doc_id(*, at: datetime, object_id: UUID) -> int:
    """A row number that grows with time, so that the newest rows are the highest numbers.

    Units: milliseconds since 2000, then 20 bits of the object's own chance.
    """
    milliseconds = max(0, int((at - EPOCH).total_seconds() * 1000))
    return (milliseconds << ID_SHIFT) | (object_id.int & ((1 << ID_SHIFT) - 1))


def first_id_since(since: datetime) -> int:
    """The lowest row number of the time window."""
    return max(0, int((since - EPOCH).total_seconds() * 1000)) << ID_SHIFT


def _runs(text: str) -> Iterator[Run]:
    """Runs of paired script, and runs of other letters and digits."""
    for kind, characters in groupby(text, key=_kind):
        if kind is not None:
            yield Run("".join(characters), kind)


@lru_cache(maxsize=65_536)
def _kind(character: str) -> bool | None:
    """True for a script written in pairs, False for another letter, digit or mark, None for the rest."""
    point = ord(character)
    if is_han(character) or any(low <= point <= high for low, high in PAIRED):
        return True
    return False if unicodedata.category(character)[0] in "LNM" else None


def _tokens_of(run: Run) -> list[str]:
    if not run.is_paired:
        return [run.text[:LONGEST_WORD]]
    if len(run.text) == 1:
        return [run.text]
    return [run.text[place : place + 2] for place in range(len(run.text) - 1)]
