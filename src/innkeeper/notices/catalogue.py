"""What notices say: a key and its English text with places for facts. Apps add their own keys when they are ready."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_noop as _

OwnTexts = Mapping[str, tuple[str, str]]
TEXTS: dict[str, str] = {
    "cases.opened": _("A new case for %(room)s: %(ref)s."),
    "cases.assigned": _("%(ref)s is yours now. Room %(room)s."),
    "cases.approval_wanted": _("%(ref)s waits for your approval."),
    "cases.room_alert": _("An attendant goes to room %(room)s now: %(ref)s."),
    "cases.room_alert_wait": _("Room %(room)s complains and wants nobody in the room yet: %(ref)s."),
    "cases.visit_off": _("Do not go into room %(room)s: the guest wants nobody there now. %(ref)s."),
    "tasks.assigned": _("A task for you: room %(room)s, %(ref)s."),
    "clocks.warning": _("%(ref)s: %(share)s %% of the time is used. Room %(room)s."),
    "clocks.late": _("%(ref)s is late. Room %(room)s."),
    "handovers.wake_up_due": _("Wake-up call now: room %(room)s."),
    "handovers.wake_up_missed": _("Wake-up call not made: room %(room)s. Ring now."),
    "handovers.wake_up_ended": _("Room %(room)s has left: its wake-up call is taken back."),
    "handovers.taxi_due": _("A taxi is due now. Room %(room)s."),
    "handovers.taxi_missed": _("A taxi has not been seen to. Room %(room)s."),
    "handovers.door_check_due": _("Nobody has said what was found at the door of %(room)s."),
    "handovers.door_check_missed": _("Nobody has knocked at %(room)s yet. Go there."),
    "handovers.knock": _("No answer to the wake-up call: knock at %(room)s now."),
    "handovers.unacknowledged": _("Nobody has taken over the book of %(post)s: %(open)s things open."),
    "notices.passed_on": _(
        "%(ref)s, room %(room)s: passed to you, a colleague's phone could not be reached."
    ),
    "notices.test": _("A test from Innkeeper. Nothing to do."),
    "trouble.push": _("Phones cannot be rung (%(host)s)"),
    "trouble.bot": _("The group %(name)s cannot be reached"),
    "handovers.pack_stale": _("No downtime pack for two hours. Print one now and look at the worker."),
    "outbox.job_given_up": _("A background job was given up. See Settings, Jobs given up."),
    "duty.unreached": _("Nobody answered for %(post)s: %(ref)s, room %(room)s."),
}

LOUD = frozenset(
    {
        "tasks.assigned",
        "cases.assigned",
        "cases.opened",
        "inbox.arrived",
        "cases.approval_wanted",
        "notices.passed_on",
    }
)


def is_loud(text_key: str, level: str) -> bool:
    """Whether it rings on phones and in groups: what is late or burns, and what waits for the very reader."""
    return level in ("warn", "burn") or text_key in LOUD


GUEST_TEXTS: dict[str, tuple[str, str]] = {
    "guest.coming": (
        "您好，%(thing)s马上为您安排，%(minutes)s 分钟内到。",
        "%(thing)s will be with you within %(minutes)s minutes.",
    ),
    "guest.planned": (
        "您好，已为您安排在 %(time)s：%(thing)s。",
        "We have planned it for %(time)s: %(thing)s.",
    ),
    "guest.answer": (
        "您好，您反映的事我们正在处理，%(time)s 前给您答复。",
        "We are working on it, and you hear from us again by %(time)s.",
    ),
    "guest.manager": (
        "您好，给您添麻烦了，大堂副理 %(minutes)s 分钟内到。",
        "We are sorry. The assistant manager will be with you within %(minutes)s minutes.",
    ),
    "guest.done": (
        "您好，%(thing)s已办好，还需要什么请随时告诉我们。",
        "%(thing)s is done. Tell us whatever else you need.",
    ),
}
PLACE = re.compile(r"%\((\w+)\)s")
ROOMLESS = re.compile(r"(?:\.|[，：,]|\bfor\b)?\s*(?:\broom\s+)?%\(room\)s(?:\s*房)?", re.IGNORECASE)
POSTS: dict[str, tuple[str, str]] = {}


class _Facts(dict[str, Any]):
    """Facts whose missing ones read as a dash, so that an old notice never breaks the list."""

    def __missing__(self, key: str) -> str:
        return "—"


def add_texts(texts: Mapping[str, str]) -> None:
    """Add an app's keys with their English texts (marked for translation there). Raises ValueError for a key taken otherwise."""
    for key, text in texts.items():
        if TEXTS.get(key, text) != text:
            raise ValueError(f"The notice text {key} is taken.")
        TEXTS[key] = text


def name_posts(posts: Mapping[str, Mapping[str, Any]]) -> None:
    """Let the notices call the posts of a chart by their names in both languages."""
    POSTS.update({code: (str(post["zh"]), str(post["en"])) for code, post in posts.items()})


def post_name(code: str) -> str:
    """A post by its name in the reader's language; a post of the hotel's own by its code."""
    names = POSTS.get(code)
    return (names[0] if _is_chinese(get_language()) else names[1]) if names else code


def rendered(text_key: str, facts: Mapping[str, Any], own: OwnTexts | None = None) -> str:
    """The notice in the reader's language, in the hotel's own words where it has some; an unknown key reads as itself."""
    text = TEXTS.get(text_key)
    if text is None:
        return text_key
    mine = (own or {}).get(text_key)
    place = 0 if _is_chinese(get_language()) else 1
    said = mine[place] if mine else gettext(text)
    present = {key: value for key, value in facts.items() if value not in ("", None)}
    if "ref" in present and "room" not in present:
        said = ROOMLESS.sub("", said).replace(" :", ":").strip()
    if "post" in present:
        present["post"] = post_name(str(present["post"]))
    return said % _Facts(present)


def guest_words(text_key: str, language: str, facts: Mapping[str, Any], own: OwnTexts | None = None) -> str:
    """What is said to a guest, in the guest's language. Raises KeyError for an unknown key."""
    zh, en = (own or {}).get(text_key) or GUEST_TEXTS[text_key]
    return (zh if _is_chinese(language) else en) % _Facts(facts)


def shipped(text_key: str) -> tuple[str, str]:
    """A text as the house ships it, in Chinese and English. Raises KeyError."""
    if text_key in GUEST_TEXTS:
        return GUEST_TEXTS[text_key]
    with override("zh-hans"):
        return gettext(TEXTS[text_key]), TEXTS[text_key]


def places(text: str) -> frozenset[str]:
    """The facts that a text has a place for. Raises ValueError for a text that cannot be filled."""
    if "%" in PLACE.sub("", text).replace("%%", ""):
        raise ValueError(text)
    return frozenset(PLACE.findall(text))


def _is_chinese(language: str | None) -> bool:
    return (language or "zh").startswith("zh")
