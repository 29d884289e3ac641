"""Tables of the phone card: that somebody called, and what they left. Never whom they asked after."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Grade, Personal, Privacy
from innkeeper.vault.fields import SealedField


class CallKind(models.TextChoices):
    """What the call was."""

    ASKED = "asked", _("Asked after a guest, told nothing")
    MESSAGE = "message", _("Left a message")
    WELFARE = "welfare", _("A life may be at risk")
    POLICE = "police", _("Officers with papers")


class Outcome(models.TextChoices):
    """What became of a message; its words are destroyed either way."""

    PASSED = "passed", _("Passed on")
    DROPPED = "dropped", _("Not for anyone here")


def call_kinds() -> list[Any]:
    """CallKind, as a field takes it."""
    return CallKind.choices


def outcomes() -> list[Any]:
    """Outcome, as a field takes it."""
    return Outcome.choices


class Call(models.Model):
    """That somebody called and what was done. It names no guest, no caller and no number."""

    PRIVACY = Privacy(
        plain="id property_id kind at key case_id",
        personal={"taken_by_id": Personal(Grade.LOW, purpose="work", retention="case", is_exported=False)},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=call_kinds)
    taken_by_id = models.UUIDField()
    at = models.DateTimeField()
    key = models.UUIDField()
    case_id = models.UUIDField(null=True)

    class Meta:
        db_table = "calls_call"
        constraints = [models.UniqueConstraint(fields=["key"], name="calls_call_once")]
        indexes = [models.Index(fields=["property_id", "-at"], name="calls_call_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class CallMessage(models.Model):
    """A message for somebody who may or may not stay here: sealed, opened by who may pass it on, then destroyed."""

    PRIVACY = Privacy(
        plain="id call property_id left_at settled_at outcome",
        personal={
            "words": Personal(Grade.HIGH, purpose="message", retention="case"),
            "settled_by_id": Personal(Grade.LOW, purpose="work", retention="case", is_exported=False),
        },
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="message")
    property_id = models.UUIDField()
    words = SealedField()
    left_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=12, choices=outcomes, blank=True)

    class Meta:
        db_table = "calls_message"
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | ~Q(outcome=""), name="calls_message_settled_how"
            )
        ]
        indexes = [
            models.Index(
                fields=["property_id", "left_at"], name="calls_message_waiting", condition=Q(settled_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"message {self.left_at:%Y-%m-%d %H:%M}"
