"""Tables of what is done around a stay: loans, room tasks, details at departure, corrections, the hotel's wishes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Grade, Personal, Privacy
from innkeeper.stays.rules.departures import Detail, Inspects, Loan, LoanEnd
from innkeeper.stays.rules.tasks import TaskKind, TaskState

from .live import Stay

LOAN_WORDS = {
    Loan.UMBRELLA: pgettext_lazy("loan", "Umbrella"),
    Loan.ADAPTER: pgettext_lazy("loan", "Plug adapter"),
    Loan.CHARGER: pgettext_lazy("loan", "Charger"),
    Loan.IRON: pgettext_lazy("loan", "Iron and board"),
    Loan.HUMIDIFIER: pgettext_lazy("loan", "Humidifier"),
    Loan.COT: pgettext_lazy("loan", "Cot"),
    Loan.WHEELCHAIR: pgettext_lazy("loan", "Wheelchair"),
    Loan.OTHER: pgettext_lazy("loan", "Something else"),
}
LOAN_END_WORDS = {
    LoanEnd.RETURNED: pgettext_lazy("loan", "Back"),
    LoanEnd.PAID: pgettext_lazy("loan", "Paid for"),
    LoanEnd.WAIVED: pgettext_lazy("loan", "Waived"),
}
TASK_WORDS = {
    TaskKind.CLEANING: pgettext_lazy("room task", "Clean the room"),
    TaskKind.LINEN: pgettext_lazy("room task", "Change the linen"),
    TaskKind.BATHROOM: pgettext_lazy("room task", "Refill the bathroom"),
    TaskKind.AIR: pgettext_lazy("room task", "Adjust the air conditioning"),
    TaskKind.RUSH: pgettext_lazy("room task", "Rush room: make it ready now"),
    TaskKind.INSPECTION: pgettext_lazy("room task", "Inspect after departure"),
    TaskKind.AMENITY: pgettext_lazy("room task", "Amenity to the room"),
}
TASK_STATE_WORDS = {
    TaskState.OPEN: pgettext_lazy("room task state", "Open"),
    TaskState.DONE: pgettext_lazy("room task state", "Done"),
    TaskState.LEFT_OUT: pgettext_lazy("room task state", "Left out"),
}
INSPECTS_WORDS = {
    Inspects.ALWAYS: pgettext_lazy("inspection", "At every departure"),
    Inspects.WITH_REASON: pgettext_lazy("inspection", "When a loan is out or a VIP leaves"),
    Inspects.NEVER: pgettext_lazy("inspection", "Never"),
}
DETAIL_WORDS = {
    Detail.LOANS: pgettext_lazy("detail", "Loaned items back"),
    Detail.INSPECTION: pgettext_lazy("detail", "Room inspected"),
    Detail.KEYS: pgettext_lazy("detail", "Key cards back"),
    Detail.MINIBAR: pgettext_lazy("detail", "Minibar settled"),
    Detail.DEPOSIT: pgettext_lazy("detail", "Deposit returned"),
    Detail.INVOICE: pgettext_lazy("detail", "Fapiao handed over"),
    Detail.LUGGAGE: pgettext_lazy("detail", "Left luggage handed out"),
}
FIELD_WORDS = {
    "room": pgettext_lazy("correction", "Room"),
    "room_type_code": pgettext_lazy("correction", "Room type"),
    "arrival_on": pgettext_lazy("correction", "Arrival"),
    "departure_on": pgettext_lazy("correction", "Departure"),
    "adults": pgettext_lazy("correction", "Adults"),
    "children": pgettext_lazy("correction", "Children"),
    "booking_type": pgettext_lazy("correction", "Booking type"),
}


def loans() -> list[tuple[str, object]]:
    """What is lent, with its words."""
    return [(key.value, word) for key, word in LOAN_WORDS.items()]


def loan_ends() -> list[tuple[str, object]]:
    """How a loan ends, with its words."""
    return [(key.value, word) for key, word in LOAN_END_WORDS.items()]


def task_kinds() -> list[tuple[str, object]]:
    """The kinds of room tasks with their words."""
    return [(key.value, word) for key, word in TASK_WORDS.items()]


def room_task_states() -> list[tuple[str, object]]:
    """The states of room tasks with their words."""
    return [(key.value, word) for key, word in TASK_STATE_WORDS.items()]


def inspection_wishes() -> list[tuple[str, object]]:
    """When rooms are inspected, with its words."""
    return [(key.value, word) for key, word in INSPECTS_WORDS.items()]


def details() -> list[tuple[str, object]]:
    """The details at departure with their words."""
    return [(key.value, word) for key, word in DETAIL_WORDS.items()]


def correctable() -> list[tuple[str, object]]:
    """What of a stay can be corrected, with its words."""
    return list(FIELD_WORDS.items())


class LoanedItem(models.Model):
    """Something lent to a guest, until it is back or settled (STAY-13)."""

    PRIVACY = Privacy(
        plain="id property_id stay room_number item count lent_by lent_at ended_as ended_by ended_at",
        personal={"note": Personal(Grade.LOW, purpose="service", retention="stay")},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="loans")
    room_number = models.CharField(max_length=10)
    item = models.CharField(max_length=12, choices=loans)
    count = models.PositiveSmallIntegerField(default=1)
    note = models.CharField(max_length=60, blank=True)
    lent_by = models.UUIDField()
    lent_at = models.DateTimeField()
    ended_as = models.CharField(max_length=10, blank=True, choices=loan_ends)
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["stay"], name="stays_loan_out", condition=Q(ended_at__isnull=True)),
            models.Index(
                fields=["property_id", "lent_at"], name="stays_loan_house", condition=Q(ended_at__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="stays_loan_at_least_one"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_as="")
                | (Q(ended_at__isnull=False) & ~Q(ended_as="")),
                name="stays_loan_ends_somehow",
            ),
        ]

    def __str__(self) -> str:
        return self.item


class RoomTask(models.Model):
    """Work in a room that no case asks for: the tasks of the day, a rush, an inspection, an amenity order."""

    PRIVACY = Privacy(
        plain="id property_id room_id room_number floor stay_id kind on department post owner_id due_at state "
        "given_by given_at done_by done_at left_out_why "
        "warned_level",
        personal={"note": Personal(Grade.LOW, purpose="service", retention="stay")},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    room_id = models.UUIDField()
    room_number = models.CharField(max_length=10)
    floor = models.SmallIntegerField()
    stay_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=12, choices=task_kinds)
    on = models.DateField()
    note = models.CharField(max_length=80, blank=True)
    department = models.CharField(max_length=40)
    post = models.CharField(max_length=40)
    owner_id = models.UUIDField(null=True)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=room_task_states, default=TaskState.OPEN.value)
    given_by = models.UUIDField()
    given_at = models.DateTimeField()
    done_by = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    left_out_why = models.CharField(max_length=60, blank=True)
    warned_level = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["property_id", "state", "due_at"], name="room_task_due"),
            models.Index(fields=["room_id", "-due_at"], name="room_task_of_room"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["room_id", "on", "kind"],
                name="room_task_daily_once",
                condition=Q(kind__in=["cleaning", "linen", "bathroom", "air"]),
            ),
            models.UniqueConstraint(
                fields=["room_id", "kind"],
                name="room_task_one_open_of_kind",
                condition=Q(state="open", kind__in=["rush", "inspection"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_number} {self.kind}"


class DetailTick(models.Model):
    """One detail of a departure that somebody has settled (ERR-10)."""

    PRIVACY = Privacy(plain="id stay detail ticked_by ticked_at")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="details")
    detail = models.CharField(max_length=12, choices=details)
    ticked_by = models.UUIDField()
    ticked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stay", "detail"], name="stays_detail_once")]

    def __str__(self) -> str:
        return self.detail


class RecordClosure(models.Model):
    """Who closed the record of a stay, and when: nothing was left open (ERR-10)."""

    PRIVACY = Privacy(plain="id stay closed_by closed_at")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    stay = models.OneToOneField(Stay, on_delete=models.CASCADE, related_name="record_closure")
    closed_by = models.UUIDField()
    closed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Correction(models.Model):
    """A wrong room or booking detail put right: what it was, what it is, when, and the apology (ERR-09)."""

    PRIVACY = Privacy(
        plain="id stay field corrected_by corrected_at apologised_at",
        personal={
            "old_value": Personal(Grade.LOW, purpose="service", retention="stay"),
            "new_value": Personal(Grade.LOW, purpose="service", retention="stay"),
            "apology": Personal(Grade.LOW, purpose="service", retention="stay"),
        },
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=20, choices=correctable)
    old_value = models.CharField(max_length=40, blank=True)
    new_value = models.CharField(max_length=40)
    apology = models.CharField(max_length=200)
    apologised_at = models.DateTimeField()
    corrected_by = models.UUIDField()
    corrected_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["stay", "corrected_at"], name="stays_correction_of_stay")]

    def __str__(self) -> str:
        return self.field


class HouseWishes(models.Model):
    """How a hotel wants its rooms kept and left: inspections, linen, rush time, the details of a departure."""

    PRIVACY = Privacy(
        plain="id property_id inspects linen_every_days rush_minutes details changed_by changed_at"
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField(unique=True)
    inspects = models.CharField(max_length=12, choices=inspection_wishes, default=Inspects.ALWAYS.value)
    linen_every_days = models.PositiveSmallIntegerField(default=1)
    rush_minutes = models.PositiveSmallIntegerField(default=30)
    details = models.CharField(max_length=120, default="keys minibar deposit invoice")
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(linen_every_days__gte=1, linen_every_days__lte=14), name="stays_wishes_linen"
            ),
            models.CheckConstraint(
                condition=Q(rush_minutes__gte=5, rush_minutes__lte=240), name="stays_wishes_rush"
            ),
        ]

    def __str__(self) -> str:
        return self.inspects
