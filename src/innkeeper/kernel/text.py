"""Text as the house compares and masks it."""

import unicodedata

HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


def is_han(character: str) -> bool:
    """Whether the character is a Chinese ideograph."""
    point = ord(character)
    return any(low <= point <= high for low, high in HAN)


def is_storable(text: str) -> bool:
    """Whether our databases can keep it: no NUL and no half of a character."""
    try:
        return b"\x00" not in text.encode()
    except UnicodeEncodeError:
        return False


def folded(text: str) -> str:
    """The text as it is compared: NFKC, case folded, runs of white space made one blank."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def masked_name(name: str) -> str:
    """A name as lists show it: 王**, W*** L**; an empty name stays empty."""
    parts = name.split()
    if len(parts) == 1 and is_han(parts[0][0]):
        return parts[0][0] + "*" * min(3, max(1, len(parts[0]) - 1))
    return " ".join(part[0] + "*" * min(3, max(1, len(part) - 1)) for part in parts)


def masked_tail(value: str, *, keep: int = 4) -> str:
    """A number as lists show it: only its last `keep` characters stand, **** 4471."""
    kept = "".join(value.split())
    return "**** " + kept[-keep:] if len(kept) > keep else "****"


def clipped(text: str, length: int) -> str:
    """The text in one line of at most `length` characters, with an ellipsis where it was cut: between words."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    kept, cut = line[: length - 1], line[length - 1]
    blank = kept.rfind(" ")
    if cut != " " and not is_han(cut) and blank > length * 3 // 4:
        kept = kept[:blank]
    return kept.rstrip(" ,，;；") + "…"


def marked(text: str) -> str:
    """The text as it is, for code that reaches no Django: imported as `_` it is found by the catalogue, and the page translates it."""
    return text
