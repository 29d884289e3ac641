"""Tables of hard cases: emergencies and their numbers, incidents of many rooms, damage, walks. Each hangs on a case."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.money import Money
from innkeeper.kernel.privacy import Grade, Personal, Privacy

STAFF = Personal(Grade.LOW, purpose="work", retention="case", is_exported=False)
OF_CASE = Personal(Grade.LOW, purpose="case", retention="case")


class Service(models.TextChoices):
    """Whom the card calls."""

    MEDICAL = "medical", _("Ambulance")
    FIRE = "fire", _("Fire brigade")
    POLICE = "police", _("Police")
    FIRST_AID = "first_aid", _("First-aider of the house")
    SECURITY = "security", _("Security desk")


class RoomState(models.TextChoices):
    """How a room stands in an incident."""

    LISTED = "listed", _("Not asked yet")
    ASKED = "asked", _("Being asked")
    WARNED = "warned", _("Warned")
    AFFECTED = "affected", _("Affected")
    CLEAR = "clear", _("Not affected")


class Means(models.TextChoices):
    """How a room hears of it."""

    ROOM_PHONE = "room_phone", _("Room phone")
    SLIP = "slip", _("Slip under the door")
    WECHAT = "wechat", _("WeChat")
    IN_PERSON = "in_person", _("In person")


class MessageState(models.TextChoices):
    """Where a drafted message stands."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    DISCARDED = "discarded", _("Discarded")


def services() -> list[Any]:
    """Service, as a field takes it."""
    return Service.choices


def room_states() -> list[Any]:
    """RoomState, as a field takes it."""
    return RoomState.choices


def means() -> list[Any]:
    """Means, as a field takes it."""
    return Means.choices


def message_states() -> list[Any]:
    """MessageState, as a field takes it."""
    return MessageState.choices


