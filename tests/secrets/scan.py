"""Finds planted values in files, in every form they may have taken: UTF-8, UTF-16, base64, JSON and URL escapes."""

import base64
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import ahocorasick_rs


def base64_cores(raw: bytes) -> Iterator[bytes]:
    """The part of the value's base64 that does not depend on its neighbours, for each of the three alignments."""
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + raw)
        core = coded[(shift * 8 + 5) // 6 + (1 if shift else 0) : -4]
        if len(core) >= 8:
            yield core
            yield core.replace(b"+", b"-").replace(b"/", b"_")


def forms(value: str) -> set[bytes]:
    """Every form of the value that the scan looks for."""
    utf8 = value.encode()
    found = {utf8, value.encode("utf-16-le"), value.encode("utf-16-be"), quote(value).encode()}
    for ascii_only in (True, False):
        escaped = json.dumps(value, ensure_ascii=ascii_only)[1:-1]
        found |= {
            escaped.encode(),
            escaped.encode("utf-16-le"),
            escaped.upper().replace("\\U", "\\u").encode(),
        }
    found |= {escaped.encode().hex().encode(), utf8.hex().encode(), utf8.hex().upper().encode()}
    return found | set(base64_cores(utf8)) | set(base64_cores(value.encode("utf-16-le")))


def files_below(*places: Path) -> Iterator[Path]:
    """Every file at or below the places."""
    for place in places:
        if place.is_file():
            yield place
        elif place.is_dir():
            yield from (path for path in place.rglob("*") if path.is_file() and not path.is_symlink())


def found_in(raw: bytes, values: Iterable[str]) -> set[str]:
    """Which of the values stand in the bytes in any form."""
    owner = {form: value for value in values for form in forms(value)}
    finder = ahocorasick_rs.BytesAhoCorasick(list(owner))
    patterns = list(owner)
    return {owner[patterns[index]] for index, _, _ in finder.find_matches_as_indexes(raw, overlapping=True)}


def scan(places: Iterable[Path], values: Iterable[str]) -> dict[str, list[str]]:
    """Each value that was found, with the names of the files that hold it."""
    wanted = list(values)
    hits: dict[str, list[str]] = {}
    for path in files_below(*places):
        for value in found_in(path.read_bytes(), wanted):
            hits.setdefault(value, []).append(path.name)
    return hits
