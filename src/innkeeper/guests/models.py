"""Tables of the guest file: sealed items, what lists may show of them, preferences, look-up tokens."""

from enum import StrEnum

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import pgettext_lazy

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Grade, Personal, Privacy
from innkeeper.vault.fields import SealedField

TOP_VIP_LEVEL = 5


class Channel(StrEnum):
    """Through which channel an item came (PROF-02)."""

    FRONT_DESK = "front_desk"
    PHONE = "phone"
    EMAIL = "email"
    PLATFORM = "platform"
    MESSAGE = "message"
    IMPORT = "import"
    SURVEY = "survey"
    STAFF = "staff"


class Title(StrEnum):
    """How a guest is addressed."""

    NONE = ""
    MR = "mr"
    MS = "ms"
    DR = "dr"
    PROFESSOR = "professor"


class Theme(StrEnum):
    """What a preference is about."""

    SERVICE = "service"
    DINING = "dining"
    FACILITY = "facility"
    PRICE = "price"
    ROOM = "room"


class Level(StrEnum):
    """How much a preference binds the house."""

    MUST = "must"
    LIKES = "likes"


class ErasureReason(StrEnum):
    """Why a file is erased (PIPL 47): a code, for free words would be kept after the erasure."""

    REQUEST = "erasure_request"
    CONSENT = "consent_withdrawn"
    OVER = "purpose_over"
    UNLAWFUL = "unlawful"


class Outcome(StrEnum):
    """What came of a request to erase a file."""

    SHREDDED = "shredded"
    RESTRICTED = "restricted"
    WITHDRAWN = "withdrawn"


CHANNEL_WORDS = {
    Channel.FRONT_DESK: pgettext_lazy("channel", "Front desk"),
    Channel.PHONE: pgettext_lazy("channel", "Phone"),
    Channel.EMAIL: pgettext_lazy("channel", "E-mail"),
    Channel.PLATFORM: pgettext_lazy("channel", "Booking platform"),
    Channel.MESSAGE: pgettext_lazy("channel", "Message"),
    Channel.IMPORT: pgettext_lazy("channel", "Import"),
    Channel.SURVEY: pgettext_lazy("channel", "Survey"),
    Channel.STAFF: pgettext_lazy("channel", "Seen by staff"),
}
TITLE_WORDS = {
    Title.NONE: pgettext_lazy("title", "None"),
    Title.MR: pgettext_lazy("title", "Mr"),
    Title.MS: pgettext_lazy("title", "Ms"),
    Title.DR: pgettext_lazy("title", "Dr"),
    Title.PROFESSOR: pgettext_lazy("title", "Professor"),
}
THEME_WORDS = {
    Theme.SERVICE: pgettext_lazy("theme", "Service"),
    Theme.DINING: pgettext_lazy("theme", "Dining"),
    Theme.FACILITY: pgettext_lazy("theme", "Facilities"),
    Theme.PRICE: pgettext_lazy("theme", "Price"),
    Theme.ROOM: pgettext_lazy("theme", "Room"),
}
REASON_WORDS = {
    ErasureReason.REQUEST: pgettext_lazy("erasure", "The guest asked for it"),
    ErasureReason.CONSENT: pgettext_lazy("erasure", "The guest withdrew the consent"),
    ErasureReason.OVER: pgettext_lazy("erasure", "No longer needed for what it was kept for"),
    ErasureReason.UNLAWFUL: pgettext_lazy("erasure", "Should not have been collected"),
}
LEVEL_WORDS = {Level.MUST: pgettext_lazy("level", "Must"), Level.LIKES: pgettext_lazy("level", "Likes")}


def channels() -> list[tuple[str, object]]:
    """The channels with their words."""
    return [(key.value, word) for key, word in CHANNEL_WORDS.items()]


def titles() -> list[tuple[str, object]]:
    """The titles with their words."""
    return [(key.value, word) for key, word in TITLE_WORDS.items()]


def themes() -> list[tuple[str, object]]:
    """The themes with their words."""
    return [(key.value, word) for key, word in THEME_WORDS.items()]


def levels() -> list[tuple[str, object]]:
    """The levels with their words."""
    return [(key.value, word) for key, word in LEVEL_WORDS.items()]


def erasure_reasons() -> list[tuple[str, object]]:
    """The reasons of an erasure with their words."""
    return [(key.value, word) for key, word in REASON_WORDS.items()]


def _kept(grade: Grade) -> Personal:
    return Personal(grade, purpose="service", retention="guest_file")


