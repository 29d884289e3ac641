"""Bringing mail in: idempotent by Message-ID and by the mailbox's own numbers; what fails is said on the screens."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from innkeeper.inbox.actions.receipts import plan_receipt
from innkeeper.inbox.actions.receiving import (
    MAIL_SOURCE,
    AnotherMessage,
    Arrival,
    Received,
    is_in_another_mailbox,
    receive,
)
from innkeeper.inbox.actions.sources import MAIL
from innkeeper.inbox.adapters.imap import Account, Fetched, Mail, fetched
from innkeeper.inbox.models import Mailbox
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput
from innkeeper.notices.actions import end_trouble, note_trouble
from innkeeper.outbox.rules import error_code
from innkeeper.vault.credentials import unlocked

PATIENCE_SECONDS = 2.0
ONE_DAY = timedelta(days=1)
"""A mail server counts days in its own time zone."""


def fetch_mailbox(*, actor: Actor, mailbox_id: UUID, at: datetime) -> int:
    """Take in what a mailbox holds anew; how many messages. What lay there before the mailbox was added stays unread.

    A server that is slow is left to its thread.

    Never raises for a server's fault: it is noted, and the next round tries again. Mail stays where it is, unmarked.
    """
    box = Mailbox.objects.filter(pk=mailbox_id, ended_at__isnull=True).first()
    if box is None:
        return 0
    account = Account(
        id=box.pk,
        host=box.host,
        port=box.port,
        user=box.user,
        password=unlocked(box.password_locked, purpose=MAIL),
        folder=box.folder,
        uid_validity=box.uid_validity,
        last_uid=box.last_uid,
        since_on=(box.added_at - ONE_DAY).date(),
    )
    try:
        found = fetched(account, inside_hosts=settings.INSIDE_HOSTS, patience=PATIENCE_SECONDS)
    except Exception as trouble:
        _failing(box, error_code(trouble), at=at)
        return 0
    if found is None:
        _failing(box, "slow", at=at)
        return 0
    return _taken_in(box, found, actor=actor, at=at)


def _taken_in(box: Mailbox, found: Fetched, *, actor: Actor, at: datetime) -> int:
    count = 0
    for mail in found.mails:
        count += _one(box, mail, actor=actor, at=at)
        Mailbox.objects.filter(pk=box.pk).update(last_uid=mail.uid, uid_validity=found.uid_validity)
    Mailbox.objects.filter(pk=box.pk).update(
        uid_validity=found.uid_validity, last_ok_at=at, failing_since=None, last_error=""
    )
    end_trouble(property_id=box.property_id, route=f"mail:{box.pk}", at=at)
    return count


def _one(box: Mailbox, mail: Mail, *, actor: Actor, at: datetime) -> int:
    """One mail; one that cannot be kept is passed over, and the mailbox still holds it. Sent to two of them it is one."""
    arrival = Arrival(
        source=f"{MAIL_SOURCE}{box.pk}",
        key=mail.key,
        channel="email",
        text=mail.text,
        sender=mail.sender,
        received_at=mail.sent_at,
        files=mail.files,
        left_out=mail.left_out,
        is_from_machine=mail.is_automatic,
    )
    if is_in_another_mailbox(box.property_id, arrival):
        return 0
    try:
        received = _received(box, arrival, actor=actor, at=at)
    except InvalidInput:
        return 0
    if received.is_new and not (mail.is_automatic or mail.is_reply):
        plan_receipt(message_id=received.id, at=at)
    return int(received.is_new)


def _received(box: Mailbox, arrival: Arrival, *, actor: Actor, at: datetime) -> Received:
    """The mail under its own name; other words under a name that is taken are another mail, and are not lost."""
    try:
        return receive(actor=actor, property_id=box.property_id, arrival=arrival, at=at)
    except AnotherMessage:
        digest = hashlib.sha256(f"{arrival.text}\0{arrival.sender}".encode()).hexdigest()
        other = replace(arrival, key=f"{arrival.key} {digest}")
        return receive(actor=actor, property_id=box.property_id, arrival=other, at=at)


def _failing(box: Mailbox, code: str, *, at: datetime) -> None:
    rows = Mailbox.objects.filter(pk=box.pk)
    rows.update(last_error=code)
    rows.filter(failing_since__isnull=True).update(failing_since=at)
    note_trouble(
        property_id=box.property_id,
        route=f"mail:{box.pk}",
        text_key="trouble.mail",
        facts={"name": box.name},
        at=at,
    )
