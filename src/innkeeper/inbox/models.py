"""Tables of what arrives by itself: messages, where each was put, their files, the mailboxes and webhooks they come from."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innkeeper.cases.models.choices import channels
from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Grade, Personal, Privacy
from innkeeper.vault.fields import SealedField

WORDS = Personal(Grade.LOW, purpose="case", retention="case", is_exported=False)
WORK = Personal(Grade.LOW, purpose="work", retention="accountability", is_exported=False)
GUEST = Personal(Grade.HIGH, purpose="case", retention="case")


class Process(models.TextChoices):
    """What a message became: it stands in exactly one."""

    UNSORTED = "unsorted", _("Not sorted yet")
    CASE = "case", _("Case")
    NOTHING = "nothing", _("Nothing to do")


def processes() -> list[tuple[str, Any]]:
    """The processes as a field takes them."""
    return Process.choices


class Message(models.Model):
    """One message from a guest, sealed; lists show the redacted words (CHAN-01)."""

    PRIVACY = Privacy(
        plain="id property_id source channel external_key digest room_number received_at entered_at process case_id "
        "first_read_at answered_at receipt receipt_delivery_id refused_files code danger",
        personal={
            "text": GUEST,
            "sender": GUEST,
            "text_redacted": WORDS,
            "first_read_by_id": WORK,
        },
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    source = models.CharField(max_length=60)
    channel = models.CharField(max_length=16, choices=channels)
    external_key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    code = models.CharField(max_length=12)
    room_number = models.CharField(max_length=12, blank=True)
    text = SealedField()
    sender = SealedField(null=True)
    text_redacted = models.TextField()
    received_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    process = models.CharField(max_length=12, choices=processes, default=Process.UNSORTED)
    case_id = models.UUIDField(null=True)
    first_read_at = models.DateTimeField(null=True)
    first_read_by_id = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=12, blank=True)
    receipt_delivery_id = models.UUIDField(null=True)
    refused_files = models.PositiveSmallIntegerField(default=0)
    danger = models.CharField(max_length=40, blank=True)

    class Meta:
        db_table = "inbox_message"
        constraints = [
            models.UniqueConstraint(
                fields=["property_id", "source", "external_key"], name="inbox_message_once"
            ),
        ]
        indexes = [
            models.Index(fields=["property_id", "-received_at"], name="inbox_message_newest"),
            models.Index(fields=["property_id", "process", "received_at"], name="inbox_message_to_sort"),
            models.Index(fields=["case_id"], name="inbox_message_case"),
        ]

    def __str__(self) -> str:
        return self.code


class Placement(models.Model):
    """Where a message was put, by whom, until when: one stands open at most."""

    PRIVACY = Privacy(
        plain="id message process case_id entry_id is_opening at ended_at", personal={"by_id": WORK}
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="placements")
    process = models.CharField(max_length=12, choices=processes)
    case_id = models.UUIDField(null=True)
    entry_id = models.UUIDField(null=True)
    is_opening = models.BooleanField(default=False)
    by_id = models.UUIDField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "inbox_placement"
        constraints = [
            models.UniqueConstraint(
                fields=["message"], condition=Q(ended_at__isnull=True), name="inbox_placement_one_open"
            ),
        ]


class Attachment(models.Model):
    """A file that came with a message, typed by its content, sealed as it came."""

    PRIVACY = Privacy(plain="id message digest content_type byte_count", personal={"original": GUEST})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    original = SealedField()
    digest = models.CharField(max_length=64)
    content_type = models.CharField(max_length=60)
    byte_count = models.PositiveIntegerField()

    class Meta:
        db_table = "inbox_attachment"
        constraints = [models.UniqueConstraint(fields=["message", "digest"], name="inbox_attachment_once")]


class Source(models.Model):
    """A way in: since when it is there, how it fares."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    name = models.CharField(max_length=40)
    added_by_id = models.UUIDField()
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    last_ok_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


SOURCE = "id property_id name added_by_id added_at ended_at last_ok_at failing_since last_error"


class Mailbox(Source):
    """An e-mail account that is read over IMAP; mail stays where it is."""

    PRIVACY = Privacy(plain=f"{SOURCE} host port user password_locked folder uid_validity last_uid")

    host = models.CharField(max_length=120)
    port = models.PositiveIntegerField(default=993)
    user = models.CharField(max_length=120)
    password_locked = models.TextField()
    folder = models.CharField(max_length=60, default="INBOX")
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)

    class Meta:
        db_table = "inbox_mailbox"


class Hook(Source):
    """A webhook that others post messages to, signed with a secret that both know."""

    PRIVACY = Privacy(plain=f"{SOURCE} channel secret_locked")

    channel = models.CharField(max_length=16, choices=channels)
    secret_locked = models.TextField()

    class Meta:
        db_table = "inbox_hook"