class Guest(models.Model):
    """One guest of a group of hotels. What identifies stands sealed; the masked columns are what lists show."""

    PRIVACY = Privacy(
        plain="id group_id revision created_at changed_at changed_in_id erased_at",
        personal={
            "full_name": _kept(Grade.HIGH),
            "phone": _kept(Grade.HIGH),
            "email": _kept(Grade.HIGH),
            "id_number": _kept(Grade.HIGHEST),
            "payment": _kept(Grade.HIGHEST),
            "birthday": _kept(Grade.HIGH),
            "name_masked": _kept(Grade.LOW),
            "phone_masked": _kept(Grade.LOW),
            "email_masked": _kept(Grade.LOW),
            "id_masked": _kept(Grade.LOW),
            "payment_masked": _kept(Grade.LOW),
            "birthday_masked": _kept(Grade.LOW),
            "show_name": _kept(Grade.LOW),
            "title": _kept(Grade.LOW),
            "language": _kept(Grade.LOW),
            "country": _kept(Grade.LOW),
            "vip_level": _kept(Grade.LOW),
            "is_incognito": _kept(Grade.LOW),
            "special_needs": _kept(Grade.LOW),
            "referral_source": _kept(Grade.LOW),
        },
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group_id = models.UUIDField()
    full_name = SealedField(null=True)
    phone = SealedField(null=True)
    email = SealedField(null=True)
    id_number = SealedField(null=True)
    payment = SealedField(null=True)
    birthday = SealedField(null=True)
    name_masked = models.CharField(max_length=80)
    phone_masked = models.CharField(max_length=24, blank=True)
    email_masked = models.CharField(max_length=80, blank=True)
    id_masked = models.CharField(max_length=24, blank=True)
    payment_masked = models.CharField(max_length=24, blank=True)
    birthday_masked = models.CharField(max_length=12, blank=True)
    show_name = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=12, blank=True, choices=titles)
    language = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=40, blank=True)
    vip_level = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(TOP_VIP_LEVEL)])
    is_incognito = models.BooleanField(default=False)
    special_needs = models.CharField(max_length=200, blank=True)
    referral_source = models.CharField(max_length=60, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_in_id = models.UUIDField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["group_id", "-changed_at"], name="guest_group_changed"),
            models.Index(fields=["changed_in_id", "-changed_at"], name="guest_hotel_changed"),
            models.Index(
                fields=["group_id", "vip_level"],
                name="guest_vip",
                condition=models.Q(vip_level__gt=0),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(vip_level__lte=TOP_VIP_LEVEL), name="guest_vip_level_range"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_erased(self) -> bool:
        """Whether the file's keys are gone."""
        return self.erased_at is not None


class GuestItem(models.Model):
    """Through which channel and on which date items of the file came (PROF-02); for each item the newest row holds."""

    PRIVACY = Privacy(plain="id guest fields channel on noted_by")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="items")
    fields = models.CharField(max_length=200)
    channel = models.CharField(max_length=12, choices=channels)
    on = models.DateField()
    noted_by = models.UUIDField()

    def __str__(self) -> str:
        return self.fields


class Preference(models.Model):
    """What a guest likes or must have. An answered-over preference stays, with the moment it was replaced."""

    PRIVACY = Privacy(
        plain="id guest property_id theme level source on noted_by replaced_at",
        personal={"value": _kept(Grade.LOW)},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="preferences")
    property_id = models.UUIDField()
    theme = models.CharField(max_length=12, choices=themes)
    value = models.CharField(max_length=200)
    level = models.CharField(max_length=8, choices=levels)
    source = models.CharField(max_length=12, choices=channels)
    on = models.DateField()
    noted_by = models.UUIDField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["guest", "theme"], name="preference_theme")]

    def __str__(self) -> str:
        return self.theme


class GuestToken(models.Model):
    """A keyed digest of one group and column by which a guest is found again; deleted on erasure."""

    PRIVACY = Privacy(plain="id guest column", personal={"token": _kept(Grade.LOW)})

    id = models.BigAutoField(primary_key=True)
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="tokens")
    column = models.CharField(max_length=24)
    token = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "guest", "column"], name="guest_token_once"),
        ]

    def __str__(self) -> str:
        return self.column


class ArchiveSearch(models.Model):
    """One search of the archive by one person: what the watch counts. Holds no phrase."""

    PRIVACY = Privacy(plain="id property_id staff_id at rows is_reported")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField(null=True)
    staff_id = models.UUIDField()
    at = models.DateTimeField()
    rows = models.PositiveSmallIntegerField()
    is_reported = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["staff_id", "at"], name="archive_search_by_staff")]

    def __str__(self) -> str:
        return str(self.id)


class Erasure(models.Model):
    """Who asked for a file's erasure, when, why, and what came of it: shredded, or restricted until a date.

    `due_at`: since when nothing holds back what was noted, where the house waits for open cases all the same.
    """

    PRIVACY = Privacy(plain="id guest_id property_id outcome reason holds until_on asked_by at due_at")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    guest_id = models.UUIDField()
    property_id = models.UUIDField()
    outcome = models.CharField(max_length=12)
    reason = models.CharField(max_length=60)
    holds = models.CharField(max_length=200, blank=True)
    until_on = models.DateField(null=True)
    asked_by = models.UUIDField()
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["guest_id", "at"], name="erasure_by_guest")]

    def __str__(self) -> str:
        return self.outcome
