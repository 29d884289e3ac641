"""How a guest's name, phone and other items are read, masked and compared. Pure: no tables, no keys."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

import phonenumbers
from pypinyin import Style, pinyin

from innkeeper.kernel import text

COMPOUND_SURNAMES = {
    "欧阳": "ouyang", "司马": "sima", "上官": "shangguan", "诸葛": "zhuge", "尉迟": "yuchi", "万俟": "moqi",
    "长孙": "zhangsun", "令狐": "linghu", "皇甫": "huangfu", "夏侯": "xiahou", "东方": "dongfang",
    "慕容": "murong", "澹台": "tantai", "公孙": "gongsun", "宇文": "yuwen", "单于": "chanyu",
    "司徒": "situ", "司空": "sikong", "南宫": "nangong", "端木": "duanmu", "百里": "baili", "呼延": "huyan",
    "轩辕": "xuanyuan", "濮阳": "puyang", "淳于": "chunyu", "太史": "taishi", "申屠": "shentu",
    "钟离": "zhongli", "闻人": "wenren", "赫连": "helian", "拓跋": "tuoba", "独孤": "dugu", "西门": "ximen",
}  # fmt: skip
SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "朴": "piao", "解": "xie", "查": "zha", "盖": "ge", "任": "ren",
    "区": "ou", "乐": "yue", "翟": "zhai", "冼": "xian", "缪": "miao", "宓": "mi", "员": "yun", "黑": "he",
    "秘": "bi", "种": "chong", "折": "she", "洗": "xian", "逄": "pang", "覃": "qin", "柏": "bai", "能": "nai",
    "纪": "ji", "燕": "yan", "过": "guo", "祭": "zhai", "召": "shao", "那": "na", "繁": "po", "车": "che",
    "石": "shi", "贾": "jia", "沈": "shen", "乜": "nie", "谌": "chen", "尉": "wei", "撒": "sa", "宁": "ning",
    "应": "ying", "相": "xiang", "令": "ling", "曲": "qu", "牟": "mou", "幺": "yao", "藏": "zang", "长": "zhang",
    "华": "hua", "盛": "sheng", "葛": "ge", "隗": "wei", "重": "chong", "都": "du", "晟": "cheng", "阚": "kan",
    "宿": "su", "洪": "hong", "莘": "shen", "殷": "yin", "褚": "chu", "郗": "xi", "句": "gou", "卜": "bu",
}  # fmt: skip
CHINESE_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
HAN = re.compile("[㐀-䶿一-鿿豈-﫿𠀀-𿿿]")
EMAIL = re.compile(r"[^@\s,;<>\"']{1,64}@[^@\s,;<>\"']{1,255}\.[^@\s,;<>\"'.]{2,63}")


class TokenColumn(StrEnum):
    """The columns by which a guest is found again; each has a key of its own."""

    NAME_FULL = "guests.name_full"
    NAME_PINYIN = "guests.name_pinyin"
    NAME_INITIALS = "guests.name_initials"
    PHONE_FULL = "guests.phone_full"
    PHONE_LAST_FOUR = "guests.phone_last_four"
    PHONE_LAST_SIX = "guests.phone_last_six"
    EXTERNAL_KEY = "guests.external_key"


@dataclass(frozen=True, slots=True)
class Key:
    """One look-up value before it becomes a token. Holds plain personal data: never stored, never logged."""

    column: TokenColumn
    value: str

    def __repr__(self) -> str:
        return f"Key({self.column})"


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    return str(pinyin(character, style=Style.NORMAL, errors="default")[0][0])


def _folded_latin(value: str) -> str:
    """Latin letters as they are compared: no accents, no marks, ü and its spellings as u."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", value.casefold()) if not unicodedata.combining(c))
    letters = "".join(c if c.isalnum() else " " for c in bare)
    return " ".join(letters.split())


def _folded_pinyin(value: str) -> str:
    return value.replace("lyu", "lu").replace("lv", "lu").replace("nyu", "nu").replace("nv", "nu")


def _has_han(value: str) -> bool:
    return HAN.search(value) is not None


def syllables(name: str) -> tuple[str, ...]:
    """The pinyin of a Chinese name, the surname first and read as a surname: 单晓 -> ("shan", "xiao")."""
    bare = "".join(name.split())
    if bare[:2] in COMPOUND_SURNAMES and len(bare) > 2:
        head, rest = COMPOUND_SURNAMES[bare[:2]], bare[2:]
    else:
        head, rest = SURNAMES.get(bare[:1]) or _syllable(bare[:1]), bare[1:]
    return (head, *(_syllable(c) for c in rest if text.is_han(c)))


