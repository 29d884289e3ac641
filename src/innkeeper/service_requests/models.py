"""What a request has beyond any case: its class, its things, what is planned for later, needs asked, help called."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innkeeper.cases.models import Case, NeedClass, Task
from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Grade, Personal, Privacy

WORK = Personal(Grade.LOW, purpose="work", retention="case", is_exported=False)
WORDS = Personal(Grade.LOW, purpose="case", retention="case", is_exported=False)


class Word(models.TextChoices):
    """On whose word a request is closed."""

    DELIVERER = "deliverer", _("The deliverer's word")
    GUEST = "guest", _("The guest's own tap")
    CALL = "call", _("A follow-up call")
    WITHDRAWN = "withdrawn", _("No longer wanted")


def words() -> list[Any]:
    """Word, as a field takes it."""
    return Word.choices


def need_classes() -> list[Any]:
    """NeedClass, as a field takes it."""
    return NeedClass.choices


class RequestDetail(models.Model):
    """One row per request: its class (REQ-03), whether it was sampled, on whose word it was closed."""

    PRIVACY = Privacy(
        plain="case property_id need_class wanted_at is_sampled confirmed_by confirmed_at is_solved_on_spot",
        personal={"cap_reason": WORDS, "confirmed_by_id": WORK},
    )

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="request")
    property_id = models.UUIDField()
    need_class = models.CharField(max_length=12, choices=need_classes, default=NeedClass.BASIC)
    wanted_at = models.DateTimeField(null=True)
    cap_reason = models.CharField(max_length=200, blank=True)
    is_sampled = models.BooleanField(null=True)
    confirmed_by = models.CharField(max_length=12, blank=True, choices=words)
    confirmed_by_id = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    is_solved_on_spot = models.BooleanField(default=False)

    class Meta:
        db_table = "requests_detail"

    def __str__(self) -> str:
        return self.need_class


class RequestItem(models.Model):
    """One kind of thing asked for, and how many; counted per room and day against the code's cap."""

    PRIVACY = Privacy(plain="id case property_id room_number code count on")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="request_items")
    property_id = models.UUIDField()
    room_number = models.CharField(max_length=12)
    code = models.CharField(max_length=40)
    count = models.PositiveSmallIntegerField()
    on = models.DateField()

    class Meta:
        db_table = "requests_item"
        indexes = [models.Index(fields=["property_id", "room_number", "on"], name="requests_item_of_day")]

    def __str__(self) -> str:
        return f"{self.code} {self.count}"


class PlannedTask(models.Model):
    """A task that is offered at a stated time: late cleaning at 16:00, what can wait until morning, a follow-up call."""

    PRIVACY = Privacy(
        plain="id case property_id department post room_number minutes step offer_at task dropped_at planned_at",
        personal={"title_redacted": WORDS, "title_en": WORDS, "planned_by_id": WORK},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="planned_tasks")
    property_id = models.UUIDField()
    title_redacted = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    department = models.CharField(max_length=40)
    post = models.CharField(max_length=40, blank=True)
    room_number = models.CharField(max_length=12, blank=True)
    minutes = models.PositiveIntegerField()
    step = models.CharField(max_length=40)
    offer_at = models.DateTimeField()
    planned_at = models.DateTimeField()
    planned_by_id = models.UUIDField()
    task = models.OneToOneField(Task, null=True, on_delete=models.CASCADE, related_name="planned")
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "requests_planned"
        constraints = [
            models.CheckConstraint(
                condition=Q(task__isnull=True) | Q(dropped_at__isnull=True),
                name="requests_planned_offered_or_dropped",
            )
        ]
        indexes = [
            models.Index(
                fields=["property_id", "offer_at"],
                name="requests_planned_waiting",
                condition=Q(task__isnull=True, dropped_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.step

    @property
    def is_waiting(self) -> bool:
        """Whether its time has not come yet."""
        return self.task_id is None and self.dropped_at is None


class NeedsAsked(models.Model):
    """Somebody asked the guest of a stay what they need; "none" is an answer too (REQ-01)."""

    PRIVACY = Privacy(plain="id property_id stay_id has_needs case asked_at", personal={"asked_by_id": WORK})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    stay_id = models.UUIDField()
    has_needs = models.BooleanField()
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    asked_by_id = models.UUIDField()

    class Meta:
        db_table = "requests_needs_asked"
        indexes = [models.Index(fields=["stay_id", "-asked_at"], name="requests_needs_of_stay")]

    def __str__(self) -> str:
        return "needs" if self.has_needs else "none"


class LoadRule(models.Model):
    """How many open tasks a person on duty of a department carries before others are called to help (REQ-11)."""

    PRIVACY = Privacy(plain="id property_id department limit helpers changed_at changed_by_id")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    department = models.CharField(max_length=40)
    limit = models.PositiveSmallIntegerField()
    helpers = models.JSONField(default=list)
    changed_at = models.DateTimeField()
    changed_by_id = models.UUIDField()

    class Meta:
        db_table = "requests_load_rule"
        constraints = [
            models.UniqueConstraint(fields=["property_id", "department"], name="requests_load_of_department"),
            models.CheckConstraint(condition=Q(limit__gte=1), name="requests_load_at_least_one"),
        ]

    def __str__(self) -> str:
        return self.department


class HelpCall(models.Model):
    """Other departments were called to help one that has more to do than people (REQ-11)."""

    PRIVACY = Privacy(
        plain="id property_id department helpers open_tasks on_duty called_at ended_at ended_by_id"
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    department = models.CharField(max_length=40)
    helpers = models.JSONField(default=list)
    open_tasks = models.PositiveIntegerField()
    on_duty = models.PositiveIntegerField()
    called_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "requests_help_call"
        constraints = [
            models.UniqueConstraint(
                fields=["property_id", "department"],
                condition=Q(ended_at__isnull=True),
                name="requests_help_one_open",
            )
        ]

    def __str__(self) -> str:
        return self.department
