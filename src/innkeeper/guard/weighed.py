"""Chinese names by weight: the characters that a dictionary leaves apart, and the words beside them. Which weights: chosen by hand on the
tuning half of `bench/names.py`; more than about three speaks for a name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import rjieba

from innkeeper.guard.lists import (
    AFTER_PEOPLE,
    BEFORE_PEOPLE,
    CN_WORDS,
    COMPOUNDS,
    FREQUENT,
    GIVEN,
    INSTEAD_OF_GIVEN,
    NOT_GIVEN,
    NOT_GIVEN_WORDS,
    ORDINARY_SURNAMES,
    SURNAMES,
    TWO_WORDS,
)
from innkeeper.guard.spans import Kind, Source
from innkeeper.kernel.text import is_han

ENOUGH = 3.1
"""The weight from which characters that nothing announces are taken for a name."""
CREDIBLE = -0.1
"""The weight, without what stands beside, that a name must have which a word announces."""
NEVER = -9.0
_CALLS = frozenset("代和跟与同给帮叫找把被让请由对是问诉替为陪接等见说喊催寻约托及或住有向位")
_COUNTED = frozenset("张双支单包位车元米房楼束")
_IN_CHARACTERS = ((300, 2.2), (3_000, 1.4), (10_000, 0.8), (40_000, 0.2), (90_000, -1.0))
_IN_WORDS = ((50, 2.0), (600, 1.2), (2_000, 0.2), (6_000, -1.0), (10_000_000, -1.6))
_IN_MERGED = ((20, 0.5), (200, 1.5), (2_000, 3.0), (10_000_000, 5.0))
"""How often the dictionary's texts say something, at most, and what that weighs."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text as the dictionary cuts it, with the part of speech that the dictionary knows."""

    text: str
    start: int
    tag: str

    @property
    def end(self) -> int:
        """The place behind it."""
        return self.start + len(self.text)

    @property
    def is_letter(self) -> bool:
        """Whether it is one Chinese character."""
        return len(self.text) == 1 and is_han(self.text)

    @property
    def is_chinese(self) -> bool:
        """Whether it is Chinese characters only."""
        return all(map(is_han, self.text))


def cn_weighed(text: str) -> Iterator[tuple[int, int, Kind, Source]]:
    """Chinese names that no title announces, by the weight of their characters and of the words beside them."""
    words = words_of(text)
    best = {place: max(_weighed(words, place), default=(NEVER, 0)) for place in range(len(words))}
    done = 0
    for place, word in enumerate(words):
        weight, end = best[place]
        if (
            weight < ENOUGH
            or word.start < done
            or _is_word_before(words, place, best)
            or _is_word(text[word.start : end])
        ):
            continue
        yield word.start, end, Kind.PERSON, Source.SHAPE
        done = end


def is_credible(name: str) -> bool:
    """Whether characters that stand where a name is announced may be one, and not a word of every day."""
    if _is_word(name):
        return False
    size = 2 if name[:2] in COMPOUNDS and len(name) > 2 else 1
    surname, given = name[:size], name[size:]
    if size == 2 or surname not in SURNAMES or not 1 <= len(given) <= 2 or given in INSTEAD_OF_GIVEN:
        return True
    weight = _of_surname(surname) + _of_given(given)
    is_word = rjieba.has_word(name[:2]) and not (len(given) == 2 and rjieba.has_word(given))
    return weight - (_of_joined(words_of(name)[0]) if is_word else 0) >= CREDIBLE


def _is_word(name: str) -> bool:
    return bool({name, name[:2]} & CN_WORDS) or name in TWO_WORDS or name[1:] in NOT_GIVEN_WORDS


def words_of(text: str) -> list[Word]:
    """The words of a text in order; together they are the text."""
    words: list[Word] = []
    start = 0
    for piece, tag in rjieba.tag(text, hmm=False):
        words.append(Word(piece, start, tag))
        start += len(piece)
    return words


def _is_word_before(words: Sequence[Word], place: int, best: dict[int, tuple[float, int]]) -> bool:
    """Whether it is the word before a name rather than its surname: 向 of 向郑朗棋."""
    if place + 1 >= len(words) or words[place].text not in ORDINARY_SURNAMES:
        return False
    return words[place + 1].text[0] not in ORDINARY_SURNAMES and best[place + 1][0] >= ENOUGH


def _weighed(words: Sequence[Word], place: int) -> Iterator[tuple[float, int]]:
    """What each name that may begin at a word weighs, and where it ends."""
    word = words[place]
    if word.text[0] not in SURNAMES and word.text[:2] not in COMPOUNDS:
        return
    before = _of_left(words, place)
    for surname, behind in _heads(words, place):
        weight = before + _of_surname(surname) - (3 if _is_counted(words, place) else 0)
        yield from ((weight + own, end) for own, end in _followed(words, behind))
    if word.text not in COMPOUNDS:
        yield from ((before + own, end) for own, end in _in_one_word(words, place))


