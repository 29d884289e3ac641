"""A message arrives: sealed, redacted, receipted, its answer clock started and the owner of the hour told. It never waits."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from innkeeper.audit.actions import record
from innkeeper.cases.adapters.pictures import piece_of
from innkeeper.cases.adapters.redaction import redacted
from innkeeper.cases.models import Channel
from innkeeper.clocks import actions as clocks
from innkeeper.clocks.rules import FixedTime
from innkeeper.inbox.events import MessageArrived
from innkeeper.inbox.models import Attachment, Message
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, WrongState
from innkeeper.kernel.ids import random_code, uuid7
from innkeeper.kernel.text import is_storable
from innkeeper.notices.actions import notify_post
from innkeeper.outbox.actions import record as record_event
from innkeeper.stays.queries import card_for_room
from innkeeper.vault.sealing import seal, seal_bytes
from innkeeper.vault.values import Sealed

TEXT_LIMIT = 20_000
FILES = 10
FILES_BYTES = 25 * 1024 * 1024
ANSWER_SECONDS = 600
OLDEST = timedelta(days=30)
CLOCK, READING_CLOCK = "answer", "danger_read"
OWNER_POST = "assistant_manager"
MAIL_SOURCE = "mail:"
ROOM_SAID = "[房间不存在 · no such room: %s]"
"""What the desk reads in the message, whichever language it reads."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Arrival:
    """What came in: `key` names it at its source, so that the same one twice is one. `received_at` is its true time.

    `left_out` files came with it that were too large to be read.
    """

    source: str
    key: str
    channel: str
    text: str
    sender: str = ""
    room: str = ""
    received_at: datetime | None = None
    files: Sequence[bytes] = field(default_factory=tuple)
    left_out: int = 0
    is_from_machine: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """The message as its sender is told: the receipt's code; `is_new` is false when it came before.

    `is_room_unknown`: it named a room that the hotel does not have; the desk reads that in the message.
    """

    id: UUID
    code: str
    is_new: bool
    is_room_unknown: bool = False


class AnotherMessage(WrongState):
    """The same key came with other words."""

    code = "another_message"


def receive(*, actor: Actor, property_id: UUID, arrival: Arrival, at: datetime) -> Received:
    """Keep a message and tell the owner of the hour; the same key again answers the same receipt.

    Raises: InvalidInput naming the field; AnotherMessage where the key was used for other words. Source: CHAN-01, OPS-05.
    """
    _refuse_bad(arrival)
    key, digest = _marks(arrival)
    earlier = _earlier(property_id, arrival, key, digest)
    if earlier is not None:
        return earlier
    message = _drafted(property_id, arrival, at=at)
    message.external_key, message.digest = key, digest
    files, refused = _files(message, arrival.files)
    message.refused_files = refused + arrival.left_out
    try:
        with transaction.atomic():
            message.save(force_insert=True)
            Attachment.objects.bulk_create(files)
            clocks.start_clock(
                actor=actor,
                owner_kind="message",
                owner_id=message.pk,
                property_id=property_id,
                name=CLOCK,
                target=FixedTime(ANSWER_SECONDS),
                at=at,
            )
            tell_post(message, "inbox.arrived", level="info", actor=actor, at=at)
            _note(message, actor=actor, at=at)
            if not arrival.is_from_machine:
                record_event(MessageArrived(property_id=property_id, message_id=message.pk), at=at)
    except IntegrityError:
        again = _earlier(property_id, arrival, key, digest)
        if again is None:
            raise
        return again
    return Received(message.pk, message.code, is_new=True, is_room_unknown=_is_unknown(arrival, message))


def is_in_another_mailbox(property_id: UUID, arrival: Arrival) -> bool:
    """Whether the same mail, written to two addresses of the house, was taken in from another mailbox. Queries: 1."""
    key, digest = _marks(arrival)
    elsewhere = Message.objects.filter(property_id=property_id, source__startswith=MAIL_SOURCE)
    return elsewhere.exclude(source=arrival.source).filter(external_key=key, digest=digest).exists()


def tell_post(
    message: Message,
    text_key: str,
    *,
    level: str,
    actor: Actor,
    at: datetime,
    post: str = OWNER_POST,
    told_before: Collection[UUID] = (),
) -> tuple[UUID, ...]:
    """Tell who answers for guests at this hour, or for another post: room only, never a name; who heard it.

    Inside the open transaction.
    """
    return notify_post(
        actor=actor,
        post_code=post,
        told_before=told_before,
        property_id=message.property_id,
        kind=text_key,
        object_kind="message",
        object_id=message.pk,
        at=at,
        text_key=text_key,
        ref=message.code,
        room=message.room_number,
        level=level,
    ).staff_ids


