"""What was said on a case: one thread with the guest, internal notes apart, who has read, each contact."""

from django.db import models

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Grade, Personal, Privacy
from innkeeper.vault.fields import SealedField

from .case import Case
from .choices import audiences, channels, entry_kinds
from .course import WORDS, WORK

SAID = Personal(Grade.HIGH, purpose="case", retention="case")


class ThreadEntry(models.Model):
    """One message or note. A promise carries its amount or time, so that a later word can be held against it."""

    PRIVACY = Privacy(
        plain="id case audience kind channel at entered_at promise_currency promise_minor promise_at expected_at",
        personal={"text": SAID, "text_redacted": WORDS, "author_id": WORK, "guest_id": WORDS},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="thread")
    audience = models.CharField(max_length=10, choices=audiences)
    kind = models.CharField(max_length=12, choices=entry_kinds)
    channel = models.CharField(max_length=20, choices=channels, blank=True)
    guest_id = models.UUIDField(null=True)
    author_id = models.UUIDField(null=True)
    text = SealedField()
    text_redacted = models.TextField()
    promise_currency = models.CharField(max_length=3, blank=True)
    promise_minor = models.BigIntegerField(null=True)
    promise_at = models.DateTimeField(null=True)
    expected_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    entered_at = models.DateTimeField()

    class Meta:
        db_table = "cases_thread_entry"
        indexes = [models.Index(fields=["case", "-at", "-id"], name="cases_thread_newest")]


class ThreadRead(models.Model):
    """How far a colleague has read the thread (CHAN-03)."""

    PRIVACY = Privacy(plain="id case upto_at read_at", personal={"staff_id": WORK})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reads")
    staff_id = models.UUIDField()
    upto_at = models.DateTimeField()
    read_at = models.DateTimeField()

    class Meta:
        db_table = "cases_thread_read"
        constraints = [models.UniqueConstraint(fields=["case", "staff_id"], name="cases_read_once")]


class Contact(models.Model):
    """Somebody of the house tried to reach the guest, or a machine did; only reaching the person is a response."""

    PRIVACY = Privacy(
        plain="id case round means reached_guest by_machine at entered_at entry", personal={"by_id": WORK}
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contacts")
    round = models.PositiveSmallIntegerField(default=1)
    means = models.CharField(max_length=20, choices=channels)
    reached_guest = models.BooleanField()
    by_machine = models.BooleanField(default=False)
    by_id = models.UUIDField()
    entry = models.ForeignKey(ThreadEntry, null=True, on_delete=models.SET_NULL, related_name="contacts")
    at = models.DateTimeField()
    entered_at = models.DateTimeField()

    class Meta:
        db_table = "cases_contact"
