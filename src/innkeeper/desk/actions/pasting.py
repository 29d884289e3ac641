"""What is pasted from a chat: it joins the open case of the room in one step; pictures become evidence."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from innkeeper.cases.actions import Spoken, Words, add_evidence, record_contact
from innkeeper.cases.queries.past import case_of, open_cases_of_rooms
from innkeeper.cases.rules import Promise
from innkeeper.desk.actions.listening import read_for_danger
from innkeeper.desk.actions.sorting import open_from_message
from innkeeper.inbox import actions as inbox
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput
from innkeeper.stays.queries import card_for_room

GUEST, HOUSE = "guest", "house"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Pasted:
    """A piece of a chat: who said it, in which room, what, perhaps a picture; what it promises, if the house said it."""

    said_by: str
    room: str
    text: str = ""
    picture: bytes = b""
    channel: str = "wechat"
    amount_minor: int | None = None
    is_knowing: bool = False
    ref: str = ""
    key: UUID | None = None


@dataclass(frozen=True, slots=True)
class PutIn:
    """Which case it went into; and the message, where an open case was joined by words of danger to life."""

    ref: str
    danger_id: UUID | None = None


def paste_in(*, actor: Actor, property_id: UUID, pasted: Pasted, at: datetime) -> PutIn:
    """Join it to the open case of the room, or open one where the guest wrote and none is open.

    Where it speaks of danger to life, who can raise the alarm is told at once; without an open case it opens an
    emergency, with one its message is to be shown, with the card that raises the alarm. The picture comes first: it is kept once, so that a refused one leaves no contact behind that a second try doubles.
    Raises: InvalidInput naming the field; PromiseContradicted where the house promised something else before (ERR-06).
    """
    _refuse_bad(property_id, pasted, at=at)
    ref = pasted.ref or _open_case(actor, property_id, pasted.room)
    if pasted.said_by == HOUSE:
        return PutIn(_answered(actor, ref, pasted, at=at))
    arrival = inbox.Arrival(
        source="paste",
        key=str(pasted.key or uuid4()),
        channel=pasted.channel,
        text=pasted.text,
        room=pasted.room,
        files=[pasted.picture] if pasted.picture else (),
    )
    received = inbox.receive(actor=actor, property_id=property_id, arrival=arrival, at=at)
    danger = read_for_danger(actor=actor, message_id=received.id, at=at)
    if not ref:
        return PutIn(open_from_message(actor=actor, message_id=received.id, kind="", at=at))
    if received.is_new:
        case_id = case_of(actor, ref=ref).pk
        inbox.place_message(actor=actor, message_id=received.id, case_id=case_id, at=at)
    return PutIn(ref, received.id if danger else None)


def _answered(actor: Actor, ref: str, pasted: Pasted, *, at: datetime) -> str:
    if not ref:
        text = _("No case is open in this room. Take in first what the guest wrote.")
        raise InvalidInput(text, fields={"room": text})
    case = case_of(actor, ref=ref)
    promise = Promise("CNY", pasted.amount_minor) if pasted.amount_minor is not None else None
    words = Words(text=pasted.text or _("A picture"), promise=promise, is_knowing=pasted.is_knowing)
    spoken = Spoken(means=pasted.channel, reached_guest=True, words=words, key=pasted.key)
    if pasted.picture:
        add_evidence(actor=actor, case_id=case.pk, content=pasted.picture, at=at)
    record_contact(actor=actor, case_id=case.pk, spoken=spoken, at=at)
    inbox.note_answered(actor=actor, case_id=case.pk, at=at)
    return ref


def _open_case(actor: Actor, property_id: UUID, room: str) -> str:
    """The newest open case of the room, a complaint before a request; "" where none is open. Queries: 1."""
    found = open_cases_of_rooms(actor, property_id=property_id, rooms=[room])
    found.sort(key=lambda line: line.kind != "complaint")
    return found[0].ref if found else ""


def _refuse_bad(property_id: UUID, pasted: Pasted, *, at: datetime) -> None:
    if pasted.said_by not in (GUEST, HOUSE):
        raise InvalidInput(_("Say who wrote it."), fields={"said_by": _("Say who wrote it.")})
    if not (pasted.text.strip() or pasted.picture):
        text = _("Paste what was written, or a picture of it.")
        raise InvalidInput(text, fields={"text": text})
    if not pasted.ref and (not pasted.room or card_for_room(property_id, pasted.room, at) is None):
        text = _("There is no room %(room)s.") % {"room": pasted.room or "—"}
        raise InvalidInput(text, fields={"room": text})
