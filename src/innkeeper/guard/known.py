"""Names and numbers that the house's records know, in every way people write them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, MatchKind
from pypinyin import lazy_pinyin

from innkeeper.guard.lists import COMPOUNDS
from innkeeper.guard.normal import Normal, normalise, squeezed
from innkeeper.guard.spans import Kind, Source
from innkeeper.kernel.text import is_han

SURNAME_SOUNDS = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "朴": "piao", "任": "ren", "翟": "zhai",
    "尉": "yu", "万俟": "moqi", "盖": "ge", "乐": "yue", "缪": "miao", "纪": "ji", "华": "hua", "冼": "xian", "覃": "qin",
    "洗": "xian", "折": "she", "员": "yun", "召": "shao", "种": "chong", "秘": "bi", "繁": "po", "逄": "pang", "宓": "mi",
    "尉迟": "yuchi", "长孙": "zhangsun", "澹台": "tantai",
}  # fmt: skip
CN_TITLES = [
    "先生",
    "女士",
    "小姐",
    "太太",
    "夫人",
    "总",
    "经理",
    "主任",
    "老师",
    "医生",
    "教授",
    "律师",
    "博士",
    "阿姨",
    "叔叔",
    "师傅",
]
EN_TITLES = ["mr", "mrs", "ms", "miss", "mister", "madam", "dr", "prof"]


@dataclass(frozen=True, slots=True, repr=False)
class Known:
    """What the records know about the people of this text; handed in opened, never kept. It does not print itself.

    `names` whole names; `values` other values by kind (phone, e-mail, ID, booking, room ...).
    """

    names: tuple[str, ...] = ()
    values: Mapping[Kind, tuple[str, ...]] = field(default_factory=dict)


NOBODY = Known()


def written(name: str) -> set[str]:
    """The ways a name is written, squeezed: 王小明 also 王先生, 小明, wangxiaoming, xiaomingwang, mrwang."""
    plain = _squeeze(name)
    if len(plain) < 2:
        return set()
    if not is_han(plain[0]):
        return _latin(name)
    size = 2 if plain[:2] in COMPOUNDS and len(plain) > 2 else 1
    surname, given = plain[:size], plain[size:]
    found = {plain} | {surname + title for title in CN_TITLES}
    found |= {given} if len(given) >= 2 else {"小" + given, "阿" + given}
    found |= {"小" + surname, "老" + surname}
    return found | _pinyin(surname, given)


def known_pieces(normal: Normal, known: Known) -> Iterator[tuple[int, int, Kind, Source]]:
    """Every place of `normal.text` where a known name or value stands, spaced and in any case."""
    patterns = _patterns(known)
    if not patterns:
        return
    text, places = squeezed(normal)
    automaton = AhoCorasick(list(patterns), matchkind=MatchKind.LeftmostLongest)
    for number, start, end in automaton.find_matches_as_indexes(text):
        first, last = places[start], places[end - 1]
        if _stands_alone(normal.text, first, last):
            yield first, last + 1, list(patterns.values())[number], Source.KNOWN


def _patterns(known: Known) -> dict[str, Kind]:
    patterns = {form: Kind.PERSON for name in known.names for form in written(name)}
    for kind, values in known.values.items():
        least = 2 if kind is Kind.PERSON else 3
        patterns.update({plain: kind for value in values if len(plain := _squeeze(value)) >= least})
        if kind is Kind.PHONE:
            patterns.update({_national(value): kind for value in values if len(_national(value)) >= 7})
    return patterns


def _national(phone: str) -> str:
    plain = _squeeze(phone)
    return plain[2:] if plain.startswith("86") and len(plain) == 13 else plain


def _squeeze(value: str) -> str:
    return squeezed(normalise(value))[0]


def _latin(name: str) -> set[str]:
    parts = [_squeeze(part) for part in name.replace("-", " ").split()]
    parts = [part for part in parts if part]
    if not parts:
        return set()
    found = {"".join(parts), "".join(parts[::-1]), parts[-1] + "".join(parts[:-1])}
    found |= {part for part in (parts[0], parts[-1]) if len(part) >= 4}
    found |= {title + part for title in EN_TITLES for part in (parts[0], parts[-1])}
    return {form for form in found if len(form) >= 3}


def _pinyin(surname: str, given: str) -> set[str]:
    family = SURNAME_SOUNDS.get(surname) or "".join(lazy_pinyin(surname))
    own = "".join(lazy_pinyin(given))
    titled = {title + family for title in EN_TITLES}
    return titled | {family + own, own + family} if own else titled


def _stands_alone(text: str, first: int, last: int) -> bool:
    """Whether a Latin name is not part of a longer word, nor a number of a longer number."""
    return not (_joined(text, first - 1, first) or _joined(text, last, last + 1))


def _joined(text: str, left: int, right: int) -> bool:
    if left < 0 or right >= len(text):
        return False
    one, other = text[left], text[right]
    if one.isdigit() or other.isdigit():
        return one.isdigit() and other.isdigit()
    return one.isalpha() and other.isalpha() and not is_han(one) and not is_han(other)
