"""No text stands in the settings that nothing ever sends: who edits one sees it said."""

import re
from pathlib import Path

import pytest

from innkeeper.cases.actions.handling import TEXT_KEYS
from innkeeper.notices import catalogue
from innkeeper.notices.actions import word_text
from innkeeper.notices.actions.carrying import _text
from innkeeper.notices.models import Carriage, Unreached
from tests.people import START

SOURCE = Path(catalogue.__file__).parents[1]
MADE_UP = (
    r"rooms\.task_\w+",
    r"handovers\.(wake_up|taxi|door_check)_(due|missed)",
    r"trouble\.(push|bot)",
    r"calls\.(welfare|police)",
    r"complaints\.drill_(due|planned)",
)
"""Keys that are put together from the kind of a thing: of a room task, of a line in the book, of a way out, of a call, of a drill."""
BY_NAME = re.compile(r'\b(?:notice_about\(\s*[\w.]+,|key =) "(\w+)"(?: if [\w. >=]+ else "(\w+)")?')
"""What is said of a case: its key is the short name, or the one of the table."""


def sources():
    """Everything that acts, without the lists of the texts themselves."""
    for path in sorted(SOURCE.rglob("*.py")):
        if (
            not {"catalogue.py", "events.py", "apps.py", "notices.py"} & {path.name}
            and "migrations" not in path.parts
        ):
            yield path.read_text(encoding="utf-8")


def said():
    """Every key that some action says."""
    text = "\n".join(sources())
    literal = set(re.findall(r'"([a-z_]+\.[a-z_]+)"(?!:)', text))
    named = {one for found in BY_NAME.findall(text) for one in found if one}
    return literal | {TEXT_KEYS.get(one, f"cases.{one}") for one in named}


def test_every_text_that_can_be_edited_is_said_by_something():
    heard, made_up = said(), re.compile("|".join(MADE_UP))
    keys = (*catalogue.GUEST_TEXTS, *catalogue.TEXTS)
    assert [key for key in keys if key not in heard and not made_up.fullmatch(key)] == []


@pytest.mark.django_db(databases="__all__")
@pytest.mark.parametrize(
    ("key", "zh", "about"),
    [
        ("notices.test", "试一下，不用理会。", None),
        ("duty.unreached", "%(room)s 无人应答：%(ref)s（%(post)s）", Unreached(ref="SHA-2026-000001", room="1208", post_code="engineer")),
    ],
)  # fmt: skip
def test_a_test_and_an_alarm_that_reached_nobody_speak_in_the_hotels_own_words(cast, key, zh, about):
    english = catalogue.shipped(key)[1]
    word_text(actor=cast.administrator.actor, property_id=cast.house.pk, text_key=key, zh=zh, en=english, reason="短", at=START)  # fmt: skip
    told = _text(Carriage(property_id=cast.house.pk), about)
    assert told == (zh if about is None else "1208 无人应答：SHA-2026-000001（工程师）")
