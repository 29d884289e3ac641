"""The guard: finds personal data in a text, hides it, refuses what may not leave, counts what leaked. Facts are handed in."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from innkeeper.guard.bare import cn_bare, en_bare
from innkeeper.guard.known import NOBODY, Known, known_pieces
from innkeeper.guard.latin import en_weighed
from innkeeper.guard.names import cn_names, en_names, repeated
from innkeeper.guard.normal import PLACEHOLDER, Normal, normalise, squeezed
from innkeeper.guard.patterns import CODES, NUMBERS, PLACES, ROOMS, pieces
from innkeeper.guard.spans import INDOORS, OUTDOORS, Kind, Source, Span, merged
from innkeeper.guard.weighed import cn_weighed
from innkeeper.kernel.text import is_han

__all__ = [
    "INDOORS",
    "OUTDOORS",
    "Kind",
    "Known",
    "Source",
    "Span",
    "Verdict",
    "check_outgoing",
    "find",
    "leaked",
    "redact",
]

LOOKS = 4
LONGEST = 200_000
CN_PLACEHOLDERS = {
    Kind.PERSON: "姓名", Kind.PHONE: "电话", Kind.EMAIL: "邮箱", Kind.ID_NUMBER: "证件号", Kind.BANK_CARD: "银行卡号",
    Kind.PLATE: "车牌", Kind.SOCIAL_ID: "社交账号", Kind.BOOKING_NO: "订单号", Kind.MEMBER_NO: "会员号",
    Kind.BIRTH_DATE: "出生日期", Kind.ADDRESS: "地址", Kind.ROOM: "房号", Kind.IP: "网络地址", Kind.IBAN: "账号", Kind.URL: "链接",
}  # fmt: skip
EN_PLACEHOLDERS = {
    Kind.PERSON: "name", Kind.PHONE: "phone", Kind.EMAIL: "e-mail", Kind.ID_NUMBER: "ID number", Kind.BANK_CARD: "card number",
    Kind.PLATE: "plate", Kind.SOCIAL_ID: "account", Kind.BOOKING_NO: "booking number", Kind.MEMBER_NO: "member number",
    Kind.BIRTH_DATE: "date of birth", Kind.ADDRESS: "address", Kind.ROOM: "room", Kind.IP: "network address",
    Kind.IBAN: "account number", Kind.URL: "link",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a text may leave. `spans` says where it may not; `reason` is a code when the guard could not look."""

    may_leave: bool
    spans: tuple[Span, ...] = ()
    reason: str = ""


def find(text: str, *, known: Known = NOBODY, kinds: Collection[Kind] = INDOORS) -> list[Span]:
    """Every piece of personal data of these kinds, in order, none overlapping. Places are those of `text` itself.

    It looks again at what is left once pieces are hidden, so that redacting what it finds leaves nothing to find.
    """
    normal = normalise(text)
    found: list[Span] = []
    for _ in range(LOOKS):
        seen = [piece for piece in _pieces(normal, known) if piece[2] in kinds and piece[0] < piece[1]]
        if not seen:
            break
        names = {normal.text[start:end] for start, end, kind, _ in seen if kind is Kind.PERSON}
        seen += repeated(normal.text, names)
        found += [Span(*normal.original(start, end), kind, source) for start, end, kind, source in seen]
        normal = normal.hiding([(start, end) for start, end, _, _ in seen])
    return merged(found)


def redact(text: str, spans: Iterable[Span]) -> str:
    """The text with each span replaced by a word for its kind, in the language of the text: ‹姓名›, ‹name›."""
    words = CN_PLACEHOLDERS if _reads_chinese(text) else EN_PLACEHOLDERS
    parts: list[str] = []
    done = 0
    for span in merged(spans):
        parts += [text[done : span.start], f"‹{words[span.kind]}›"]
        done = span.end
    return "".join(parts) + text[done:]


def check_outgoing(text: str, *, known: Known = NOBODY, own: Sequence[str] = ()) -> Verdict:
    """Whether a text may leave the house. `own` are the hotel's own numbers and addresses, which may.

    It fails closed: a text too long to read, or a fault of the guard itself, may not leave.
    """
    if len(text) > LONGEST:
        return Verdict(may_leave=False, reason="too_long")
    try:
        allowed = {squeezed(normalise(value))[0] for value in own}
        found = find(text, known=known, kinds=OUTDOORS)
        spans = tuple(span for span in found if _squeezed(text[span.start : span.end]) not in allowed)
    except Exception:
        return Verdict(may_leave=False, reason="guard_failed")
    return Verdict(may_leave=not spans, spans=spans, reason="personal_data" if spans else "")


def leaked(text: str, planted: Iterable[str]) -> list[str]:
    """Which planted values still stand in the text, however they are spaced, cased or widened."""
    squeezed_text = _squeezed(text)
    return [value for value in planted if (plain := _squeezed(value)) and plain in squeezed_text]


def _pieces(normal: Normal, known: Known) -> Iterator[tuple[int, int, Kind, Source]]:
    text = normal.text
    yield from known_pieces(normal, known)
    yield from pieces(text, CODES)
    if any(letter.isdigit() for letter in text):
        yield from pieces(text, NUMBERS)
        yield from pieces(text, ROOMS)
        yield from pieces(text, PLACES)
    if any("\u4e00" <= letter <= "\u9fff" for letter in text):
        yield from cn_names(text)
        yield from cn_bare(text)
        yield from cn_weighed(text)
    yield from en_names(text)
    yield from en_bare(text)
    yield from en_weighed(text)


def _squeezed(text: str) -> str:
    return squeezed(normalise(text))[0]


def _reads_chinese(text: str) -> bool:
    """Whether Han characters stand in it, an earlier placeholder counting as what it says."""
    english = sum(f"‹{word}›" in text for word in EN_PLACEHOLDERS.values())
    bare = PLACEHOLDER.sub("", text)
    if any(is_han(letter) for letter in bare):
        return True
    return not english and any(is_han(letter) for letter in text)
