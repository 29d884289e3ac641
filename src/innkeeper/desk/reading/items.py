"""What is to be brought, and how many."""

import re

from .facts import Code, HouseFacts, Item
from .phrases import Line, Span, hits

BEFORE_EN = re.compile(
    r"\b([a-z]+|\d{1,2})\s+(?:(?:more|extra|fresh|clean|bath|hand|big|small|new|bottles?|boxes?|cups?|pairs?|sets?|pieces?|rolls?|pots?)\s+)*(?:of\s+)?$"
)
AFTER_EN = re.compile(r"^\s*(?:x|\*|×)?\s*(\d{1,2}|one|two|three|four|five|six)\b(?!\s*(?:am|pm|:))")


def items_in(line: Line, codes: tuple[Code, ...], facts: HouseFacts) -> list[tuple[Item, Span]]:
    """Every counted thing that the line names, with its number (1 where none is said), in the line's order."""
    found: list[tuple[Item, Span]] = []
    for code in codes:
        spans = [hit.spans[0] for phrase in code.phrases for hit in hits(phrase, line) if len(hit.spans) == 1]
        for span in sorted(spans, key=lambda each: each.start - each.end):
            if any(span.meets(other) for _, other in found):
                continue
            word = line.original[span.start : span.end]
            found.append((Item(code.code, word, _count(line.text, span, facts)), span))
    return sorted(found, key=lambda entry: entry[1].start)


def _count(text: str, span: Span, facts: HouseFacts) -> int:
    """The number that belongs to the thing: before it (两条浴巾, 2 bath towels) or behind it (浴巾 x2, 浴巾两条)."""
    numbers = "".join(facts.lexicon.numbers_zh)
    measures = facts.lexicon.measures_zh
    before, after = text[: span.start], text[span.end :]
    patterns = (
        (
            rf"(?<!\d)(\d{{1,2}}|[{numbers}])\s*[{measures}][大小新干净厚薄硬软矿泉瓶装热冰]{{0,2}}$",
            before,
        ),
        (rf"^\s*[x×*]?\s*(\d{{1,2}}|[{numbers}])\s*[{measures}]", after),
        (r"^\s*[x×*]\s*(\d{1,2})", after),
    )
    for pattern, around in patterns:
        match = re.search(pattern, around)
        if match:
            return _number(match.group(1), facts)
    match = BEFORE_EN.search(before)
    if match and _number(match.group(1), facts):
        return _number(match.group(1), facts)
    match = AFTER_EN.match(after)
    return _number(match.group(1), facts) if match else 1


def _number(word: str, facts: HouseFacts) -> int:
    if word.isdigit():
        return int(word)
    return facts.lexicon.numbers_zh.get(word) or facts.lexicon.numbers_en.get(word, 0)
