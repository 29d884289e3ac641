"""What the inbox's notices say: keys and their English, marked for translation."""

from typing import Final


def _(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is shown."""
    return text


NOTICE_TEXTS: Final = {
    "inbox.arrived": _("A guest wrote. Room %(room)s. First answer within 10 minutes."),
    "inbox.answer_soon": _("A guest's message waits for its first answer. Room %(room)s."),
    "inbox.answer_late": _("A guest's message has had no answer for 10 minutes. Room %(room)s."),
    "trouble.mail": _("The mailbox %(name)s cannot be read"),
}
