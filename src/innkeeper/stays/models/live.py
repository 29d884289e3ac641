"""Tables of stays, who stays, rooms as they are now, moves, imports."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Grade, Personal, Privacy
from innkeeper.stays.rules.import_rows import Kind
from innkeeper.stays.rules.rooms import RoomState
from innkeeper.stays.rules.stays import BookingType, Part, StayStatus
from innkeeper.vault.fields import SealedField

STATE_WORDS = {
    RoomState.VACANT_CLEAN: pgettext_lazy("room state", "Vacant clean"),
    RoomState.VACANT_DIRTY: pgettext_lazy("room state", "Vacant dirty"),
    RoomState.VACANT_INSPECTED: pgettext_lazy("room state", "Inspected"),
    RoomState.OCCUPIED_CLEAN: pgettext_lazy("room state", "Occupied clean"),
    RoomState.OCCUPIED_DIRTY: pgettext_lazy("room state", "Occupied dirty"),
    RoomState.OUT_OF_ORDER: pgettext_lazy("room state", "Out of order"),
    RoomState.OUT_OF_SERVICE: pgettext_lazy("room state", "Out of service"),
}
KIND_WORDS = {
    Kind.STAYS: pgettext_lazy("import", "Stays"),
    Kind.ROOMS: pgettext_lazy("import", "Room states"),
}
STATUS_WORDS = {
    StayStatus.EXPECTED: pgettext_lazy("stay", "Expected"),
    StayStatus.IN_HOUSE: pgettext_lazy("stay", "In house"),
    StayStatus.DEPARTED: pgettext_lazy("stay", "Departed"),
    StayStatus.NO_SHOW: pgettext_lazy("stay", "No-show"),
    StayStatus.CANCELLED: pgettext_lazy("stay", "Cancelled"),
}
BOOKING_WORDS = {
    BookingType.DIRECT: pgettext_lazy("booking type", "Direct"),
    BookingType.AGENCY: pgettext_lazy("booking type", "Travel agency"),
    BookingType.CORPORATE: pgettext_lazy("booking type", "Corporate"),
    BookingType.GROUP: pgettext_lazy("booking type", "Group"),
    BookingType.PLATFORM: pgettext_lazy("booking type", "Booking platform"),
    BookingType.WALK_IN: pgettext_lazy("booking type", "Walk-in"),
}
PART_WORDS = {
    Part.PRIMARY: pgettext_lazy("part", "Main guest"),
    Part.SHARER: pgettext_lazy("part", "Companion"),
    Part.MINOR: pgettext_lazy("part", "Minor"),
}


def states() -> list[tuple[str, object]]:
    """The room states with their words."""
    return [(key.value, word) for key, word in STATE_WORDS.items()]


def import_kinds() -> list[tuple[str, object]]:
    """What a file may hold, with its words."""
    return [(key.value, word) for key, word in KIND_WORDS.items()]


def statuses() -> list[tuple[str, object]]:
    """The stay's statuses with their words."""
    return [(key.value, word) for key, word in STATUS_WORDS.items()]


def booking_types() -> list[tuple[str, object]]:
    """The booking types with their words."""
    return [(key.value, word) for key, word in BOOKING_WORDS.items()]


def parts() -> list[tuple[str, object]]:
    """The parts in a stay with their words."""
    return [(key.value, word) for key, word in PART_WORDS.items()]


def _itinerary() -> Personal:
    return Personal(Grade.LOW, purpose="service", retention="stay")


