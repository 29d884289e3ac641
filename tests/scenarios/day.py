"""What the moments of the day share: a house at that hour, and a person before its real pages, in either language."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import unescape
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from innkeeper.accounts.models import DutyTurn, Staff
from innkeeper.cases.models import Case
from tests.accounts.conftest import enter
from tests.hostile.forms import Field, Reader
from tests.makers.accounts import make_turn
from tests.people import COMPANION_NAME, GUEST_NAME, GUEST_PHONE

FACES = ["zh-hans", pytest.param("en", marks=pytest.mark.sqlite_only)]
"""The languages that screens are read in; no database can tell them apart, so one of them is enough for the second."""
NEVER_SHOWN = (GUEST_NAME, COMPANION_NAME, GUEST_PHONE)
TODAY, YESTERDAY = date(2026, 3, 14), date(2026, 3, 13)
OPENS_NAMES = "/sections/guests/"
EXPLAINED = "The page {path} has no form to {noun} with {names}."


SHANGHAI = timedelta(hours=8)


def at_clock(hour, minute=0, *, day=14):
    """A time of the hotel's clock (Shanghai) in March 2026."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC) - SHANGHAI


def on_duty(house, shift, *people, on=TODAY):
    """Only these hold the house now; each the post that the cast gives them."""
    DutyTurn.objects.filter(property=house).delete()
    for one in people:
        [post] = one.staff.assignments.values_list("post__code", flat=True)
        make_turn(one.staff, house=house, post_code=post, shift=shift, on=on)


def door(who, language):
    """Signed in, reading in this language."""
    Staff.objects.filter(pk=who.staff.pk).update(language=language)
    who.staff.refresh_from_db()
    client = enter(who)
    client.cookies["innkeeper_language"] = language
    return client


class Buttons(Reader):
    """Reads forms as a person sees them: a button is pressed or it is not."""

    def _take(self, tag, given):
        if tag == "button":
            self.forms_button(Field(given["name"], "button", given.get("value", "")))
        else:
            super()._take(tag, given)

    def forms_button(self, one):
        if all(known.name != one.name for known in self._form.fields):
            self._add(one)


@dataclass
class Screen:
    """One person before the pages of the house; whatever they are shown, no guest's name stands open in it."""

    who: object
    language: str

    def __post_init__(self):
        self.client = door(self.who, self.language)

    def see(self, path):
        """The words of a page, with the parts that it fetches later."""
        return unescape(self.page(path))

    def page(self, path):
        """The page as it came, with the parts that it fetches later."""
        answer = self.client.get(path, follow=True)
        assert answer.status_code == 200, (path, answer.status_code)
        text = answer.content.decode()
        if path.startswith("/cases/") and path.count("/") == 3:
            text += "".join(self.part(one) for one in later_parts(text, path))
        shown = [text[max(0, text.find(name) - 300) :][:400] for name in NEVER_SHOWN if name in text]
        assert not shown, (path, shown)
        return text

    def part(self, path):
        """What a fold of the page holds."""
        return self.client.get(path, headers={"HX-Request": "true"}).content.decode()

    def says(self, path, words):
        """The page holds the words of this language; nothing is missing."""
        text = self.see(path)
        assert [one for one in words[self.language] if one not in text] == [], path

    def press(self, path, noun, *, status=(302, 303), **typed):
        """Fill in the form of the page that posts to the noun, and press its button."""
        form = self.form(path, noun, typed)
        given = {one.name: one.value for one in form.fields if one.kind not in ("button", "checkbox", "file")}
        answer = self.client.post(form.action, {"key": str(uuid4())} | given | typed)
        assert answer.status_code in (status if isinstance(status, tuple) else (status,)), (
            answer.content.decode()
        )
        return answer

    def form(self, path, noun, typed=()):
        """The form that the page shows for the noun. It must have a field for everything that is typed."""
        reader = Buttons(path)
        reader.feed(self.page(path))
        for form in reader.forms:
            names = {one.name for one in form.fields} | {"key"}
            if urlsplit(form.action).path.rstrip("/").endswith(noun.strip("/")) and set(typed) <= names:
                return form
        raise AssertionError(EXPLAINED.format(path=path, noun=noun, names=sorted(typed)))

    def has(self, path, noun, typed=()):
        """Whether the page offers it."""
        try:
            return bool(self.form(path, noun, typed))
        except AssertionError:
            return False

    def take_in(self, line, **changed):
        """Type one line, have it read back, correct what is to be corrected, take it in."""
        answer = self.client.post("/intake/reading/", {"say": line})
        reader = Buttons("/intake/")
        reader.feed(answer.content.decode())
        [form] = [one for one in reader.forms if urlsplit(one.action).path == "/intake/"]
        assert set(changed) <= {one.name for one in form.fields}
        given = {one.name: one.value for one in form.fields if one.kind not in ("button", "checkbox")}
        taken = self.client.post("/intake/", {"key": str(uuid4())} | given | changed)
        assert taken.status_code == 302, taken.content.decode()
        return Case.objects.get(ref=taken.headers["Location"].strip("/").split("/")[-1])


def later_parts(text, path):
    """The addresses that a case page fetches by itself or when a fold opens."""
    pieces = text.split('hx-get="')[1:]
    found = dict.fromkeys(unescape(piece.split('"')[0]) for piece in pieces)
    return [one for one in found if one.startswith(path) and not one.endswith(OPENS_NAMES)]
