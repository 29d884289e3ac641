"""Numbers, addresses and codes by their shape, their check digits and the words before them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from innkeeper.guard import checks
from innkeeper.guard.spans import Kind, Source

WINDOW = 48
LONG_NUMBER = r"\d(?:[ \t\-.()]{0,2}\d){4,}"
SHORT_NUMBER = r"(?<!\d)[1-9]\d{2,3}(?!\d)"
CN_STREET = r"(?:道|路|街|巷|弄|胡同|村|里|苑|园|区)(?:[\u4e00-\u9fff]{0,6}[A-Za-z]?座?)?\s?\d{1,5}\s?(?:号|弄|栋|幢|座|单元)"
GAP = r"[ \t\-‐-―.·,、/]{0,2}"
IS = r"(?:\s*(?:码|号码|号|no\.?|number|num|id|#)){0,2}\s*(?:为|是|写|请写|改成|is|was|are|of|:|=|at|to|with|ending)?\s*[:#,]?\s*"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to see a kind: the piece of group `value`, if `check` agrees.

    `needs` are words of which one must be there, `anchor` what it must be near: they keep long plain texts cheap.
    """

    kind: Kind
    source: Source
    regex: re.Pattern[str]
    check: Callable[[str], bool] | None = None
    needs: tuple[str, ...] = ()
    anchor: re.Pattern[str] | None = None


def _pattern(
    kind: Kind,
    source: Source,
    regex: str,
    check: Callable[[str], bool] | None = None,
    needs: str = "",
    anchor: str = "",
) -> Pattern:
    compiled = re.compile(anchor) if anchor else None
    return Pattern(kind, source, re.compile(regex, re.IGNORECASE), check, tuple(needs.split()), compiled)


NUMBERS = (
    _pattern(
        Kind.ID_NUMBER,
        Source.CHECKED,
        rf"(?<![0-9A-Za-z])(?P<value>[1-9](?:{GAP}\d){{16}}{GAP}[\dX])(?![0-9A-Za-z])",
        checks.is_resident_number,
    ),
    _pattern(
        Kind.BANK_CARD,
        Source.SHAPE,
        rf"(?<![0-9A-Za-z+])(?P<value>[2-9](?:{GAP}\d){{11,18}})(?![0-9A-Za-z])",
        checks.has_luhn,
    ),
    _pattern(
        Kind.BANK_CARD,
        Source.CUE,
        rf"(?:银行卡|信用卡|储蓄卡|卡号|账号|card){IS}(?P<value>\d(?:{GAP}\d){{11,18}})(?!\d)",
        needs="卡 账号 card",
    ),
    _pattern(
        Kind.PHONE,
        Source.CHECKED,
        rf"(?<![0-9A-Za-z])(?P<value>(?:(?:\+|00)?86{GAP})?1{GAP}[3-9](?:{GAP}\d){{9}})(?!\d)",
    ),
    _pattern(Kind.PHONE, Source.SHAPE, r"(?<![0-9A-Za-z\-])(?P<value>\(?0\d{2,3}\)?[\- ]?\d{7,8})(?![\d\-])"),
    _pattern(
        Kind.PHONE,
        Source.CHECKED,
        r"(?<![0-9A-Za-z])(?P<value>\+[1-9](?:[ \t\-.()]{0,2}\d){6,14}(?:\s?(?:x|ext\.?)\s?\d{1,5})?)(?!\d)",
        checks.is_international_phone,
        "+",
    ),
    _pattern(
        Kind.PHONE,
        Source.SHAPE,
        r"(?<![0-9A-Za-z\-.])(?P<value>(?:(?:\+|00)?1[\-. ])?(?:\([2-9]\d{2}\)\s?|(?!(?:400|800|888)[\-. ])[2-9]\d{2}[\-. ])\d{3}[\-. ]\d{4}"
        r"(?:\s?(?:x|ext\.?)\s?\d{1,5})?)(?![\d\-])",
    ),
    _pattern(
        Kind.PHONE,
        Source.CUE,
        rf"(?:电话|手机|联系方式|致电|拨打|phone|mobile|tel|telephone|cell|call|whatsapp|contact|text|fax)(?: me| us| him| her)?"
        rf"(?: on| at| at my| number)?{IS}(?P<value>\+?\(?\d(?:[ \t\-.()]{{0,2}}\d){{6,14}}(?:\s?(?:x|ext\.?)\s?\d{{1,5}})?)(?!\d)",
        lambda piece: not re.match(r"(?:1-)?[48]00", piece),
        anchor=LONG_NUMBER,
    ),
)

