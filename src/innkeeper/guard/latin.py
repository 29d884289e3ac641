"""Names in Latin letters by weight: words that English does not know, the capitals they are written with, and the words beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from innkeeper.guard.lists import (
    EN_STOP,
    LANDS_AND_TOWNS,
    NOT_NAMES,
    PINYIN_SURNAMES,
    PLACES_NEXT,
    SAINTS,
    listed,
)
from innkeeper.guard.spans import Kind, Source
from innkeeper.guard.words import english_words, first_names
from innkeeper.kernel.text import is_han

ENGLISH = english_words()
FIRST = first_names()
ENOUGH = 2.7
"""The weight from which words are taken for a name."""
MOST = 4
"""How many words a name has at most, particles not counted."""
NOTE = 14
"""How many words a note of the desk has at most: in so short a text a strange word is more often a name."""
_LETTERS = r"A-Za-zÀ-ÖØ-öø-ɏ"
_WORD = re.compile(rf"[{_LETTERS}]+(?:['’-](?!s\b)[{_LETTERS}]+)*")
_NOBODY = EN_STOP | NOT_NAMES | PLACES_NEXT | LANDS_AND_TOWNS | {"Dr", "Prof", "Mt", "Mister"}
_NOBODY_SMALL = frozenset(word.lower() for word in _NOBODY)
_STOP_SMALL = frozenset(word.lower() for word in EN_STOP)
_PARTICLES = listed("van von de der den del della di da dos du la le al el bin ibn")
_ANNOUNCES = listed(
    "by with tell told ask asks asked called named name per met meet wake call mr mrs ms miss mister dr doctor guest visitor especially except thanks"
    " inform page reads sir madam family manager leader attendant waiter waitress concierge receptionist driver porter chef butler"
    " wife husband son daughter ex regards best hi hello dear mention vip show arrival honeymoon sorry"
)
_ANNOUNCE_TO = listed(
    "thanks mention out spoke speak spoken talked talk talking belongs handed gave note message best ask asks asked asking calls looking waiting sorry goes"
    " thank trace parcel flowers shout refund reserved booked"
)
_LEADS_ON = listed("for and is was whether hear you it's")
_OF_PLACES = listed("in at near the to via towards around of visit visited toward on a an from our your")
_ACTS = listed(
    "says said wants wanted needs will asks asked calls called told promised refuses refused accepted accepts claims phoned slipped owes keeps helped"
    " complained took hit forgot checked works let greeted served went came left must"
)
_IS = listed("is was has had will would still here did does who can cannot never arrives arrived and family")
_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ly", "y", "ish")
_INNER_CAPITAL = re.compile(r"(?!Mc|Mac|De|La|Le|Di|Van|O)[A-Za-z]+[a-z][A-Z]")
_PLAIN_LAST = ENGLISH - _NOBODY_SMALL - _ACTS - _IS - _LEADS_ON - _OF_PLACES
_LAST_AND_PLACE = listed("Washington Price King Prince Hill Bell Hall Best Day West North Jordan")
_OF_A_PLACE = (SAINTS | NOT_NAMES) - {"The"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word in Latin letters; `gap` is what stands between the word before and it."""

    text: str
    start: int
    gap: str

    @property
    def end(self) -> int:
        """The place behind it."""
        return self.start + len(self.text)

    @property
    def small(self) -> str:
        """The word in small letters."""
        return self.text.lower()

    @property
    def is_known(self) -> bool:
        """Whether English says it."""
        stem = re.split("['’]", self.small)[0]
        if stem in ENGLISH or stem in _NOBODY_SMALL or f"{stem}s" in ENGLISH:
            return True
        if self.text.islower() and any(
            stem.endswith(end) and stem.removesuffix(end) in ENGLISH for end in _ENDINGS
        ):
            return True
        return all(part in ENGLISH for part in stem.removesuffix("s").split("-"))

    @property
    def is_first(self) -> bool:
        """Whether people are called so somewhere."""
        return self.text.capitalize() in FIRST


def en_weighed(text: str) -> Iterator[tuple[int, int, Kind, Source]]:
    """Names in Latin letters that no list knows, by their words and what stands beside them."""
    words = _words_of(text)
    has_case = _has_case(words)
    if not _is_english(text, words, has_case=has_case):
        return
    is_note = len(words) <= NOTE and not any(map(is_han, text))
    place, named = 0, len(words)
    while place < len(words):
        run = _run(words, place, has_case=has_case)
        beside = _of_left(text, words, place) + _of_right(text, words, place + len(run)) if run else 0
        beside += (1.2 if _is_listed(words, named, place) else 0) + (0.4 if is_note else 0)
        if run and _of(words, place, run, has_case=has_case) + beside >= ENOUGH:
            yield run[0].start, run[-1].end, Kind.PERSON, Source.SHAPE
            named = place + len(run)
        place += max(1, len(run))


def _words_of(text: str) -> list[Word]:
    words: list[Word] = []
    done = 0
    for match in _WORD.finditer(text):
        words.append(Word(match[0], match.start(), text[done : match.start()]))
        done = match.end()
    return words


