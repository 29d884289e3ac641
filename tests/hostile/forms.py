"""Every form that the pages of the house show, read from the pages themselves, filled in as a person would."""

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

from django.urls import resolve

NOWHERE = "00000000-0000-4000-8000-000000000000"
UUID_SHAPE = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
TYPED = {
    "number": "2", "date": "2026-03-15", "datetime-local": "2026-03-14T18:00", "time": "18:00", "tel": "13900001111",
    "email": "someone@guest.example", "password": "brass-bell-1208", "month": "2026-04", "room": "1208",
}  # fmt: skip
BY_NAME = {
    "country": "CN", "accused": "3001", "witness": "3000", "staff_number": "3001", "heard_at": "11:50",
    "wanted_at": "16:00", "pin": "2581", "confirmation": "erase"}  # fmt: skip
DIGITS = {"numeric", "decimal"}
PICKED = {"radio", "press", "hidden"}
"""What the page itself says: only its values can be right."""
QUIET = {"csrfmiddlewaretoken", "key", "seen_at", "back", "book", "next"}
"""The page makes these itself; where to go back to is no part of what is done."""
NOT_HERE = {"account_logout", "warp"}


@dataclass(frozen=True)
class Field:
    """One field as the page shows it."""

    name: str
    kind: str
    value: str = ""
    choices: tuple[str, ...] = ()
    is_required: bool = False
    longest: int = 0

    @property
    def good(self) -> str:
        """What a person would give."""
        if self.choices:
            return self.value or next((one for one in self.choices if one), "")
        written = "1208 一句话" if self.kind in ("text", "textarea", "search") else ""
        known = TYPED.get(self.kind) or BY_NAME.get(self.name) or written[: self.longest or None]
        return self.value or known or ("1" if self.kind == "press" else "")

    @property
    def is_closed(self) -> bool:
        """Whether only certain values can be right: choices, ids, numbers, days."""
        is_typed = self.kind in ("number", "date", "datetime-local", "month")
        return bool(self.choices) or is_typed or bool(UUID_SHAPE.match(self.value))

    @property
    def too_much(self) -> str:
        """One character more than the page lets in, or a megabyte where it sets no bound."""
        return "长" * (self.longest + 1 if self.longest else 350_000)

    @property
    def is_open(self) -> bool:
        """Whether people write into it."""
        return not self.is_closed and self.kind in ("text", "textarea", "search", "tel", "email", "room")

    @property
    def is_id(self) -> bool:
        return any(UUID_SHAPE.match(one) for one in (self.value, *self.choices))


@dataclass(frozen=True)
class Form:
    """One form: where it goes, and its fields."""

    action: str
    fields: tuple[Field, ...] = ()
    has_key: bool = False

    @property
    def route(self) -> str:
        return resolve(urlsplit(self.action).path).route

    @property
    def name(self) -> str:
        found = resolve(urlsplit(self.action).path)
        names = sorted({one.name for one in self.fields})
        return f"{found.view_name} ({', '.join(names[:8])}{f' and {len(names) - 8} more' if len(names) > 8 else ''})"

    def good(self) -> dict[str, str]:
        typed = {one.name: one.good for one in self.fields if one.kind not in ("checkbox", "file")}
        made = {"key": str(uuid4())} if self.has_key else {}
        return made | {name: value for name, value in typed.items() if value}


def kind_of(tag, given):
    """What is typed there: a number where the keyboard for numbers is asked for, a room where the name says so."""
    kind = {"input": given.get("type", "text"), "button": "press"}.get(tag, tag)
    if kind == "text" and given["name"].endswith("room"):
        return "room"
    return "number" if kind == "text" and given.get("inputmode") in DIGITS else kind


@dataclass
class Reader(HTMLParser):
    """Reads the forms of a page that POST, and what posts by itself."""

    path: str
    forms: list[Form] = field(default_factory=list)

    def __post_init__(self):
        super().__init__(convert_charrefs=True)
        self._form, self._select = None, None

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "get").lower() == "post":
            self._form = Form(urljoin(self.path, given.get("action", "")))
        elif "hx-post" in given and tag != "form":
            self.forms.append(Form(urljoin(self.path, given["hx-post"])))
        elif self._form is None:
            return
        elif tag == "option" and self._select is not None:
            self._select = self._with_option(self._select, given)
        elif given.get("name") == "key":
            self._form = replace(self._form, has_key=True)
        elif (
            tag in ("input", "textarea", "select", "button")
            and given.get("name")
            and given["name"] not in QUIET
        ):
            self._take(tag, given)
        if tag == "button" and "formaction" in given:
            self.forms.append(replace(self._form, action=urljoin(self.path, given["formaction"])))

    def _take(self, tag, given):
        kind = kind_of(tag, given)
        one = Field(given["name"], kind, given.get("value", ""), is_required="required" in given)
        one = replace(one, longest=int(given.get("maxlength") or 0))
        if kind in PICKED and one.value:
            is_chosen = kind != "radio" or "checked" in given
            one = replace(one, choices=(one.value,), value=one.value if is_chosen else "")
        if tag == "select":
            self._select = one
        self._add(one)

    def _add(self, one):
        twin = next((known for known in self._form.fields if known.name == one.name), None)
        if twin is None:
            self._form = replace(self._form, fields=(*self._form.fields, one))
        elif one.kind in ("radio", "select", "press"):
            merged = replace(twin, choices=twin.choices + one.choices, value=twin.value or one.value)
            others = tuple(known for known in self._form.fields if known.name != one.name)
            self._form = replace(self._form, fields=(*others, merged))

    @staticmethod
    def _with_option(select, given):
        chosen = given.get("value", "") if "selected" in given else select.value
        return replace(select, choices=(*select.choices, given.get("value", "")), value=chosen)

    def handle_endtag(self, tag):
        if tag == "select" and self._select is not None:
            self._add(self._select)
            self._select = None
        if tag == "form" and self._form is not None:
            if resolve(urlsplit(self._form.action).path).url_name not in NOT_HERE:
                self.forms.append(self._form)
            self._form = None


def forms_of(page: str, path: str) -> list[Form]:
    """The forms of a page that POST."""
    reader = Reader(path)
    reader.feed(page)
    return reader.forms
