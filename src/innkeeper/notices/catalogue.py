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
    "handovers.wake_up_due": _("Wake-up call now: room %(room)s."),
    "handovers.wake_up_missed": _("Wake-up call not made: room %(room)s. Ring now."),
    "handovers.taxi_due": _("A taxi is due now. Room %(room)s."),
    "handovers.taxi_missed": _("A taxi has not been seen to. Room %(room)s."),
    "handovers.door_check_due": _("Nobody has said what was found at the door of %(room)s."),
    "handovers.door_check_missed": _("Nobody has knocked at %(room)s yet. Go there."),
    "handovers.knock": _("No answer to the wake-up call: knock at %(room)s now."),
    "handovers.unacknowledged": _("Nobody has taken over the book of %(post)s: %(open)s things open."),
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
