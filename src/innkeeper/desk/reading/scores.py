"""Which taxonomy code a line means: the weight of its words, denied words left out."""

import re
from dataclasses import dataclass

from .facts import COMPLAINT, Code, HouseFacts
from .phrases import Hit, Line, Span, hits, stands_in


@dataclass(frozen=True, slots=True)
class Scored:
    """A code with its score and the words that speak for it."""

    code: Code
    score: float
    spans: tuple[Span, ...]


def scores(line: Line, facts: HouseFacts) -> list[Scored]:
    """Every code that has a word in the line, the heaviest first."""
    silent = stands_in(facts.lexicon.silent, line)
    found = []
    for code in facts.codes:
        accepted = _accepted(code, line, silent, facts)
        if accepted:
            spans = tuple(span for hit in accepted for span in hit.spans)
            best, *others = accepted
            score = (best.weight + 0.4 * sum(hit.weight for hit in others)) * code.weight
            found.append(Scored(code, score, spans))
    return sorted(found, key=lambda scored: -scored.score)


def is_denied(line: Line, span: Span, words_zh: tuple[str, ...], words_en: tuple[str, ...]) -> bool:
    """Whether a denying word stands right before the span (没有漏水, not leaking, no fire)."""
    before = line.text[max(0, span.start - 16) : span.start]
    if before.rstrip().endswith(words_zh):
        return True
    listed = "|".join(re.escape(word) for word in words_en)
    return re.search(rf"(?:^|[^a-z])(?:{listed})\s+(?:the\s+|any\s+|a\s+|more\s+)?$", before) is not None


def _accepted(code: Code, line: Line, silent: list[Span], facts: HouseFacts) -> list[Hit]:
    """The hits that count: none inside a silent word, none denied, none sharing characters with a heavier one."""
    accepted: list[Hit] = []
    every = [hit for phrase in code.phrases for hit in hits(phrase, line)]
    for hit in sorted(every, key=lambda each: -each.weight):
        if any(_is_silent(span, silent) for span in hit.spans):
            continue
        if _is_refused(code, hit, line, facts):
            continue
        if not any(span.meets(other) for span in hit.spans for kept in accepted for other in kept.spans):
            accepted.append(hit)
    return accepted


def _is_silent(span: Span, silent: list[Span]) -> bool:
    return any(quiet.holds(span) and quiet != span for quiet in silent)


def _is_refused(code: Code, hit: Hit, line: Line, facts: HouseFacts) -> bool:
    """Complaints are denied by "no"; things to bring are refused by "do not want"."""
    words = facts.lexicon
    first = min(hit.spans, key=lambda span: span.start)
    if code.kind == COMPLAINT:
        return is_denied(line, first, words.negations_zh, words.negations_en)
    return is_denied(line, first, words.refusals_zh, words.refusals_en)
