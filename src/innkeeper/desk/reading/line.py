"""Reading one line of the desk: room, code, kind, priority, things, demands, hours."""

from dataclasses import dataclass
from datetime import datetime

from .facts import (
    COMPLAINT,
    EMERGENCY,
    GENERAL,
    IMPORTANT,
    PRIORITIES,
    SERVICE_REQUEST,
    Code,
    HouseFacts,
    Item,
    Mark,
    Reading,
    Rule,
)
from .hours import Hours, contact_hours, wake_up_hour
from .items import items_in
from .phrases import Line, Span, line_of, stands_in
from .rooms import Where, where
from .scores import Scored, is_denied, scores

NEVER_COMPLAINTS = frozenset({"praise", "suggestion", "question", "dnd_request"})
DO_NOT_DISTURB = "dnd_request"
WAKE_UP = "wake_up_call"


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the words say together, before it becomes a reading."""

    code: Code | None
    certainty: float
    spans: tuple[Span, ...]
    kind: str
    category: str
    priority: str
    grievances: tuple[Span, ...]


def read(line: str, *, facts: HouseFacts, at: datetime) -> Reading:
    """What one line of the desk means, in Chinese or English.

    Never raises on any text: what is not understood stays open.
    Source: issue "live house"; CASE-06, CASE-08; day of the hotel.
    """
    ready = line_of(line)
    place = where(ready, facts)
    judged = _judged(ready, facts)
    hours = contact_hours(ready, at=at, timezone=facts.timezone, numbers=facts.lexicon.numbers_zh)
    if judged.code is not None and judged.code.code == WAKE_UP and hours.span is None:
        hours = wake_up_hour(ready, at=at, timezone=facts.timezone, numbers=facts.lexicon.numbers_zh)
    demands = _demands(ready, facts)
    damage = stands_in(facts.lexicon.property_damage, ready)
    items = _items(ready, judged, facts)
    marks = _marks(place, judged, hours, demands, damage, items)
    code = judged.code
    return Reading(
        line=line,
        room=place.room,
        is_room_known=place.is_known,
        other_rooms=place.others,
        place=place.place,
        floor=place.floor,
        code=code.code if code else None,
        kind=judged.kind,
        category=judged.category,
        priority=judged.priority,
        items=tuple(item for item, _ in items),
        demands=tuple(dict.fromkeys(code for code, _ in demands)),
        has_property_damage=bool(damage),
        contact_before=hours.before,
        contact_after=hours.after,
        is_do_not_disturb=_is_do_not_disturb(ready, facts),
        has_life_safety=judged.priority == EMERGENCY and bool(code and code.is_life_safety),
        marks=marks,
    )


def _judged(line: Line, facts: HouseFacts) -> _Judged:
    """Code, kind, category and priority. A complaint is at least important; danger is an emergency."""
    ranked = scores(line, facts)
    speaking = [rule for rule in facts.rules if _speaks(rule, line, facts)]
    code, certainty = _code(ranked, speaking, facts)
    grievances = _grievances(line, facts)
    kind = _kind(code, grievances)
    category = next((rule.category for rule in speaking if rule.category), code.category if code else "")
    if kind == COMPLAINT and category in ("", "basic"):
        category = "complaint"
    return _Judged(
        code=code,
        certainty=certainty,
        spans=ranked[0].spans if ranked and ranked[0].code is code else (),
        kind=kind,
        category=category,
        priority=_priority(code, kind, speaking),
        grievances=tuple(grievances),
    )


def _code(ranked: list[Scored], speaking: list[Rule], facts: HouseFacts) -> tuple[Code | None, float]:
    """The heaviest code; where the words leave it open, the code of the first rule that names one."""
    if ranked:
        best = ranked[0]
        second = ranked[1].score if len(ranked) > 1 else 0.0
        certainty = (1 - second / (2 * best.score)) * (1.0 if best.score >= 2 else 0.7)
        return best.code, round(certainty, 2)
    named = next((rule.code for rule in speaking if rule.code), "")
    return next((code for code in facts.codes if code.code == named), None), 0.6 if named else 0.0


def _kind(code: Code | None, grievances: list[Span]) -> str:
    """A grievance makes a request a complaint, but praise, questions and rest stay what they are."""
    if code is not None and code.code in NEVER_COMPLAINTS:
        return code.kind
    if grievances or (code is not None and code.kind == COMPLAINT):
        return COMPLAINT
    return SERVICE_REQUEST


def _priority(code: Code | None, kind: str, speaking: list[Rule]) -> str:
    """The most urgent of the code's own and of a rule that raises; a rule lowers only where no code speaks."""
    named = next((rule.priority for rule in speaking if rule.priority), "")
    chosen = code.priority if code else named or GENERAL
    if named and PRIORITIES.index(named) < PRIORITIES.index(chosen):
        chosen = named
    if kind == COMPLAINT and PRIORITIES.index(chosen) > PRIORITIES.index(IMPORTANT):
        return IMPORTANT
    return chosen