class Stay(models.Model):
    """One booking and what became of it."""

    PRIVACY = Privacy(
        plain="id property_id external_ref room_type_code status booking_type channel adults children "
        "is_incognito row_digest import_run_id created_at changed_at",
        personal={
            "room_id": _itinerary(),
            "room_number": _itinerary(),
            "arrival_on": _itinerary(),
            "departure_on": _itinerary(),
            "arrives_at": _itinerary(),
            "departs_at": _itinerary(),
            "checked_in_at": _itinerary(),
            "checked_out_at": _itinerary(),
        },
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    external_ref = models.CharField(max_length=60, blank=True)
    room_id = models.UUIDField(null=True)
    room_number = models.CharField(max_length=10, blank=True)
    room_type_code = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=12, choices=statuses, default=StayStatus.EXPECTED.value)
    booking_type = models.CharField(max_length=12, choices=booking_types)
    channel = models.CharField(max_length=40, blank=True)
    arrival_on = models.DateField()
    departure_on = models.DateField()
    arrives_at = models.DateTimeField(null=True)
    departs_at = models.DateTimeField()
    checked_in_at = models.DateTimeField(null=True)
    checked_out_at = models.DateTimeField(null=True)
    adults = models.PositiveSmallIntegerField(default=1)
    children = models.PositiveSmallIntegerField(default=0)
    is_incognito = models.BooleanField(default=False)
    row_digest = models.CharField(max_length=32, blank=True)
    import_run_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["property_id", "external_ref"],
                name="stay_external_ref_once",
                condition=~Q(external_ref=""),
            ),
            models.UniqueConstraint(
                fields=["room_id"],
                name="stay_one_in_house_per_room",
                condition=Q(status=StayStatus.IN_HOUSE.value),
            ),
            models.CheckConstraint(
                condition=Q(departure_on__gte=models.F("arrival_on")), name="stay_departs_after_arrival"
            ),
            models.CheckConstraint(
                condition=~Q(status=StayStatus.IN_HOUSE.value) | Q(room_id__isnull=False),
                name="stay_in_house_has_room",
            ),
        ]
        indexes = [
            # By status and not by a condition: SQLite uses no partial index for a status that is a parameter.
            models.Index(fields=["property_id", "status", "departure_on"], name="stay_leaves"),
            models.Index(fields=["property_id", "status", "arrival_on"], name="stay_arrives"),
            models.Index(fields=["room_id", "-arrival_on"], name="stay_of_room"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class StayGuest(models.Model):
    """A guest's part in a stay."""

    PRIVACY = Privacy(plain="id stay guest_id part")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="guests")
    guest_id = models.UUIDField()
    part = models.CharField(max_length=8, choices=parts)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guest_id", "stay"], name="stay_guest_once"),
            models.UniqueConstraint(
                fields=["stay"], name="stay_one_primary", condition=Q(part=Part.PRIMARY.value)
            ),
        ]

    def __str__(self) -> str:
        return self.part


class RoomMove(models.Model):
    """Who moved a guest, from where to where, when and why."""

    PRIVACY = Privacy(plain="id stay from_room to_room reason moved_by at")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="moves")
    from_room = models.CharField(max_length=10)
    to_room = models.CharField(max_length=10)
    reason = models.CharField(max_length=40, blank=True)
    moved_by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["stay", "at"], name="room_move_of_stay")]

    def __str__(self) -> str:
        return f"{self.from_room} {self.to_room}"


class RoomStatus(models.Model):
    """A room as it is now."""

    PRIVACY = Privacy(
        plain="id property_id room_id room_number floor room_type_code state stay_id dnd_since make_up_since "
        "double_locked_since no_luggage_since slept_out_since rush_since quiet_until cleaned_by inspected_by "
        "inspected_at reason back_on revision changed_at"
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    room_id = models.UUIDField(unique=True)
    room_number = models.CharField(max_length=10)
    floor = models.SmallIntegerField()
    room_type_code = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=4, choices=states, default=RoomState.VACANT_CLEAN.value)
    stay_id = models.UUIDField(null=True)
    dnd_since = models.DateTimeField(null=True)
    make_up_since = models.DateTimeField(null=True)
    double_locked_since = models.DateTimeField(null=True)
    no_luggage_since = models.DateTimeField(null=True)
    slept_out_since = models.DateTimeField(null=True)
    rush_since = models.DateTimeField(null=True)
    quiet_until = models.DateTimeField(null=True)
    cleaned_by = models.UUIDField(null=True)
    inspected_by = models.UUIDField(null=True)
    inspected_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=60, blank=True)
    back_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["property_id", "room_number"], name="room_status_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=["OC", "OD"], stay_id__isnull=False)
                | (~Q(state__in=["OC", "OD"]) & Q(stay_id__isnull=True)),
                name="room_status_occupied_has_stay",
            ),
        ]

    def __str__(self) -> str:
        return self.room_number


class ImportRun(models.Model):
    """One taking-in of a file: how far it came and what became of its rows."""

    PRIVACY = Privacy(
        plain="id property_id kind file_name file_digest state cursor rows_total good new changed same bad "
        "refusal started_by started_at finished_at",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    kind = models.CharField(max_length=12)
    file_name = models.CharField(max_length=120)
    file_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=12)
    cursor = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(null=True)
    good = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    refusal = models.CharField(max_length=40, blank=True)
    started_by = models.UUIDField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["property_id", "-started_at"], name="import_run_newest")]

    def __str__(self) -> str:
        return self.kind


class ImportFile(models.Model):
    """An uploaded file, sealed until its run ends, then deleted."""

    PRIVACY = Privacy(
        plain="id run",
        personal={"content": Personal(Grade.HIGH, purpose="service", retention="import", is_exported=False)},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.OneToOneField(ImportRun, on_delete=models.CASCADE, related_name="file")
    content = SealedField()

    def __str__(self) -> str:
        return str(self.id)


class BadRow(models.Model):
    """A row that was not taken, the field that is wrong and what would be right. Holds nothing of the row itself."""

    PRIVACY = Privacy(plain="id run row_number field problem hint")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="bad_rows")
    row_number = models.PositiveIntegerField()
    field = models.CharField(max_length=30)
    problem = models.CharField(max_length=30)
    hint = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "row_number", "field"], name="bad_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.row_number} {self.field}"