class EmergencyNumber(models.Model):
    """A number that the action card shows in this hotel; without rows the shipped ones are shown."""

    PRIVACY = Privacy(plain="id property_id service number")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    service = models.CharField(max_length=12, choices=services)
    number = models.CharField(max_length=24)

    class Meta:
        db_table = "incidents_number"
        constraints = [
            models.UniqueConstraint(fields=["property_id", "service"], name="incidents_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.number}"


class Emergency(models.Model):
    """Danger to life (突发事件): which card, where, raised by whom; stood down where it was none."""

    PRIVACY = Privacy(
        plain="id case_id property_id code room_number place raised_at stood_down_at reason",
        personal={"raised_by_id": STAFF, "stood_down_by_id": STAFF},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case_id = models.UUIDField(unique=True)
    property_id = models.UUIDField()
    code = models.CharField(max_length=40)
    room_number = models.CharField(max_length=12, blank=True)
    place = models.CharField(max_length=40, blank=True)
    raised_by_id = models.UUIDField()
    raised_at = models.DateTimeField()
    stood_down_at = models.DateTimeField(null=True)
    stood_down_by_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "incidents_emergency"
        indexes = [models.Index(fields=["property_id", "-raised_at"], name="incidents_emergency_newest")]

    def __str__(self) -> str:
        return f"{self.code} {self.raised_at:%Y-%m-%d %H:%M}"


class Incident(models.Model):
    """One matter of many rooms (多房事件): one case, one job, each room with a thread of its own."""

    PRIVACY = Privacy(plain="id case_id property_id code source_room began_at")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case_id = models.UUIDField(unique=True)
    property_id = models.UUIDField()
    code = models.CharField(max_length=40)
    source_room = models.CharField(max_length=12, blank=True)
    began_at = models.DateTimeField()

    class Meta:
        db_table = "incidents_incident"
        indexes = [
            models.Index(fields=["property_id", "code", "-began_at"], name="incidents_of_code"),
            models.Index(fields=["property_id", "source_room", "-began_at"], name="incidents_of_source"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.began_at:%Y-%m-%d %H:%M}"


class IncidentRoom(models.Model):
    """One room of an incident; `case_id` is its guest's own case, with its own thread and recovery."""

    PRIVACY = Privacy(
        plain="id incident room_number state case_id changed_at", personal={"changed_by_id": STAFF}
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="rooms")
    room_number = models.CharField(max_length=12)
    state = models.CharField(max_length=12, choices=room_states, default=RoomState.LISTED)
    case_id = models.UUIDField(null=True)
    changed_at = models.DateTimeField()
    changed_by_id = models.UUIDField()

    class Meta:
        db_table = "incidents_room"
        constraints = [
            models.UniqueConstraint(fields=["incident", "room_number"], name="incidents_room_once")
        ]
        indexes = [models.Index(fields=["case_id"], name="incidents_room_case")]

    def __str__(self) -> str:
        return f"{self.room_number} {self.state}"


class FloorMessage(models.Model):
    """A message to the rooms concerned, drafted by the house; the duty manager sends or discards it."""

    PRIVACY = Privacy(
        plain="id incident text_zh text_en rooms state drafted_at settled_at",
        personal={"settled_by_id": STAFF},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="messages")
    text_zh = models.CharField(max_length=400)
    text_en = models.CharField(max_length=400)
    rooms = models.CharField(max_length=400)
    state = models.CharField(max_length=12, choices=message_states, default=MessageState.DRAFT)
    drafted_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "incidents_message"

    def __str__(self) -> str:
        return f"message {self.state}"


class RoomTold(models.Model):
    """One lived-in room that a message is for: in which language, and who told the guest when and how."""

    PRIVACY = Privacy(
        plain="id message room_number language means told_at",
        personal={"stay_id": OF_CASE, "told_by_id": STAFF},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.ForeignKey(FloorMessage, on_delete=models.CASCADE, related_name="told")
    room_number = models.CharField(max_length=12)
    stay_id = models.UUIDField()
    language = models.CharField(max_length=2)
    means = models.CharField(max_length=12, choices=means, blank=True)
    told_at = models.DateTimeField(null=True)
    told_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "incidents_told"
        constraints = [
            models.UniqueConstraint(fields=["message", "room_number"], name="incidents_told_once"),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True, told_by_id__isnull=True, means="")
                | (Q(told_at__isnull=False, told_by_id__isnull=False) & ~Q(means="")),
                name="incidents_told_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_number} {self.means}"


class DamageItem(models.Model):
    """One thing in a damage report (财产损坏报告): what, in which room, what it may cost, its photo. Minor units."""

    PRIVACY = Privacy(
        plain="id case_id property_id room_number currency estimate_minor evidence_id at",
        personal={"what_redacted": OF_CASE, "noted_by_id": STAFF},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case_id = models.UUIDField()
    property_id = models.UUIDField()
    room_number = models.CharField(max_length=12)
    what_redacted = models.CharField(max_length=200)
    currency = models.CharField(max_length=3, default="CNY")
    estimate_minor = models.BigIntegerField(null=True)
    evidence_id = models.UUIDField(null=True)
    noted_by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "incidents_damage"
        constraints = [
            models.CheckConstraint(
                condition=Q(estimate_minor__isnull=True) | Q(estimate_minor__gte=0),
                name="incidents_damage_not_negative",
            )
        ]
        indexes = [models.Index(fields=["case_id", "room_number"], name="incidents_damage_case")]

    def __str__(self) -> str:
        return f"{self.room_number}: {self.what_redacted}"

    @property
    def estimate(self) -> Money | None:
        """What it may cost."""
        return None if self.estimate_minor is None else Money(self.currency, self.estimate_minor)


class Walk(models.Model):
    """A guest with a booking whom the full house sends elsewhere (外送): where, how, at whose cost, when back."""

    PRIVACY = Privacy(
        plain="id case_id property_id hotel transport currency cost_minor call_offered returns_on arranged_at",
        personal={"stay_id": OF_CASE, "arranged_by_id": STAFF},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case_id = models.UUIDField(unique=True)
    property_id = models.UUIDField()
    stay_id = models.UUIDField(unique=True)
    hotel = models.CharField(max_length=80, blank=True)
    transport = models.CharField(max_length=80, blank=True)
    currency = models.CharField(max_length=3, default="CNY")
    cost_minor = models.BigIntegerField(null=True)
    call_offered = models.BooleanField(default=False)
    returns_on = models.DateField(null=True)
    arranged_at = models.DateTimeField(null=True)
    arranged_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "incidents_walk"
        constraints = [
            models.CheckConstraint(
                condition=Q(cost_minor__isnull=True) | Q(cost_minor__gte=0),
                name="incidents_walk_not_negative",
            )
        ]

    def __str__(self) -> str:
        return f"walk {self.case_id}"

    @property
    def cost(self) -> Money | None:
        """What the night elsewhere costs the house."""
        return None if self.cost_minor is None else Money(self.currency, self.cost_minor)
