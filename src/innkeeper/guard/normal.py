"""A text as the guard reads it: full-width, invisible and Chinese digits made plain, each character mapped back."""

import re
import unicodedata
from dataclasses import dataclass

HIDDEN = "\ufffc"
PLACEHOLDER = re.compile(r"‹[^‹›\n]{1,20}›")
CN_DIGITS = str.maketrans("零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖", "0012345678912123456789")
_CN_RUN = re.compile(
    r"[0-9零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖](?:[ \t\-.·,、]{0,2}[0-9零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]){6,}"
)
_KEPT = {"\n": "\n", "…": "…", "‹": "‹", "›": "›", "·": "·"}


@dataclass(frozen=True, slots=True)
class Normal:
    """`text` to search; its character i came from `origins[i]` to `ends[i]` of the original."""

    text: str
    origins: tuple[int, ...] | range
    ends: tuple[int, ...] | range

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The piece of the original that `start` to `end` came from."""
        return self.origins[start], self.ends[end - 1]

    def hiding(self, pieces: list[tuple[int, int]]) -> "Normal":
        """The same with pieces (of this text) made unreadable, so that a second look finds only what is left."""
        letters = list(self.text)
        for start, end in pieces:
            letters[start:end] = HIDDEN * (end - start)
        return Normal("".join(letters), self.origins, self.ends)


def normalise(text: str) -> Normal:
    """The text to search, with the way back to the original. Placeholders of an earlier redaction are unreadable."""
    identity = Normal(text, range(len(text)), range(1, len(text) + 1))
    plain = identity if text.isascii() else _mapped(text)
    digits = _CN_RUN.sub(lambda run: run[0].translate(CN_DIGITS), plain.text)
    shown = Normal(digits, plain.origins, plain.ends)
    if "‹" not in digits:
        return shown
    return shown.hiding([match.span() for match in PLACEHOLDER.finditer(digits)])


def squeezed(normal: Normal) -> tuple[str, list[int]]:
    """Letters and digits only, case folded one to one, each with its place in `normal.text`: 王 小 明 and W.A.N.G read alike."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(normal.text):
        if letter.isalnum():
            lower = letter.lower()
            letters.append(lower if len(lower) == 1 else letter)
            places.append(place)
    return "".join(letters), places


def _mapped(text: str) -> Normal:
    letters: list[str] = []
    origins: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        for letter in _plain(text[start:end]):
            letters.append(letter)
            origins.append(start)
            ends.append(end)
    return Normal("".join(letters), tuple(origins), tuple(ends))


def _clusters(text: str) -> list[tuple[int, int]]:
    """Each character with the combining marks behind it."""
    clusters: list[tuple[int, int]] = []
    for place, letter in enumerate(text):
        if clusters and letter > "\u02ff" and unicodedata.combining(letter):
            clusters[-1] = (clusters[-1][0], place + 1)
        else:
            clusters.append((place, place + 1))
    return clusters


_memory: dict[str, str] = {}


def _plain(cluster: str) -> str:
    """The cluster in NFKC without invisible characters; single characters are remembered (there are few)."""
    known = _memory.get(cluster)
    if known is not None:
        return known
    plain = _KEPT.get(cluster)
    if plain is None:
        composed = unicodedata.normalize("NFKC", cluster)
        plain = "".join(letter for letter in composed if not _is_invisible(letter))
    if len(cluster) == 1 and len(_memory) < 60_000:
        _memory[cluster] = plain
    return plain


def _is_invisible(letter: str) -> bool:
    return unicodedata.category(letter) == "Cf" or "\ufe00" <= letter <= "\ufe0f" or letter == "\u034f"
