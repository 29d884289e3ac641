"""Tables of lost & found (失物招领): the thing, calls to its owner, how it ended."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Grade, Personal, Privacy

STAFF = Personal(Grade.LOW, purpose="work", retention="case", is_exported=False)
OF_CASE = Personal(Grade.LOW, purpose="case", retention="case")


class Side(models.TextChoices):
    """Found by the house, or missed by a guest."""

    FOUND = "found", _("Found")
    LOST = "lost", _("Missed by a guest")


class Category(models.TextChoices):
    """What kind of thing; it decides how long the house keeps it."""

    VALUABLES = "valuables", _("Jewellery, watch, money")
    DOCUMENTS = "documents", _("Papers, cards, keys")
    ELECTRONICS = "electronics", _("Electronics")
    CLOTHING = "clothing", _("Clothes, bags")
    FOOD = "food", _("Food")
    OTHER = "other", _("Other")


class State(models.TextChoices):
    """Where a thing stands."""

    OPEN = "open", pgettext_lazy("item", "Open")
    SAFE = "safe", _("In the safe")
    RETURNED = "returned", _("Handed over")
    DISPOSED = "disposed", _("Disposed of")
    ENDED = "ended", _("Ended")


class Means(models.TextChoices):
    """How a thing left the house."""

    IN_PERSON = "in_person", _("In person")
    COURIER = "courier", _("By courier")
    POLICE = "police", _("To the police")
    CHARITY = "charity", _("Given away")
    DESTROYED = "destroyed", _("Destroyed")


def sides() -> list[Any]:
    """Side, as a field takes it."""
    return Side.choices


def item_categories() -> list[Any]:
    """Category, as a field takes it."""
    return Category.choices


def states() -> list[Any]:
    """State, as a field takes it."""
    return State.choices


def means() -> list[Any]:
    """Means, as a field takes it."""
    return Means.choices


class LostItem(models.Model):
    """One thing, found or missed; its words stand in the case. `owner_id` is the guest file, where one is known."""

    PRIVACY = Privacy(
        plain="id case_id property_id side category state room_number place on keep_until safe_place safe_number "
        "matched_with is_quarrelled ended_at created_at",
        personal={
            "what_redacted": OF_CASE,
            "owner_id": OF_CASE,
            "stay_id": OF_CASE,
            "finder_id": STAFF,
            "witness_id": STAFF,
        },
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case_id = models.UUIDField(unique=True)
    property_id = models.UUIDField()
    side = models.CharField(max_length=8, choices=sides)
    category = models.CharField(max_length=12, choices=item_categories)
    state = models.CharField(max_length=12, choices=states, default=State.OPEN)
    what_redacted = models.CharField(max_length=120)
    room_number = models.CharField(max_length=12, blank=True)
    place = models.CharField(max_length=60, blank=True)
    on = models.DateField()
    keep_until = models.DateField()
    safe_place = models.CharField(max_length=40, blank=True)
    safe_number = models.CharField(max_length=20, blank=True)
    finder_id = models.UUIDField(null=True)
    witness_id = models.UUIDField(null=True)
    owner_id = models.UUIDField(null=True)
    stay_id = models.UUIDField(null=True)
    matched_with = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="matches")
    is_quarrelled = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "lost_property_item"
        constraints = [
            models.UniqueConstraint(
                fields=["property_id", "safe_number"],
                name="lost_property_number_once",
                condition=~models.Q(safe_number=""),
            )
        ]
        indexes = [models.Index(fields=["property_id", "state", "-on"], name="lost_property_list")]

    def __str__(self) -> str:
        return f"{self.side} {self.category} {self.on}"


class KeepingTime(models.Model):
    """How long the hotel keeps a kind of thing from a moment on, what happens then, and why (rows are only added)."""

    PRIVACY = Privacy(plain="id property_id category days then reason from_at", personal={"set_by_id": STAFF})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    category = models.CharField(max_length=12, choices=item_categories)
    days = models.PositiveSmallIntegerField()
    then = models.CharField(max_length=12, choices=means)
    reason = models.CharField(max_length=200)
    set_by_id = models.UUIDField()
    from_at = models.DateTimeField()

    class Meta:
        db_table = "lost_property_keeping"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days__gte=1, days__lte=1095), name="lost_property_keeping_days"
            )
        ]
        indexes = [models.Index(fields=["property_id", "from_at"], name="lost_property_keeping_of")]

    def __str__(self) -> str:
        return f"{self.category} {self.days}"


class ContactTry(models.Model):
    """A call to the owner's own number on file, in neutral words."""

    PRIVACY = Privacy(plain="id item reached_owner at", personal={"by_id": STAFF})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(LostItem, on_delete=models.CASCADE, related_name="tries")
    reached_owner = models.BooleanField()
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "lost_property_try"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Leaving(models.Model):
    """How a thing left the house: handed over with proof, or disposed of with a witness."""

    PRIVACY = Privacy(
        plain="id item means is_identity_checked evidence_id at",
        personal={"by_id": STAFF, "witness_id": STAFF},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.OneToOneField(LostItem, on_delete=models.PROTECT, related_name="leaving")
    means = models.CharField(max_length=12, choices=means)
    is_identity_checked = models.BooleanField(default=False)
    evidence_id = models.UUIDField(null=True)
    by_id = models.UUIDField()
    witness_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "lost_property_leaving"

    def __str__(self) -> str:
        return f"{self.means} {self.at:%Y-%m-%d}"