def _heads(words: Sequence[Word], place: int) -> Iterator[tuple[str, int]]:
    """The surnames that stand at a word, each with the number of the word behind it."""
    word = words[place]
    if word.text in COMPOUNDS or (word.is_letter and word.text in SURNAMES):
        yield word.text, place + 1
    if word.is_letter and place + 1 < len(words) and word.text + words[place + 1].text in COMPOUNDS:
        yield word.text + words[place + 1].text, place + 2


def _followed(words: Sequence[Word], place: int) -> Iterator[tuple[float, int]]:
    """What the given names that begin at a word weigh with what follows them, and where they end."""
    for count in (1, 2):
        parts = words[place : place + count]
        given = "".join(part.text for part in parts)
        is_apart = all(part.is_letter for part in parts)
        if len(parts) == count and (is_apart or (count == 1 and len(given) == 2 and parts[0].is_chinese)):
            yield _of_given(given) + _of_right(words, place + count), parts[-1].end


def _in_one_word(words: Sequence[Word], place: int) -> Iterator[tuple[float, int]]:
    """Names whose surname the dictionary has joined with the next character, or which are a word as a whole: 白雪莉, 高建国."""
    word = words[place]
    if len(word.text) == 3 and all(letter in GIVEN for letter in word.text[1:]):
        known = 2 if word.tag.startswith("nr") or _said(word.text) < 50 else -1
        yield _of_surname(word.text[0]) + known - _of(word.text, _IN_MERGED) + 1, word.end
    if len(word.text) != 2 or not word.is_chinese:
        return
    weight = _of_surname(word.text[0]) - _of_joined(word)
    yield weight + _of_given(word.text[1]) + _of_right(words, place + 1), word.end
    if place + 1 < len(words) and words[place + 1].is_letter:
        given = min(_of_letter(word.text[1]), 2) + _of_letter(words[place + 1].text)
        yield weight + given + _of_right(words, place + 2), words[place + 1].end


def _of_surname(surname: str) -> float:
    if len(surname) == 2:
        return 3.5
    weight = 2.0 if surname in FREQUENT else 1.4
    weight -= 1.6 if surname in ORDINARY_SURNAMES else 0
    return weight - (0.7 if _said(surname) > 90_000 else 0)


def _of_given(given: str) -> float:
    if len(given) == 1:
        return _of_letter(given) - 1.0
    if rjieba.has_word(given):
        return _of_word(given)
    return sum(map(_of_letter, given))


def _of_letter(letter: str) -> float:
    said = _said(letter)
    if letter in NOT_GIVEN or (said > _IN_CHARACTERS[-1][0] and letter not in GIVEN):
        return -4.0
    fits = 0.8 if letter in GIVEN else -0.4 if said > 300 else 0.0
    return max(_of(letter, _IN_CHARACTERS) + fits, 0.4 if letter in GIVEN else NEVER)


def _of_word(given: str) -> float:
    if given in NOT_GIVEN_WORDS:
        return -4.0
    fits = sum(0.6 if letter in GIVEN else -1.0 for letter in given)
    return max(_of(given, _IN_WORDS) + fits, 0.3 if fits > 1 else NEVER)


def _of_joined(word: Word) -> float:
    """What speaks against a surname that the dictionary joins with the next character; less where it knows a person of that name."""
    return _of(word.text, _IN_MERGED) * (0.4 if word.tag.startswith("nr") else 1)


def _of_left(words: Sequence[Word], place: int) -> float:
    if place == 0:
        return 1.2
    word = words[place - 1]
    if word.text in BEFORE_PEOPLE or word.text in _CALLS:
        return 1.7
    if not is_han(word.text[0]):
        return 1.2
    return 0.6 if word.tag[:1] in "vprcdt" or word.text == "的" else -0.3


def _of_right(words: Sequence[Word], place: int) -> float:
    if place >= len(words) or not is_han(words[place].text[0]):
        return 1.2
    word = words[place]
    if word.text in AFTER_PEOPLE:
        return 2.0
    return 1.0 if word.tag[:1] in "vpcdrut" or word.text in "的要等" else -0.2


def _is_counted(words: Sequence[Word], place: int) -> bool:
    """Whether a number stands before a word that counts: 两张加床."""
    return place > 0 and words[place].text in _COUNTED and words[place - 1].tag == "m"


def _of(text: str, weights: Sequence[tuple[int, float]]) -> float:
    said = _said(text)
    return next((weight for most, weight in weights if said <= most), weights[-1][1])


@lru_cache(maxsize=20_000)
def _said(text: str) -> int:
    """How often the dictionary's texts say it."""
    return rjieba.suggest_freq(text)
