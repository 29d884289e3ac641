"""The receipt of a mail: at once, in both languages, without a word of what the guest wrote (OPS-05)."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from innkeeper.audit.actions import reveal
from innkeeper.inbox.models import Message
from innkeeper.kernel.actors import system
from innkeeper.outbox.actions import enqueue
from innkeeper.outbox.adapters.smtp import SmtpPost
from innkeeper.outbox.delivery import deliver, plan_delivery
from innkeeper.outbox.models import Delivery
from innkeeper.outbox.ports import Message as Letter
from innkeeper.vault.grants import Grant

JOB = "inbox.send_receipt"
SENDER = "inbox.Message.sender"


def receipt_words(code: str) -> str:
    """What the guest is told, in Chinese and English."""
    said = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said.append(
                _("We have your message and are looking at it now. Its number is %(code)s.") % {"code": code}
            )
    return "\n\n".join(said)


def plan_receipt(*, message_id: UUID, at: datetime) -> None:
    """Put the receipt down, where the house can send mail and the guest left an address."""
    if not settings.SMTP_HOST:
        return
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message_id)
        if message.receipt_delivery_id is not None or message.sender is None:
            return
        delivery_id = plan_delivery(
            port="smtp", subject_kind="message", subject_id=message_id, property_id=message.property_id, at=at
        )
        Message.objects.filter(pk=message_id).update(receipt="planned", receipt_delivery_id=delivery_id)
        enqueue(JOB, at=at, message_id=message_id)


def send_receipt(*, message_id: UUID, at: datetime) -> None:
    """One attempt; how it ended stands on the message. Raises NotReached, Unsure where it shall be tried again."""
    message = Message.objects.get(pk=message_id)
    if message.receipt_delivery_id is None:
        return
    port = SmtpPost(
        settings.SMTP_HOST, settings.SMTP_PORT, settings.MAIL_FROM, settings.SMTP_USER, settings.SMTP_PASSWORD
    )
    state = deliver(
        delivery_id=message.receipt_delivery_id,
        port=port,
        compose=lambda row: _composed(message, row, at=at),
        at=at,
    )
    Message.objects.filter(pk=message_id).update(receipt=state.value)


def _composed(message: Message, row: Delivery, *, at: datetime) -> Letter:
    """The mail; the address is opened through the log, under the machine's own purpose."""
    actor = system("receipt", property_id=message.property_id)
    [address] = reveal(
        Grant(actor, frozenset({SENDER}), "receipt", at + timedelta(minutes=5)),
        [message.sender] if message.sender is not None else [],
        kind="inbox.Message",
        object_id=message.pk,
        property_id=message.property_id,
        at=at,
        once_key=f"receipt:{message.pk}",
    )
    mail = EmailMessage()
    mail["From"], mail["To"] = settings.MAIL_FROM, address
    mail["Subject"] = f"Innkeeper {message.code}"
    mail["Message-ID"] = f"<{row.id}@innkeeper>"
    mail["Auto-Submitted"] = "auto-replied"
    mail.set_content(receipt_words(message.code))
    return Letter(id=row.id, address=address, body=mail.as_bytes(), content_type="message/rfc822")