CODES = (
    _pattern(
        Kind.EMAIL,
        Source.CHECKED,
        r"(?<![A-Za-z0-9._%+\-])(?P<value>[A-Za-z0-9._%+\-]+\s?@\s?[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,})",
        None,
        "@",
    ),
    _pattern(
        Kind.EMAIL,
        Source.CUE,
        r"(?<![A-Za-z0-9._%+\-])(?P<value>[A-Za-z0-9._%+\-]+\s?(?:\[at\]|\(at\)|\bat\b|艾特|#)\s?[A-Za-z0-9\-]+"
        r"(?:\s?(?:\[dot\]|\(dot\)|\bdot\b|点)\s?[A-Za-z0-9\-]+)*\s?(?:\[dot\]|\(dot\)|\bdot\b|点)\s?[A-Za-z]{2,})",
        needs="dot 点",
    ),
    _pattern(
        Kind.ID_NUMBER,
        Source.SHAPE,
        r"(?<![0-9A-Za-z])(?P<value>(?:[EGDSP]\d{8}|E[A-HJ-NP-Z]\d{7}|[HM]\d{8}(?:\d{2})?))(?![0-9A-Za-z])",
    ),
    _pattern(
        Kind.ID_NUMBER,
        Source.CUE,
        rf"(?:护照|通行证|回乡证|身份证|证件|passport|identity card|id card|id number|identification|social security|ssn|"
        rf"driver'?s? licen[cs]e|licen[cs]e number){IS}(?P<value>[A-Z]{{0,3}}[ \-]?\d(?:[ \-]?[\dX]){{4,18}})(?![0-9A-Za-z])",
        anchor=LONG_NUMBER,
    ),
    _pattern(
        Kind.ID_NUMBER,
        Source.SHAPE,
        r"(?<![0-9A-Za-z\-])(?P<value>\d{3}-\d{2}-\d{4})(?![0-9A-Za-z\-])",
        None,
        "-",
    ),
    _pattern(
        Kind.PLATE,
        Source.CHECKED,
        r"(?P<value>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\s?[A-HJ-NP-Z]\s?[·.\- ]?\s?(?:[A-HJ-NP-Z0-9]\s?){4,5}"
        r"[A-HJ-NP-Z0-9挂学警港澳])(?![0-9A-Za-z])",
    ),
    _pattern(
        Kind.PLATE,
        Source.CUE,
        rf"(?:车牌|plate|registration|licence plate|license plate){IS}(?P<value>[A-Z0-9]{{1,4}}[ \-·]?[A-Z0-9]{{2,5}})(?![0-9A-Za-z])",
        checks.has_digit,
        needs="车牌 plate regist",
    ),
    _pattern(
        Kind.SOCIAL_ID,
        Source.CUE,
        rf"(?:微信|薇信|威信|微博|wechat|weixin|vx|wx|line|telegram|instagram|skype|whatsapp|小红书|抖音)(?: id| 号| 账号)?{IS}"
        r"(?P<value>@?[A-Za-z][A-Za-z0-9_\-]{4,29})(?![A-Za-z0-9])",
        lambda piece: checks.has_digit(piece) or "_" in piece or "-" in piece,
        needs="微 信 wechat weixin vx wx line telegram instagram skype whatsapp 小红书 抖音",
    ),
    _pattern(
        Kind.SOCIAL_ID,
        Source.CUE,
        rf"(?:微信|wechat|qq){IS}(?P<value>[1-9]\d{{4,11}})(?!\d)",
        needs="微信 wechat qq",
    ),
    _pattern(
        Kind.BOOKING_NO,
        Source.CUE,
        rf"(?:订单|预订|预定|确认|流水|booking|reservation|confirmation|order|folio)(?:号|编号| code| ref(?:erence)?)?{IS}"
        r"(?P<value>[A-Z]{0,4}-?\d[A-Z0-9\-]{4,19})(?![0-9A-Za-z])",
        needs="订 确认 流水 booking reserv confirm order folio",
    ),
    _pattern(
        Kind.MEMBER_NO,
        Source.CUE,
        rf"(?:会员卡?|member(?:ship)?|loyalty|account|card)(?: card)?(?:号|编号)?{IS}(?P<value>[A-Z]{{1,4}}\d{{5,12}})(?![0-9A-Za-z])",
        needs="会员 member loyal account card",
    ),
    _pattern(
        Kind.MEMBER_NO,
        Source.CUE,
        rf"(?:会员卡?|member(?:ship)?|loyalty)(?:号|编号)?{IS}(?P<value>\d{{5,12}})(?!\d)",
        needs="会员 member loyal",
    ),
    _pattern(
        Kind.BIRTH_DATE,
        Source.CUE,
        rf"(?:生日|出生日期|出生|生于|birthday|date of birth|birth date|dob|born)(?: on| in)?{IS}"
        r"(?P<value>\d{4}\s?[年\-/.]\s?\d{1,2}\s?[月\-/.]\s?\d{1,2}\s?日?|\d{1,2}[\-/.]\d{1,2}[\-/.]\d{2,4}|\d{1,2}月\d{1,2}日|"
        r"\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8},? \d{4}|[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd|th)?,? \d{4})",
        needs="生 birth dob born",
    ),
    _pattern(
        Kind.BIRTH_DATE,
        Source.CUE,
        r"(?P<value>\d{4}\s?[年\-/.]\s?\d{1,2}\s?[月\-/.]\s?\d{1,2}\s?日?)\s?(?:出生|生)",
        needs="生",
    ),
    _pattern(
        Kind.IBAN,
        Source.CHECKED,
        r"(?<![0-9A-Za-z])(?P<value>[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30})(?![0-9A-Za-z])",
        checks.has_iban_check,
    ),
    _pattern(
        Kind.IP,
        Source.SHAPE,
        r"(?<![\d.])(?P<value>(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d))(?![\d.])",
        needs=".",
    ),
    _pattern(
        Kind.IP,
        Source.SHAPE,
        r"(?<![\w:])(?P<value>(?:[0-9a-f]{1,4}:){5,7}[0-9a-f]{1,4})(?![\w:])",
        None,
        ":",
    ),
    _pattern(
        Kind.URL, Source.SHAPE, r"(?P<value>(?:https?://|www\.)[A-Za-z0-9][^\s<>\"'()，。；、）】\ufffc]{3,})"
    ),
)

