"""Danger to life in one line, for the action card: the heaviest code of life safety, its own words, what takes it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from innkeeper.kernel.shipped import shipped_file

from .facts import Code, HouseFacts
from .phrases import Line, Phrase, Span, hits, line_of, phrases_of, stands_in
from .scores import is_denied


@dataclass(frozen=True, slots=True)
class Alarm:
    """How one code raises the card: its words, what takes it back, what stands against that."""

    code: Code
    words: tuple[Phrase, ...]
    calm: tuple[Phrase, ...]
    sure: tuple[Phrase, ...]
    before: tuple[str, ...] = ()


def danger_in(line: str, *, facts: HouseFacts) -> str:
    """The code of life safety that the line speaks of, "" for none. Any hit counts, even beside another matter.

    Never raises on any text. Source: issue "the shift", life safety.
    """
    ready = line_of(line)
    silent = [*stands_in(facts.lexicon.silent, ready), *stands_in(_body()[0], ready)]
    found = [(weight, alarm) for alarm in _alarms(facts) if (weight := _raises(alarm, ready, silent, facts))]
    second = {code for _weight, alarm in found for code in alarm.before}
    left = [(weight, alarm.code.code) for weight, alarm in found if alarm.code.code not in second]
    return max(left, key=lambda one: one[0])[1] if left else ""


def _raises(alarm: Alarm, line: Line, silent: list[Span], facts: HouseFacts) -> float:
    """How heavily the code speaks in the line; 0 when it does not, or is taken back."""
    weight = _weight(alarm.words, line, silent, facts)
    if not weight:
        return 0.0
    if stands_in(alarm.calm, line) and not _weight(alarm.sure, line, silent, facts):
        return 0.0
    return weight * alarm.code.weight


def _weight(words: tuple[Phrase, ...], line: Line, silent: list[Span], facts: HouseFacts) -> float:
    lexicon = facts.lexicon
    return max(
        (
            hit.weight
            for phrase in words
            for hit in hits(phrase, line)
            if not any(quiet.holds(span) and quiet != span for span in hit.spans for quiet in silent)
            and not is_denied(line, hit.spans[0], lexicon.negations_zh, lexicon.negations_en)
        ),
        default=0.0,
    )


def _alarms(facts: HouseFacts) -> tuple[Alarm, ...]:
    own = _body()[1]
    return tuple(
        own[one.code].of(one) if one.code in own else Alarm(one, one.phrases, (), ())
        for one in facts.codes
        if one.is_life_safety
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """The lists of one code as danger.yaml gives them."""

    words: tuple[Phrase, ...]
    more: tuple[Phrase, ...]
    calm: tuple[Phrase, ...]
    sure: tuple[Phrase, ...]
    before: tuple[str, ...]

    def of(self, code: Code) -> Alarm:
        """The alarm of the code: the file's words instead of the taxonomy's, or beside them."""
        return Alarm(code, self.words or (*code.phrases, *self.more), self.calm, self.sure, self.before)


@cache
def _body() -> tuple[tuple[Phrase, ...], dict[str, _Words]]:
    """The silent words, and the lists of each code. The file is read once."""
    body = shipped_file("innkeeper.desk.reading", "danger.yaml")
    lists = {code: _words_of(row) for code, row in body["codes"].items()}
    return phrases_of(body["silent"]), lists


def _words_of(row: Mapping[str, Sequence[str]]) -> _Words:
    words, more, calm, sure = (phrases_of(row.get(name, ())) for name in ("words", "more", "calm", "sure"))
    return _Words(words, more, calm, sure, tuple(row.get("before", ())))
