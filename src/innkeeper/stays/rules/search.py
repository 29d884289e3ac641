"""How well a typed phrase fits a guest or a room: by room, phone tail, name, pinyin, initials, with typing errors. Pure."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from innkeeper.guests import rules as names

WHOLE, ROOM_BEGINS, TAIL, INITIALS, BEGINS = 100.0, 85.0, 95.0, 92.0, 88.0
GOOD_ENOUGH = 74.0
SHORTEST_TAIL = 3


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """What the search knows of one guest, in memory only: keys of the names, digits of the phone."""

    full: frozenset[str] = frozenset()
    spelled: frozenset[str] = frozenset()
    initials: frozenset[str] = frozenset()
    phone: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Phrase:
    """The phrase as it is compared, made once per search."""

    digits: str = ""
    full: str = ""
    spelled: frozenset[str] = frozenset()
    joined: str = field(default="")


def known(given_names: Iterable[str], phone: str = "") -> Known:
    """The keys of a guest's names (the real one and the show name)."""
    kept = [name for name in given_names if name]
    return Known(
        full=frozenset(names.full_key(name) for name in kept),
        spelled=frozenset(key for name in kept for key in names.pinyin_keys(name)),
        initials=frozenset(key for name in kept for key in names.initial_keys(name)),
        phone="".join(c for c in phone if c.isdigit()),
    )


def phrase(given: str) -> Phrase:
    """The phrase folded; digits alone ask for a room or a phone."""
    compact = "".join(unicodedata.normalize("NFKC", given).split())
    if compact.lstrip("+").replace("-", "").isdigit():
        return Phrase(digits="".join(c for c in compact if c.isdigit()))
    spelled = names.pinyin_keys(given)
    joined = compact.casefold() if compact.isascii() else ""
    return Phrase(full=names.full_key(given), spelled=spelled, joined=joined)


def fit(wanted: Phrase, guest: Known, room: str) -> float:
    """How well it fits, 0 to 100; below GOOD_ENOUGH it does not."""
    if wanted.digits:
        return _fit_digits(wanted.digits, guest.phone, room)
    if not wanted.full:
        return 0.0
    scores = [WHOLE if wanted.full in guest.full else 0.0]
    if wanted.joined and wanted.joined in guest.initials:
        scores.append(INITIALS)
    scores += [fuzz.ratio(wanted.full, name) for name in guest.full]
    for typed in wanted.spelled:
        for name in guest.spelled:
            scores.append(
                BEGINS if len(typed) > 2 and name.startswith(typed) else 0.98 * fuzz.ratio(typed, name)
            )
    best = max(scores)
    return best if best >= GOOD_ENOUGH else 0.0


def _fit_digits(digits: str, phone: str, room: str) -> float:
    if digits == room:
        return WHOLE
    if len(digits) > SHORTEST_TAIL and phone.endswith(digits):
        return TAIL
    return ROOM_BEGINS if len(digits) > 1 and room.startswith(digits) else 0.0
