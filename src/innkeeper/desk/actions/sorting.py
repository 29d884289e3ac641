"""A message of the inbox becomes a case of its own, with guest and stay from its room."""

from datetime import datetime
from uuid import UUID

from innkeeper.desk.actions.taking_in import COMPLAINT, SERVICE_REQUEST, Heard, take_in
from innkeeper.inbox import actions as inbox
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.text import clipped

LINE = 20_000


def open_from_message(*, actor: Actor, message_id: UUID, kind: str, at: datetime) -> str:
    """Open a complaint or a service request from the words of a message, once; answers its ref.

    Words in which danger to life was read open an emergency, whatever was chosen.

    Raises: NotFound, NotPermitted, InvalidInput; WrongState where the message stands in another case.
    """
    message = inbox.message_for(actor, message_id)
    text, sender = inbox.open_message(actor=actor, message_id=message_id, at=at)
    heard = Heard(
        line=clipped(text, LINE),
        room=message.room_number,
        kind=SERVICE_REQUEST if kind == SERVICE_REQUEST else COMPLAINT,
        code=message.danger,
        priority=None,
        channel=message.channel,
        contact=sender,
        is_anonymous=not (sender or message.room_number),
        is_code_by_rule=True,
        heard_at=message.received_at,
        key=f"inbox:{message.pk}",
    )
    opened = take_in(actor=actor, property_id=message.property_id, heard=heard, at=at)
    inbox.note_opened(actor=actor, message_id=message_id, case_id=opened.id, at=at)
    return opened.ref