def _has_case(words: Sequence[Word]) -> bool:
    """Whether a capital says something: it does not where all is small, or all capitals."""
    return any(word.text[0].isupper() and not word.text.isupper() for word in words)


def _is_english(text: str, words: Sequence[Word], *, has_case: bool) -> bool:
    """Whether most words are English ones, names aside, so that one which is not says something."""
    plain = [word for word in words if word.text.islower() or not has_case]
    known = sum(word.is_known for word in plain)
    if not has_case and (known == 0 or any(map(is_han, text))):
        return False
    return 2 * known >= len(plain)


def _is_listed(words: Sequence[Word], named: int, place: int) -> bool:
    """Whether a word stands right behind a name (`named` is the place behind it) and a comma or an and."""
    between = words[named].small if named < place else ""
    return (place == named and words[place].gap.strip() in {",", "&", "/", "、"}) or (
        place == named + 1 and between == "and"
    )


def _run(words: Sequence[Word], place: int, *, has_case: bool) -> Sequence[Word]:
    """The words from a place on that may be one name: joined by single spaces, none of them nobody's."""
    run = [words[place]]
    for word in words[place + 1 : place + MOST + 2]:
        if word.gap != " " or not (word.small in _PARTICLES or _may_follow(word, has_case=has_case)):
            break
        run.append(word)
    while len(run) > 1 and run[-1].small in _PARTICLES:
        run.pop()
    if not has_case and len(run) == 1:
        run += _plain_last_name(words, place + 1)
    return run if _may_begin(run, has_case=has_case) else ()


def _may_begin(run: Sequence[Word], *, has_case: bool) -> bool:
    """Whether the first word is written as a name and is none that English knows, or is a name as well with one behind it that is."""
    first = run[0]
    if len(first.text) < 2 or first.small in _NOBODY_SMALL or _INNER_CAPITAL.match(first.text):
        return False
    if has_case and (not first.text[0].isupper() or first.text.isupper()):
        return False
    if not has_case and len(first.text) < 3:
        return False
    return not first.is_known or (has_case and first.is_first and not all(word.is_known for word in run[1:]))


def _may_follow(word: Word, *, has_case: bool) -> bool:
    if not has_case:
        return not word.is_known and len(word.text) > 1
    is_free = word.text not in _NOBODY or word.text in _LAST_AND_PLACE
    return word.text[0].isupper() and is_free and not (word.text.isupper() and len(word.text) > 1)


def _plain_last_name(words: Sequence[Word], place: int) -> Sequence[Word]:
    """A last name that is a word as well, in small letters: hunter of 'yann hunter wants'."""
    found = words[place : place + 1]
    is_plain = all(word.gap == " " and word.small in _PLAIN_LAST for word in found)
    return found if is_plain and all(word.small in _ACTS for word in words[place + 1 : place + 2]) else ()


def _of(words: Sequence[Word], place: int, run: Sequence[Word], *, has_case: bool) -> float:
    """What the words of a name weigh by themselves, less where a place is named with them."""
    after = words[place + len(run)] if place + len(run) < len(words) else None
    if (
        after
        and after.gap == " "
        and (after.text in PLACES_NEXT or (has_case and after.text in LANDS_AND_TOWNS))
    ):
        return 0.0
    before = words[place - 1] if place and words[place].gap == " " else None
    is_place = before and has_case and before.small not in _ANNOUNCES and before.text in _OF_A_PLACE
    return sum(_of_word(word, has_case=has_case) for word in run) - (2.5 if is_place else 0)


def _of_word(word: Word, *, has_case: bool) -> float:
    if word.small in _PARTICLES:
        return 0.0
    if word.is_known:
        return 0.8 if word.is_first else 0.3
    if word.is_first or word.text.capitalize() in PINYIN_SURNAMES:
        return 2.0
    return 1.5 if has_case else 1.2


def _of_left(text: str, words: Sequence[Word], place: int) -> float:
    gap = words[place].gap.strip()
    before, earlier = (word.small for word in ([Word("", 0, "")] * 2 + list(words[:place]))[:-3:-1])
    if before and gap in ("", ",", ":") and before in _ANNOUNCES:
        return 1.6
    if before and not gap:
        if before in ("to", "for", "with", "from", "you") and earlier in _ANNOUNCE_TO:
            return 1.6
        if before in _OF_PLACES:
            return 0.2 if words[place].is_first else -1.2
        return 0.9 if before in _LEADS_ON else 0.2
    if gap[-1:].isdigit():
        return 1.0
    return 1.3 if gap and gap[-1] in "跟和给叫找帮请让是与问替代陪接等客人" else 0.4


def _of_right(text: str, words: Sequence[Word], place: int) -> float:
    end = words[place - 1].end
    if place >= len(words) or words[place].gap.strip():
        return 1.0 if text[end : end + 1] and text[end] in "说要的来在已和先" else 0.4
    after = words[place].small
    if after == "family":
        return 2.6
    return 1.0 if after in _ACTS else 0.5 if after in _IS else 0.2 if after in _STOP_SMALL else -0.5
