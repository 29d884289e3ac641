"""What notices say: a key and its English text with places for facts. Apps add their own keys when they are ready."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

TEXTS: dict[str, str] = {
    "cases.opened": _("A new case for %(room)s: %(ref)s."),
    "cases.assigned": _("%(ref)s is yours now. Room %(room)s."),
    "cases.escalated": _("%(ref)s was escalated to you. Room %(room)s."),
    "cases.closed": _("%(ref)s was closed."),
    "cases.reopened": _("%(ref)s was reopened. Room %(room)s."),
    "cases.approval_wanted": _("%(ref)s waits for your approval."),
    "tasks.assigned": _("A task for you: room %(room)s, %(ref)s."),
    "clocks.warning": _("%(ref)s: %(share)s %% of the time is used. Room %(room)s."),
    "clocks.late": _("%(ref)s is late. Room %(room)s."),
    "duty.unreached": _("Nobody answered for %(post)s: %(ref)s, room %(room)s."),
}


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


def rendered(text_key: str, facts: Mapping[str, Any]) -> str:
    """The notice in the reader's language; an unknown key reads as itself."""
    text = TEXTS.get(text_key)
    if text is None:
        return text_key
    present = {key: value for key, value in facts.items() if value not in ("", None)}
    return gettext(text) % _Facts(present)
