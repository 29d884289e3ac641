"""What has happened in the inbox, and what its notices say: keys and their English, marked for translation."""

from dataclasses import dataclass
from typing import ClassVar, Final
from uuid import UUID

from innkeeper.kernel.events import Event
from innkeeper.kernel.text import marked as _


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageArrived(Event):
    """A person's message was taken in: no newsletter, no answering machine."""

    name: ClassVar[str] = "inbox.MessageArrived"
    message_id: UUID


NOTICE_TEXTS: Final = {
    "inbox.arrived": _("A guest wrote. Room %(room)s. First answer within 10 minutes."),
    "inbox.answer_soon": _("A guest's message waits for its first answer. Room %(room)s."),
    "inbox.answer_late": _("A guest's message has had no answer for 10 minutes. Room %(room)s."),
    "inbox.danger": _("A guest's message speaks of danger to life: read it now. Room %(room)s."),
    "trouble.mail": _("The mailbox %(name)s cannot be read"),
}
