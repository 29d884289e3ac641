"""Messages to staff: what, about which thing, read or not. Texts are keys and facts, never names."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Privacy
from innkeeper.notices.catalogue import rendered
from innkeeper.properties.models import Property


class Level(models.TextChoices):
    """How loud a notice is."""

    INFO = "info", _("for information")
    WARN = "warn", _("soon due")
    BURN = "burn", _("burning")


def levels() -> list[tuple[str, Any]]:
    """The levels as a field takes them."""
    return Level.choices


class About(models.Model):
    """What a notice is about, and how it reads."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=60)
    level = models.CharField(max_length=8, choices=levels)
    text_key = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    object_kind = models.CharField(max_length=40)
    object_id = models.UUIDField()
    ref = models.CharField(max_length=30, blank=True)
    room = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def text(self) -> str:
        """The sentence in the reader's language, from its key and facts."""
        return rendered(self.text_key, {"ref": self.ref, "room": self.room, **self.facts})


class StaffNotice(About):
    """One message to one colleague."""

    PRIVACY = Privacy(
        plain="id property recipient_id kind level text_key facts object_kind object_id ref room created_at read_at"
    )

    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="+")
    recipient_id = models.UUIDField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "notices_staff_notice"
        indexes = [
            models.Index(fields=["recipient_id", "-created_at"], name="notices_newest"),
            models.Index(
                fields=["recipient_id"], condition=models.Q(read_at__isnull=True), name="notices_unread"
            ),
        ]

    def __str__(self) -> str:
        return self.text_key


class Unreached(About):
    """An alarm that nobody on duty could take; every manager sees it until one takes it."""

    PRIVACY = Privacy(
        plain="id property post_code kind level text_key facts object_kind object_id ref room created_at "
        "taken_by_id taken_at"
    )

    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="+")
    post_code = models.CharField(max_length=40)
    taken_by_id = models.UUIDField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "notices_unreached"
        indexes = [
            models.Index(
                fields=["property", "-created_at"],
                condition=models.Q(taken_at__isnull=True),
                name="notices_unreached_open",
            ),
        ]

    def __str__(self) -> str:
        return self.text_key