ROOMS = (
    _pattern(Kind.ROOM, Source.SHAPE, r"(?<![\d.\-/:])(?P<value>[1-9]\d{2,3})(?=\s?(?:号?房|号客|室|套房))"),
    _pattern(
        Kind.ROOM,
        Source.CUE,
        r"(?:房间?号?|房号|客房|我住|住在?|住的?|隔壁|楼上|楼下|对面|送到|送至|入住|电梯,|\broom|\bsuite|\brm\.?|stayed in|next door)"
        r"(?: no\.?| number| #)?\s?(?:是|为|:|#)?\s?(?P<value>[1-9]\d{2,3})(?![\d\-/:%]|\.\d|\s?(?:年|元|分|米|天|晚|人|km|m\b|%|percent|USD|yuan|rooms))",
        anchor=SHORT_NUMBER,
    ),
    _pattern(
        Kind.ROOM,
        Source.CUE,
        r"\b(?:in|open) (?P<value>[1-9]\d{2,3})(?![\d\-/:%]|[.,]\d| ?(?:km|m\b|am|pm|percent|USD|yuan|RMB|rooms|guests|people|(?-i:[A-Z])))",
        lambda piece: not re.fullmatch(r"(?:1[89]|20)\d\d", piece),
        anchor=SHORT_NUMBER,
    ),
)

