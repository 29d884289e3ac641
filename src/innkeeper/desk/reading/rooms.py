"""Which room, floor and place a line speaks of."""

import re
from dataclasses import dataclass

from .facts import HouseFacts
from .phrases import Line, Span, stands_in

SPOKEN = {"零": "0", "〇": "0", "洞": "0", "一": "1", "幺": "1", "二": "2", "两": "2", "三": "3", "四": "4"}
SPOKEN |= {"五": "5", "六": "6", "七": "7", "拐": "7", "八": "8", "九": "9", "勾": "9"}
DIGITS = re.compile(r"(?<![\d.¥$])(?<!\d:)\d{3,4}(?!\d|[:.]\d)")
SPOKEN_DIGITS = re.compile(f"[{''.join(SPOKEN)}]{{3,4}}")
NO_ROOM_AFTER = re.compile(
    r"\s*(?:元|块|分钟|小时|点|%|年|人|次|克|毫升|度|min|minute|yuan|rmb|usd|cny|pm|am|hour|people|ml)"
)
NO_ROOM_BEFORE = re.compile(r"(?:¥|\$|rmb|cny|扣了?|收了?|付了?|价格|房价|订单号?|尾号|打|叫|拨)\s*$")
FLOOR = re.compile(r"(?<!\d)(\d{1,2})\s*(?:楼|层|/f|f\b|(?:st|nd|rd|th)?\s+floor)|floor\s+(\d{1,2})")
FLOOR_ZH = re.compile(r"([一二三四五六七八九]?十?[一二三四五六七八九十])(?:楼|层)")
NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


@dataclass(frozen=True, slots=True)
class Where:
    """The room that speaks, the others named, the place, the floor, and where these stand in the line."""

    room: str | None
    is_known: bool
    others: tuple[str, ...]
    place: str | None
    floor: int | None
    spans: tuple[tuple[Span, str], ...]


def where(line: Line, facts: HouseFacts) -> Where:
    """Which room the line is about. A room behind "from" or "next door" is another's; a known room beats a guess."""
    named = _named_rooms(line, facts)
    speaking = next((entry for entry in named if not entry[2]), named[0] if named else None)
    others = tuple(dict.fromkeys(number for number, _, _ in named if speaking and number != speaking[0]))
    place, place_span = _place(line, facts)
    floor, floor_span = _floor(line)
    spans = [(span, "room") for number, span, _ in named if speaking and number == speaking[0]]
    spans += [(span, "other_room") for number, span, _ in named if number in others]
    spans += [(span, what) for span, what in ((place_span, "place"), (floor_span, "floor")) if span]
    room = speaking[0] if speaking else None
    return Where(room, room in facts.rooms, others, place, floor, tuple(spans))


def _named_rooms(line: Line, facts: HouseFacts) -> list[tuple[str, Span, bool]]:
    """Every room in the line: number, span, and whether a word makes it somebody else's."""
    found = [(match.group(), Span(match.start(), match.end())) for match in DIGITS.finditer(line.text)]
    found += [
        ("".join(SPOKEN[digit] for digit in match.group()), Span(match.start(), match.end()))
        for match in SPOKEN_DIGITS.finditer(line.text)
    ]
    likely = [entry for entry in found if entry[0] in facts.rooms or _may_be_room(line.text, entry[1], facts)]
    known = [entry for entry in likely if entry[0] in facts.rooms]
    likely = sorted(known or likely[:1], key=lambda entry: entry[1].start)
    return [(number, span, _is_source(line.text, span.start, facts)) for number, span in likely]


def _may_be_room(text: str, span: Span, facts: HouseFacts) -> bool:
    """Whether digits that are no known room can be meant as one: no price, no time, no year."""
    if NO_ROOM_AFTER.match(text, span.end) or NO_ROOM_BEFORE.search(text[: span.start]):
        return False
    if not text[span.start].isdigit():
        return not facts.rooms
    return not facts.rooms or span.start <= 8 or "房" in text[span.end : span.end + 2]


def _is_source(text: str, start: int, facts: HouseFacts) -> bool:
    before = text[max(0, start - 12) : start].rstrip()
    return before.removesuffix("room").rstrip().endswith(facts.lexicon.sources)


def _place(line: Line, facts: HouseFacts) -> tuple[str | None, Span | None]:
    best: tuple[str | None, Span | None] = (None, None)
    for place in facts.lexicon.places:
        for span in stands_in(place.phrases, line):
            if best[1] is None or span.end - span.start > best[1].end - best[1].start:
                best = (place.code, span)
    return best


def _floor(line: Line) -> tuple[int | None, Span | None]:
    match = FLOOR.search(line.text)
    if match:
        return int(match.group(1) or match.group(2)), Span(match.start(), match.end())
    spoken = FLOOR_ZH.search(line.text)
    if spoken is None:
        return None, None
    digits = spoken.group(1)
    if "十" in digits:
        tens, _, ones = digits.partition("十")
        return NUMBERS.get(tens, 1) * 10 + NUMBERS.get(ones, 0), Span(spoken.start(), spoken.end())
    return NUMBERS[digits], Span(spoken.start(), spoken.end())
