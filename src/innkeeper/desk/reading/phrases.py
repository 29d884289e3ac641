"""The small pattern language of the word lists, and where a phrase stands in a line.

a+b: both in one clause; a|b: either; a star ends an English stem. Han is found anywhere, English by whole words.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from innkeeper.kernel.text import is_han

CLAUSE_END = re.compile(r"[，。；！？,;!?、\n]|\.(?=\s|$)")
SAME = str.maketrans({"-": " ", "’": "'", "‘": "'", "_": " ", "　": " "})


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the line: from `start` up to, not with, `end`."""

    start: int
    end: int

    def holds(self, other: "Span") -> bool:
        """Whether the other span lies inside this one."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Span") -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry of a word list: every part must stand in the clause, by any of its alternatives."""

    source: str
    parts: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a phrase stands, and how much it weighs: a Han character 1, an English word 2."""

    spans: tuple[Span, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line as words are compared with it: same length as the original, so offsets hold."""

    original: str
    text: str
    clauses: tuple[Span, ...]


def line_of(original: str) -> Line:
    """The line made ready: case folded character by character, hyphens as blanks, cut into clauses."""
    text = "".join(_folded(character) for character in original).translate(SAME)
    clauses, start = [], 0
    for mark in CLAUSE_END.finditer(text):
        clauses.append(Span(start, mark.start()))
        start = mark.end()
    clauses.append(Span(start, len(text)))
    return Line(original, text, tuple(clause for clause in clauses if clause.end > clause.start))


@lru_cache(maxsize=20_000)
def phrase_of(source: str) -> Phrase:
    """The phrase that an entry of a word list means."""
    folded = "".join(_folded(character) for character in source).translate(SAME)
    parts = tuple(tuple(word.strip() for word in part.split("|")) for part in folded.split("+"))
    return Phrase(source, parts)


def phrases_of(sources: Iterable[str]) -> tuple[Phrase, ...]:
    """The phrases of a whole word list."""
    return tuple(phrase_of(str(source)) for source in sources)


def hits(phrase: Phrase, line: Line) -> Iterator[Hit]:
    """Every place where the phrase stands, clause by clause."""
    if len(phrase.parts) == 1:
        for word in phrase.parts[0]:
            for span in places(word, line.text):
                yield Hit((span,), weight_of(line.text[span.start : span.end]))
        return
    for clause in line.clauses:
        spans = _together(phrase, line.text, clause)
        if spans:
            yield Hit(spans, sum(weight_of(line.text[span.start : span.end]) for span in spans) + 0.5)


def stands_in(phrases: Iterable[Phrase], line: Line) -> list[Span]:
    """Where any of the phrases stands; each hit as one span from its first to its last character."""
    found = []
    for phrase in phrases:
        for hit in hits(phrase, line):
            found.append(Span(min(s.start for s in hit.spans), max(s.end for s in hit.spans)))
    return sorted(found, key=lambda span: span.start)


def places(word: str, text: str) -> list[Span]:
    """Every place of one word in the folded text."""
    plain = word.rstrip("*")
    if plain not in text:
        return []
    if any(is_han(character) for character in word):
        found, start = [], text.find(plain)
        while start >= 0:
            found.append(Span(start, start + len(plain)))
            start = text.find(plain, start + 1)
        return found
    return [Span(match.start(), match.end()) for match in _pattern(word).finditer(text)]


def weight_of(text: str) -> float:
    """How much a piece of text says: a Han character 1, an English word 2."""
    return sum(1.0 for character in text if is_han(character)) + 2.0 * len(re.findall(r"[a-z0-9']+", text))


@lru_cache(maxsize=20_000)
def _pattern(word: str) -> re.Pattern[str]:
    """An English word or words: at word limits, a plural allowed, any run of blanks between words."""
    body = r"\s+".join(re.escape(piece) for piece in word.rstrip("*").split())
    ending = r"[a-z]*" if word.endswith("*") else r"(?:s|es)?"
    return re.compile(rf"(?<![a-z0-9]){body}{ending}(?![a-z0-9])")


def _together(phrase: Phrase, text: str, clause: Span) -> tuple[Span, ...]:
    """One span per part inside the clause, none sharing a character; empty when a part is missing."""
    chosen: list[Span] = []
    for words in phrase.parts:
        inside = [
            span
            for word in words
            for span in places(word, text)
            if clause.holds(span) and not any(span.meets(other) for other in chosen)
        ]
        if not inside:
            return ()
        chosen.append(max(inside, key=lambda span: span.end - span.start))
    return tuple(chosen)


def _folded(character: str) -> str:
    """The character folded, if that keeps it one character."""
    plain = unicodedata.normalize("NFKC", character).casefold()
    return plain if len(plain) == 1 else character
