"""Reads the messages out of code and templates, and the Chinese out of the catalogues."""

import ast
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1] / "src" / "innkeeper"
SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
NO_CATALOGUE = {"config": "web", "kernel": "web", "guard": "web", "workflows": "web"}
CALL = re.compile(r"(?<!\w)(?:_|n?p?gettext(?:_lazy)?)\(")
PLACE = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|\[|\]")


@dataclass(frozen=True)
class Msgid:
    """One message: its English, its plural, its context, and where it is said."""

    text: str
    plural: str = ""
    context: str = ""
    places: list[str] = field(default_factory=list, compare=False, hash=False)

    def entry(self) -> list[str]:
        """The lines of an entry to fill in."""
        lines = [f"msgctxt {json.dumps(self.context, ensure_ascii=False)}"] if self.context else []
        lines.append(f"msgid {json.dumps(self.text, ensure_ascii=False)}")
        if self.plural:
            return [*lines, f"msgid_plural {json.dumps(self.plural, ensure_ascii=False)}", 'msgstr[0] ""']
        return [*lines, 'msgstr ""']


def catalogue_of(app: str) -> Path:
    """The Chinese catalogue that holds the app's messages."""
    return SOURCE / NO_CATALOGUE.get(app, app) / "locale/zh_Hans/LC_MESSAGES/django.po"


@cache
def chinese(app: str) -> Catalog:
    """The catalogue, empty where there is none."""
    path = catalogue_of(app)
    return read_po(io.BytesIO(path.read_bytes())) if path.exists() else Catalog()


def said(call: ast.Call) -> Msgid | None:
    """The message of a call, or None when it is no translation or not a literal."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    words = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if name in SINGULAR and words:
        return Msgid(words[0])
    if name in PLURAL and len(words) >= 2:
        return Msgid(words[0], plural=words[1])
    if name in WITH_CONTEXT and len(words) >= 2:
        return Msgid(words[1], context=words[0])
    return None


def in_python(text: str) -> Iterator[Msgid]:
    """The messages of a module."""
    for node in ast.walk(ast.parse(text)):
        found = said(node) if isinstance(node, ast.Call) else None
        if found is not None:
            yield found


def in_template(text: str) -> Iterator[Msgid]:
    """The messages of a template, through Django's own reading of it."""
    code = templatize(text)
    for start in CALL.finditer(code):
        end = start.end()
        while end <= len(code):
            end = code.find(")", end) + 1
            if not end:
                break
            try:
                call = ast.parse(code[start.start() : end], mode="eval").body
            except SyntaxError:
                continue
            found = said(call) if isinstance(call, ast.Call) else None
            if found is not None:
                yield found
            break


@cache
def msgids_by_app() -> dict[str, list[Msgid]]:
    """Every message of every app, once, with the files that say it."""
    apps: dict[str, dict[Msgid, Msgid]] = {}
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html")]):
        parts = path.relative_to(SOURCE).parts
        if len(parts) < 2 or "migrations" in parts:
            continue
        read = in_python if path.suffix == ".py" else in_template
        known = apps.setdefault(parts[0], {})
        for msgid in read(path.read_text(encoding="utf-8")):
            known.setdefault(msgid, msgid).places.append(str(Path(*parts)))
    return {app: list(known) for app, known in apps.items()}


def missing(app: str, msgids: list[Msgid]) -> list[Msgid]:
    """What the app says and its catalogue does not know, or only guesses."""
    catalogue = chinese(app)

    def is_known(msgid: Msgid) -> bool:
        entry = catalogue.get(msgid.text, msgid.context or None)
        if entry is None or entry.fuzzy:
            return False
        return all(entry.string) if isinstance(entry.string, list | tuple) else bool(entry.string)

    return [msgid for msgid in msgids if not is_known(msgid)]


def wrong_places(app: str) -> list[str]:
    """Entries whose Chinese names other values than their English."""
    found = []
    for entry in chinese(app):
        if not entry.id or not entry.string:
            continue
        english = entry.id[-1] if isinstance(entry.id, list | tuple) else entry.id
        words = entry.string[0] if isinstance(entry.string, list | tuple) else entry.string
        if sorted(PLACE.findall(english)) != sorted(PLACE.findall(words)):
            found.append(
                f"{catalogue_of(app).relative_to(SOURCE)}: {english!r} names other values in Chinese"
            )
    return found


def clashes() -> dict[str, dict[str, list[str]]]:
    """One English with several Chinese: Django joins all catalogues, so one of them speaks for every app."""
    said_by: dict[tuple[str, str], dict[str, list[str]]] = {}
    for app in sorted(path.parts[-5] for path in SOURCE.glob("*/locale/zh_Hans/LC_MESSAGES/django.po")):
        for entry in chinese(app):
            if entry.id and entry.string:
                key = (entry.context or "", str(entry.id))
                said_by.setdefault(key, {}).setdefault(str(entry.string), []).append(app)
    return {text: words for (_, text), words in said_by.items() if len(words) > 1}