PLACES = (
    _pattern(
        Kind.ADDRESS,
        Source.SHAPE,
        r"(?P<value>(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区|特别行政区))?(?:[\u4e00-\u9fff]{2,7}?(?:市|自治州|地区|盟))?"
        r"(?:[\u4e00-\u9fff]{1,7}?(?:区|县|旗|市))?(?:[\u4e00-\u9fff]{1,8}?(?:街道|镇|乡|开发区))?"
        r"[\u4e00-\u9fff]{1,10}?(?:大道|大街|路|街|巷|弄|胡同|道|村|里|苑|园|小区|新村)(?:[\u4e00-\u9fff]{0,6}[A-Za-z]?座?)?"
        r"\s?\d{1,5}\s?(?:号|弄|栋|幢|座|单元)(?:院|楼)?(?:\s?\d{1,4}\s?(?:号楼|栋|幢|座|单元|层|楼|号|室)){0,4}(?:\s?\d{1,5}\s?(?:室|号|房))?)",
        anchor=CN_STREET,
    ),
    _pattern(
        Kind.ADDRESS,
        Source.SHAPE,
        r"(?<![0-9A-Za-z])(?P<value>(?:(?:Flat|Studio|Unit|Apt\.?|Suite) ?\w{1,5},? )?\d{1,5}[A-Za-z]?,? (?-i:(?:[A-Z0-9][\w'.\-]*,? ){1,5}?)"
        r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Place|Pl|Square|Sq|Way|Terrace|Close|"
        r"Crescent|Cres|Gardens?|Village|Villages|Park|Parks|Row|Walk|Mews|Parkway|Pkwy|Highway|Hwy|Circle|Trail|Plaza|Loop|Alley|Grove|"
        r"Hill|Hills|Heights|Ridge|Route|Crest|Island|Islands|Estate|Estates|Springs?|Streets|Roads|Views?|Meadows?|Shores?|Valleys?|"
        r"Bridge|Causeway|Fields?|Forks?|Glens?|Greens?|Harbors?|Junctions?|Knolls?|Lakes?|Lodge|Manors?|Mills?|Mountains?|Orchard|"
        r"Pass|Path|Pike|Pines?|Plains?|Points?|Port|Prairie|Ranch|Rapids?|River|Rue|Run|Shoal|Squares?|Station|Stream|Summit|"
        r"Track|Tunnel|Turnpike|Union|Viaduct|Ville|Vista|Wells?|Passage|Motorway|Overpass|Underpass|Expressway|Extension|Freeway|"
        r"Garden|Gateway|Inlet|Isle|Key|Land|Light|Loaf|Locks?|Mall|Mission|Neck|Oval|Bypass|Camp|Canyon|Cape|Center|Cliffs?|Club|"
        r"Common|Corners?|Course|Cove|Creek|Curve|Dale|Dam|Divide|Falls|Ferry|Flats?|Ford|Forest|Forge|Fort|Hollow|Burgs?|Brooks?|"
        r"Branch|Bottom|Bluffs?|Bend|Beach|Bayou|Avenida|Via)\b\.?"
        r"(?:,? (?:Flat|Studio|Unit|Apt\.?|Suite|Room) ?\w{1,5})?"
        r"(?-i:(?:,? (?:[A-Z][\w'.\-]+)){0,4},? ?(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|(?:[A-Z]{2} )?\d{5}(?:-\d{4})?))?)",
    ),
)


def pieces(text: str, patterns: tuple[Pattern, ...]) -> Iterator[tuple[int, int, Kind, Source]]:
    """Every piece that a pattern sees, in no order."""
    lower = text.lower()
    for pattern in patterns:
        if pattern.needs and not any(word in lower for word in pattern.needs):
            continue
        for match in _matches(text, pattern):
            if pattern.check is None or pattern.check(match["value"]):
                yield match.start("value"), match.end("value"), pattern.kind, pattern.source


def _matches(text: str, pattern: Pattern) -> Iterator[re.Match[str]]:
    if pattern.anchor is None:
        yield from pattern.regex.finditer(text)
        return
    for near in pattern.anchor.finditer(text):
        yield from pattern.regex.finditer(text, max(0, near.start() - WINDOW), near.end() + WINDOW)
