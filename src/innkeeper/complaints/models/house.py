"""What the house keeps beside its complaints: limits of posts, thanks, verifications, drills, summaries."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Grade, Personal, Privacy

WORK = Personal(Grade.LOW, purpose="work", retention="case", is_exported=False)
WORDS = Personal(Grade.LOW, purpose="case", retention="case", is_exported=False)


class ThanksMeans(models.TextChoices):
    """How the guest is thanked (CASE-26)."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    PHONE = "phone", _("Phone")


class EmpowermentLimit(models.Model):
    """What a post may give in one case without asking (授权额度). The newest of a post counts; None is no limit (CASE-27)."""

    PRIVACY = Privacy(
        plain="id property_id post amount_minor from_at", personal={"reason": WORDS, "set_by_id": WORK}
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    post = models.CharField(max_length=40)
    amount_minor = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200)
    set_by_id = models.UUIDField()
    from_at = models.DateTimeField()

    class Meta:
        db_table = "complaints_empowerment_limit"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__isnull=True) | Q(amount_minor__gte=0),
                name="complaints_limit_amount",
            )
        ]
        indexes = [models.Index(fields=["property_id", "post", "-from_at"], name="complaints_limit_of_post")]


class Thanks(models.Model):
    """The guest of a closed important case was thanked, with an extra or without; once a round (CASE-26)."""

    PRIVACY = Privacy(
        plain="id property_id case_id round means recovery_id at",
        personal={"words_redacted": WORDS, "by_id": WORK},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    case_id = models.UUIDField()
    round = models.PositiveSmallIntegerField()
    means = models.CharField(max_length=10, choices=ThanksMeans.choices)
    words_redacted = models.CharField(max_length=400)
    recovery_id = models.UUIDField(null=True)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_thanks"
        constraints = [models.UniqueConstraint(fields=["case_id", "round"], name="complaints_thanked_once")]


class Verification(models.Model):
    """Somebody looked whether the measures work. By who carried them out it counts as their own check only (CASE-34)."""

    PRIVACY = Privacy(
        plain="id property_id case_id round is_own at", personal={"note_redacted": WORDS, "by_id": WORK}
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    case_id = models.UUIDField()
    round = models.PositiveSmallIntegerField()
    is_own = models.BooleanField()
    note_redacted = models.CharField(max_length=400)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_verification"
        indexes = [models.Index(fields=["case_id"], name="complaints_verified_case")]


class DrillRule(models.Model):
    """How often the house drills together: within so many months. The newest counts (CASE-32)."""

    PRIVACY = Privacy(plain="id property_id every_months from_at", personal={"set_by_id": WORK})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    every_months = models.PositiveSmallIntegerField()
    set_by_id = models.UUIDField()
    from_at = models.DateTimeField()

    class Meta:
        db_table = "complaints_drill_rule"


class Drill(models.Model):
    """A drill across departments: planned, held, with its result and lessons (CASE-32)."""

    PRIVACY = Privacy(
        plain="id property_id departments planned_on held_on planned_at",
        personal={
            "topic": WORDS,
            "result": WORDS,
            "lessons": WORDS,
            "planned_by_id": WORK,
            "noted_by_id": WORK,
        },
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    topic = models.CharField(max_length=120)
    departments = models.JSONField(default=list)
    planned_on = models.DateField()
    held_on = models.DateField(null=True)
    result = models.CharField(max_length=400, blank=True)
    lessons = models.CharField(max_length=2000, blank=True)
    planned_by_id = models.UUIDField()
    planned_at = models.DateTimeField()
    noted_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "complaints_drill"
        indexes = [models.Index(fields=["property_id", "-planned_on"], name="complaints_drill_by_day")]


class DrillReminder(models.Model):
    """The house was reminded of a drill that day: of one that is due, or of one that was planned (CASE-32)."""

    PRIVACY = Privacy(plain="id property_id why on")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    why = models.CharField(max_length=8)
    on = models.DateField()

    class Meta:
        db_table = "complaints_drill_reminder"
        constraints = [
            models.UniqueConstraint(fields=["property_id", "why", "on"], name="complaints_reminder_once")
        ]


class Summary(models.Model):
    """The complaints of a period with causes and measures, as they were sent to the departments (IMP-05)."""

    PRIVACY = Privacy(
        plain="id property_id since_on until_on case_count sent_at",
        personal={"lines": WORDS, "sent_by_id": WORK},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    since_on = models.DateField()
    until_on = models.DateField()
    case_count = models.PositiveIntegerField()
    lines = models.JSONField(default=list)
    sent_by_id = models.UUIDField()
    sent_at = models.DateTimeField()

    class Meta:
        db_table = "complaints_summary"
        constraints = [
            models.UniqueConstraint(
                fields=["property_id", "since_on", "until_on"], name="complaints_summary_once"
            )
        ]


class SummaryReceipt(models.Model):
    """A department that a summary was sent to, and who there confirmed that they read it (IMP-05)."""

    PRIVACY = Privacy(plain="id summary department confirmed_at", personal={"confirmed_by_id": WORK})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="receipts")
    department = models.CharField(max_length=40)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "complaints_summary_receipt"
        constraints = [
            models.UniqueConstraint(fields=["summary", "department"], name="complaints_receipt_once")
        ]