def _marks(arrival: Arrival) -> tuple[str, str]:
    """By what the same message is known again: its name at its source, and its words."""
    words = f"{arrival.text}\0{arrival.sender}\0{arrival.room}"
    return hashlib.sha256(arrival.key.encode()).hexdigest(), hashlib.sha256(words.encode()).hexdigest()


def _refuse_bad(arrival: Arrival) -> None:
    wrong: dict[str, str] = {}
    if not arrival.text.strip() and not arrival.files:
        wrong["text"] = _("The message is empty.")
    elif len(arrival.text) > TEXT_LIMIT:
        wrong["text"] = _("The message is too long.")
    for name in ("text", "sender", "room", "key"):
        if not is_storable(getattr(arrival, name)):
            wrong[name] = _("The text holds a character that cannot be stored.")
    if arrival.channel not in Channel.values:
        wrong["channel"] = _("Choose how it came in.")
    if not arrival.key:
        wrong["key"] = _("The message needs an id of its own.")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)


def _earlier(property_id: UUID, arrival: Arrival, key: str, digest: str) -> Received | None:
    here = Message.objects.filter(property_id=property_id, source=arrival.source)
    found = here.filter(external_key=key).first()
    if found is None:
        return None
    if found.digest != digest:
        raise AnotherMessage(_("This id was used for another message."))
    return Received(found.pk, found.code, is_new=False, is_room_unknown=_is_unknown(arrival, found))


def _is_unknown(arrival: Arrival, message: Message) -> bool:
    """Whether a room was named that the hotel does not have."""
    return bool(arrival.room.strip()) and not message.room_number


def _drafted(property_id: UUID, arrival: Arrival, *, at: datetime) -> Message:
    """Sealed and redacted before the transaction. A room that the hotel does not have stands in the words, to be settled."""
    room = arrival.room.strip()[:12]
    card = card_for_room(property_id, room, at) if room else None
    text = arrival.text if card or not room else f"{arrival.text}\n{ROOM_SAID % room}"
    message = Message(
        id=uuid7(),
        property_id=property_id,
        source=arrival.source,
        channel=arrival.channel,
        code=random_code(8),
        room_number=card.room if card else "",
        text_redacted=redacted(text, known_names=()),
        received_at=_believed(arrival.received_at, at),
        entered_at=at,
    )
    message.text = _sealed(message, text, "text")
    message.sender = _sealed(message, arrival.sender, "sender") if arrival.sender else None
    return message


def _believed(said_at: datetime | None, at: datetime) -> datetime:
    """When it came in as its sender says; a time to come, or one longer ago than a month, is a wrong clock."""
    return said_at if said_at is not None and at - OLDEST < said_at <= at else at


def _sealed(message: Message, text: str, column: str) -> Sealed:
    return seal(
        text,
        field_id=f"inbox.Message.{column}",
        row_id=message.pk,
        subject_id=message.pk,
        scope_id=message.property_id,
    )


def _files(message: Message, files: Sequence[bytes]) -> tuple[list[Attachment], int]:
    """The files that may be kept, sealed; and how many were refused by type, size or number."""
    kept: dict[str, Attachment] = {}
    total = refused = 0
    for content in files:
        total += len(content)
        try:
            if len(kept) >= FILES or total > FILES_BYTES:
                raise InvalidInput(_("Too many files."))
            content_type = piece_of(content).content_type
        except InvalidInput:
            refused += 1
            continue
        row = Attachment(id=uuid7(), message=message, content_type=content_type, byte_count=len(content))
        row.digest = hashlib.sha256(content).hexdigest()
        row.original = seal_bytes(
            content,
            field_id="inbox.Attachment.original",
            row_id=row.pk,
            subject_id=message.pk,
            scope_id=message.property_id,
        )
        kept.setdefault(row.digest, row)
    return list(kept.values()), refused


def _note(message: Message, *, actor: Actor, at: datetime) -> None:
    record(
        actor=actor,
        verb="inbox.received",
        kind="inbox.Message",
        object_id=message.pk,
        property_id=message.property_id,
        at=at,
        facts={"channel": message.channel, "refused_files": message.refused_files},
        subject_ids=(message.pk,),
    )
