"""Languages and countries by code and by name, in Chinese or English: BCP 47 and ISO 3166, names from CLDR.

What another system wrote and nobody knows has no code here; whoever shows it shows it as it came.
"""

from collections.abc import Mapping
from functools import cache

from babel import Locale
from babel.core import get_global
from pypinyin import lazy_pinyin

READERS = ("zh", "en")
HOUSE_LANGUAGES = ("zh", "en")
LANGUAGES = (
    *HOUSE_LANGUAGES, "zh-Hant", "yue", "af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de",
    "el", "es", "et", "eu", "fa", "fi", "fil", "fr", "ga", "gl", "gu", "ha", "he", "hi", "hr", "hu", "hy", "id", "is",
    "it", "ja", "ka", "kk", "km", "kn", "ko", "ku", "ky", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "my", "nb",
    "ne", "nl", "pa", "pl", "ps", "pt", "ro", "ru", "si", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "tg", "th",
    "tk", "tr", "ug", "uk", "ur", "uz", "vi", "zu", "bo",
)  # fmt: skip
TRADITIONAL = frozenset({"zh-hant", "zh-tw", "zh-hk", "zh-mo"})
FIRST_COUNTRIES = ("CHN", "HKG", "MAC", "TWN")
NO_COUNTRY = frozenset(
    {"AC", "CP", "DG", "EU", "TA", "XA", "XB", "ZZ"}
)  # CLDR's own, no guest comes from there
OF_TODAY = {"CD": "COD", "CW": "CUW", "DE": "DEU", "FR": "FRA", "MM": "MMR", "RS": "SRB", "RU": "RUS", "SA": "SAU",
            "TL": "TLS", "YE": "YEM"}  # fmt: skip
# As hotels on the mainland register it, in the manner in which CLDR writes Hong Kong and Macao.
AS_REGISTERED = {"zh": {"TWN": "中国台湾"}, "en": {"TWN": "Taiwan, China"}}
ALPHA_2, ALPHA_3 = 2, 3


@cache
def languages(reader: str) -> tuple[tuple[str, str], ...]:
    """The languages to choose from as (code, name), those of the house first, then by name."""
    return _in_order(_language_names(reader), HOUSE_LANGUAGES)


@cache
def countries(reader: str) -> tuple[tuple[str, str], ...]:
    """The countries and regions to choose from as (alpha-3 code, name), the nearest first, then by name."""
    return _in_order(_country_names(reader), FIRST_COUNTRIES)


def language_name(code: str, *, reader: str) -> str:
    """What a reader of Chinese or English calls the language; a value that nobody knows stays as it is."""
    return _language_names(reader).get(language_code(code), code)


def country_name(code: str, *, reader: str) -> str:
    """What a reader of Chinese or English calls the country; a value that nobody knows stays as it is."""
    return _country_names(reader).get(country_code(code), code)


def language_code(said: str) -> str:
    """The code of a language given by a tag in any spelling or by its name; "" for what nobody knows."""
    tag = said.strip().replace("_", "-").lower()
    if tag in TRADITIONAL:
        return "zh-Hant"
    base = tag.partition("-")[0]
    return base if base in LANGUAGES else _codes_by_name("language").get(said.strip().lower(), "")


def country_code(said: str) -> str:
    """The alpha-3 code of a country given by either code or by its name; "" for what nobody knows."""
    code = said.strip().upper()
    if code in _country_names("en"):
        return code
    return _alpha_3().get(code, "") or _codes_by_name("country").get(said.strip().lower(), "")


def _in_order(names: Mapping[str, str], first: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    rest = sorted(names.keys() - set(first), key=lambda code: lazy_pinyin(names[code].lower()))
    return tuple((code, names[code]) for code in (*first, *rest))


@cache
def _language_names(reader: str) -> Mapping[str, str]:
    known = Locale(reader).languages
    return {code: known[code.replace("-", "_")] for code in LANGUAGES}


@cache
def _country_names(reader: str) -> Mapping[str, str]:
    known = Locale(reader).territories
    names = {three: known[two] for two, three in _alpha_3().items() if two in known}
    return names | AS_REGISTERED[reader]


@cache
def _alpha_3() -> Mapping[str, str]:
    """The alpha-3 code of each alpha-2 code; of several, the one of today. UK is taken for GB."""
    aliases: Mapping[str, list[str]] = get_global("territory_aliases")
    one_now = {code: now[0] for code, now in aliases.items() if len(now) == 1 and code.isalpha()}
    codes = {two: three for three, two in one_now.items() if len(three) == ALPHA_3} | OF_TODAY
    codes |= {old: codes[two] for old, two in one_now.items() if len(old) == ALPHA_2 and two in codes}
    return {two: three for two, three in codes.items() if two not in NO_COUNTRY}


@cache
def _codes_by_name(kind: str) -> Mapping[str, str]:
    """The codes by their names in both languages, in small letters."""
    names = _language_names if kind == "language" else _country_names
    return {name.lower(): code for reader in READERS for code, name in names(reader).items()}