def full_key(name: str) -> str:
    """The whole name as compared: Han without blanks, other names without regard to the order of words."""
    folded = text.folded(name)
    if _has_han(folded):
        return "".join(folded.split())
    return " ".join(sorted(_folded_latin(folded).split()))


def pinyin_keys(name: str) -> frozenset[str]:
    """The spellings in Latin letters under which the name is found, surname first and last."""
    if _has_han(name):
        return frozenset({_folded_pinyin("".join(syllables(name)))})
    words = _folded_latin(name).split()
    if not words or not words[0].isascii():
        return frozenset()
    turned = words[-1:] + words[:-1]
    return frozenset(_folded_pinyin("".join(order)) for order in (words, turned))


def initial_keys(name: str) -> frozenset[str]:
    """Surname with initials: 王晓明 -> wangxm; Anna Lind -> linda, annal."""
    if _has_han(name):
        head, *rest = syllables(name)
        return frozenset({_folded_pinyin(head) + "".join(s[0] for s in rest)}) if rest else frozenset()
    words = _folded_latin(name).split()
    if len(words) < 2 or not words[0].isascii():
        return frozenset()
    last = words[-1] + "".join(w[0] for w in words[:-1])
    first = words[0] + "".join(w[0] for w in words[1:])
    return frozenset({_folded_pinyin(last), _folded_pinyin(first)})


def phone_number(value: str, *, region: str = "CN") -> str | None:
    """The number in E.164 (+8613800574471), or None where it cannot be a phone number."""
    compact = re.sub(r"[\s\-().·–]", "", unicodedata.normalize("NFKC", value))
    mobile = CHINESE_MOBILE.fullmatch(compact)
    if mobile:
        return "+86" + mobile[1]
    if not re.fullmatch(r"(?:\+|00)?\d{5,18}", compact):
        return None
    if compact.startswith("00"):
        compact = "+" + compact[2:]
    try:
        parsed = phonenumbers.parse(compact, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def phone_keys(number: str) -> tuple[Key, ...]:
    """The look-up keys of a number in E.164."""
    return (
        Key(TokenColumn.PHONE_FULL, number),
        Key(TokenColumn.PHONE_LAST_FOUR, number[-4:]),
        Key(TokenColumn.PHONE_LAST_SIX, number[-6:]),
    )


def name_keys(name: str) -> tuple[Key, ...]:
    """The look-up keys of a name; one in Latin letters is its own spelling, found by its words in any order."""
    spelled = sorted(pinyin_keys(name)) if _has_han(name) else []
    return (
        Key(TokenColumn.NAME_FULL, full_key(name)),
        *(Key(TokenColumn.NAME_PINYIN, value) for value in spelled),
        *(Key(TokenColumn.NAME_INITIALS, value) for value in sorted(initial_keys(name))),
    )


def phrase_keys(phrase: str) -> tuple[Key, ...]:
    """Which keys a searched phrase may stand for: a phone, its tail, a name, its pinyin or its initials."""
    digits = re.sub(r"[\s\-+().]", "", unicodedata.normalize("NFKC", phrase))
    if digits.isdigit():
        tails = {4: TokenColumn.PHONE_LAST_FOUR, 6: TokenColumn.PHONE_LAST_SIX}
        if len(digits) in tails:
            return (Key(tails[len(digits)], digits),)
        number = phone_number(phrase)
        return (Key(TokenColumn.PHONE_FULL, number),) if number else ()
    name = " ".join(phrase.split())
    if len(name) < 2:
        return ()
    found = [Key(TokenColumn.NAME_FULL, full_key(name))]
    if not _has_han(name):
        found += [Key(TokenColumn.NAME_PINYIN, value) for value in sorted(pinyin_keys(name))]
        joined = _folded_pinyin(_folded_latin(name).replace(" ", ""))
        found.append(Key(TokenColumn.NAME_INITIALS, joined))
    return tuple(found)


def masked_email(email: str) -> str:
    """An address as lists show it: l***@*****.example."""
    name, _, host = email.partition("@")
    return f"{name[:1]}***@*****.{host.rpartition('.')[2]}" if host else "****"


def masked_birthday(day: date) -> str:
    """A birthday as lists show it: only the month stands, ****-09-**."""
    return f"****-{day.month:02d}-**"


def masked_identity(number: str) -> str:
    """A document's number as lists show it: the first and last character stand."""
    bare = "".join(number.split())
    return f"{bare[0]}*******{bare[-1]}" if len(bare) > 4 else "****"