def _speaks(rule: Rule, line: Line, facts: HouseFacts) -> bool:
    """Whether a word of the rule stands in the line, neither silent nor denied."""
    silent = stands_in(facts.lexicon.silent, line)
    words = facts.lexicon
    return any(
        not any(quiet.holds(span) and quiet != span for quiet in silent)
        and not is_denied(line, span, words.negations_zh, words.negations_en)
        for span in stands_in(rule.phrases, line)
    )


def _grievances(line: Line, facts: HouseFacts) -> list[Span]:
    kept = stands_in(facts.lexicon.not_grievances, line)
    silent = stands_in(facts.lexicon.silent, line)
    return [
        span
        for span in stands_in(facts.lexicon.grievances, line)
        if not any(other.meets(span) for other in kept)
        and not any(quiet.holds(span) and quiet != span for quiet in silent)
        and not is_denied(line, span, facts.lexicon.negations_zh, facts.lexicon.negations_en)
    ]


def _is_do_not_disturb(line: Line, facts: HouseFacts) -> bool:
    resting = next((code for code in facts.codes if code.code == DO_NOT_DISTURB), None)
    return bool(resting and stands_in(resting.phrases, line))


def _demands(line: Line, facts: HouseFacts) -> list[tuple[str, Span]]:
    """What the guest asks for beyond the matter itself (换房, refund)."""
    return [
        (code, span)
        for code, phrases in facts.lexicon.demands
        for span in stands_in(phrases, line)
        if not is_denied(line, span, facts.lexicon.refusals_zh, facts.lexicon.refusals_en)
    ]


def _items(line: Line, judged: _Judged, facts: HouseFacts) -> list[tuple[Item, Span]]:
    """Things to bring, where the line is about things to bring."""
    if judged.code is None or not judged.code.is_counted:
        return []
    found = items_in(line, tuple(code for code in facts.codes if code.is_counted), facts)
    words = facts.lexicon
    return [
        (item, span)
        for item, span in found
        if not is_denied(line, span, words.refusals_zh, words.refusals_en)
    ]


def _marks(
    place: Where,
    judged: _Judged,
    hours: Hours,
    demands: list[tuple[str, Span]],
    damage: list[Span],
    items: list[tuple[Item, Span]],
) -> tuple[Mark, ...]:
    """What the desk underlines: no two marks share a character, the earlier kind wins."""
    wanted = [(span, what, place.is_known or what != "room") for span, what in place.spans]
    wanted += [(span, "item", True) for _, span in items]
    wanted += [(span, "code", judged.certainty >= 0.7) for span in judged.spans]
    wanted += [(span, "demand", True) for _, span in demands]
    wanted += [(hours.span, "contact", False)] if hours.span else []
    wanted += [(span, "property", False) for span in damage]
    wanted += [(span, "grievance", False) for span in judged.grievances]
    marks: list[Mark] = []
    for span, what, is_sure in wanted:
        if not any(mark.start < span.end and span.start < mark.end for mark in marks):
            marks.append(Mark(span.start, span.end, what, is_sure))
    return tuple(sorted(marks, key=lambda mark: mark.start))
