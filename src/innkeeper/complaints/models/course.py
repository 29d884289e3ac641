"""What a complaint has beyond any case: solutions, the guest's opinion, measures, recovery, feedback, review."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from innkeeper.cases.models import Channel
from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Grade, Personal, Privacy
from innkeeper.vault.fields import SealedField

WORK = Personal(Grade.LOW, purpose="work", retention="case", is_exported=False)
WORDS = Personal(Grade.LOW, purpose="case", retention="case", is_exported=False)
SAID = Personal(Grade.HIGH, purpose="case", retention="case")
INSIDE = Personal(Grade.HIGH, purpose="case", retention="case", is_exported=False)


class OptionKind(models.TextChoices):
    """What a solution can offer (CASE-18)."""

    REPLACEMENT = "replacement", _("Replacement")
    REFUND = "refund", _("Refund")
    NEXT_VISIT = "next_visit", _("Free item next visit")
    REPAIR = "repair", _("Repair")
    EXCHANGE = "exchange", _("Exchange")
    ROOM_MOVE = "room_move", _("Room move")
    PROCESS_CHANGE = "process_change", _("Process change")
    APOLOGY = "apology", _("Apology in person")
    OTHER = "other", _("Other")


class Answer(models.TextChoices):
    """What the guest says to a proposal."""

    AGREES = "agrees", _("Agrees")
    WANTS_OTHER = "wants_other", _("Wants something else")
    REFUSES = "refuses", _("Refuses")


class Content(models.TextChoices):
    """Whether the guest is satisfied with the outcome."""

    SATISFIED = "satisfied", _("Satisfied")
    PARTLY = "partly", _("Partly satisfied")
    DISSATISFIED = "dissatisfied", _("Not satisfied")


class RecoveryKind(models.TextChoices):
    """What the house gives to make good (服务补救)."""

    AMENITY = "amenity", _("Fruit, drink or gift")
    MEAL = "meal", _("Meal")
    UPGRADE = "upgrade", _("Upgrade")
    LATE_CHECK_OUT = "late_check_out", _("Late check-out")
    DISCOUNT = "discount", _("Discount")
    REFUND = "refund", _("Refund")
    COMPENSATION = "compensation", _("Compensation")
    COUPON = "coupon", _("Coupon")


def recovery_kinds() -> list[tuple[str, Any]]:
    """RecoveryKind, as a field takes it."""
    return RecoveryKind.choices


class Solution(models.Model):
    """A proposal reasoned from the findings, with two options at least or the reason for one (CASE-18)."""

    PRIVACY = Privacy(
        plain="id property_id case_id round finding_count at withdrawn_at",
        personal={"reasons": INSIDE, "reasons_redacted": WORDS, "single_reason": WORDS, "by_id": WORK},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    case_id = models.UUIDField()
    round = models.PositiveSmallIntegerField()
    reasons = SealedField()
    reasons_redacted = models.TextField()
    single_reason = models.CharField(max_length=200, blank=True)
    finding_count = models.PositiveIntegerField()
    by_id = models.UUIDField()
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaints_solution"
        indexes = [models.Index(fields=["case_id", "-at"], name="complaints_solution_of_case")]


class SolutionOption(models.Model):
    """One way out that the guest may choose."""

    PRIVACY = Privacy(
        plain="id solution number kind currency amount_minor", personal={"text_redacted": WORDS}
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="options")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=OptionKind.choices)
    text_redacted = models.CharField(max_length=400)
    currency = models.CharField(max_length=3, blank=True)
    amount_minor = models.BigIntegerField(null=True)

    class Meta:
        db_table = "complaints_solution_option"
        constraints = [models.UniqueConstraint(fields=["solution", "number"], name="complaints_option_once")]


class GuestOpinion(models.Model):
    """What the guest said to the proposal, before it is carried out (CASE-19)."""

    PRIVACY = Privacy(
        plain="id property_id case_id round solution option answer means at",
        personal={"words": SAID, "words_redacted": WORDS, "asked_by_id": WORK},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    case_id = models.UUIDField()
    round = models.PositiveSmallIntegerField()
    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="opinions")
    option = models.ForeignKey(SolutionOption, null=True, on_delete=models.CASCADE, related_name="opinions")
    answer = models.CharField(max_length=20, choices=Answer.choices)
    words = SealedField(null=True)
    words_redacted = models.TextField(blank=True)
    means = models.CharField(max_length=20, choices=Channel.choices)
    asked_by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_guest_opinion"
        indexes = [models.Index(fields=["case_id", "-at"], name="complaints_opinion_of_case")]


class Decision(models.Model):
    """What is done in the end, and who answers for the cause (CASE-21). An emergency is decided before it is asked."""

    PRIVACY = Privacy(
        plain="id property_id case_id round solution option is_emergency accountable_department at",
        personal={
            "accountability": INSIDE,
            "accountability_redacted": WORDS,
            "in_spite_of": WORDS,
            "by_id": WORK,
        },
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    case_id = models.UUIDField()
    round = models.PositiveSmallIntegerField()
    solution = models.ForeignKey(Solution, null=True, on_delete=models.PROTECT, related_name="decisions")
    option = models.ForeignKey(SolutionOption, null=True, on_delete=models.PROTECT, related_name="decisions")
    is_emergency = models.BooleanField(default=False)
    accountable_department = models.CharField(max_length=40, blank=True)
    in_spite_of = models.CharField(max_length=200, blank=True)
    accountability = SealedField(null=True)
    accountability_redacted = models.TextField(blank=True)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_decision"
        indexes = [models.Index(fields=["case_id", "-at"], name="complaints_decision_of_case")]


class Measure(models.Model):
    """One thing decided: its owner and due time; an open one keeps the complaint unresolved (CASE-21)."""

    PRIVACY = Privacy(
        plain="id property_id case_id decision department due_at done_at",
        personal={"text_redacted": WORDS, "result_redacted": WORDS, "owner_id": WORK, "done_by_id": WORK},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    case_id = models.UUIDField()
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="measures")
    text_redacted = models.CharField(max_length=400)
    department = models.CharField(max_length=40)
    owner_id = models.UUIDField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by_id = models.UUIDField(null=True)
    result_redacted = models.CharField(max_length=400, blank=True)

    class Meta:
        db_table = "complaints_measure"
        indexes = [
            models.Index(fields=["case_id"], name="complaints_measure_of_case"),
            models.Index(
                fields=["owner_id", "due_at"],
                name="complaints_measure_open",
                condition=Q(done_at__isnull=True),
            ),
        ]


class Prevention(models.Model):
    """What prevents a repeat (CASE-20)."""

    PRIVACY = Privacy(
        plain="id property_id case_id round at", personal={"text_redacted": WORDS, "by_id": WORK}
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    case_id = models.UUIDField()
    round = models.PositiveSmallIntegerField()
    text_redacted = models.CharField(max_length=400)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_prevention"
        indexes = [models.Index(fields=["case_id"], name="complaints_prevention_of_case")]


class Recovery(models.Model):
    """Service recovery (服务补救): given within the empowerment limit of the post; above it once the approval is given."""

    PRIVACY = Privacy(
        plain="id property_id case_id round kind currency amount_minor approval_id at redeemed_at",
        personal={"reason_redacted": WORDS, "by_id": WORK, "redeemed_by_id": WORK},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    case_id = models.UUIDField()
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=recovery_kinds)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    reason_redacted = models.CharField(max_length=200)
    approval_id = models.UUIDField(null=True)
    by_id = models.UUIDField()
    at = models.DateTimeField()
    redeemed_at = models.DateTimeField(null=True)
    redeemed_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "complaints_recovery"
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="complaints_recovery_amount")
        ]
        indexes = [
            models.Index(fields=["case_id"], name="complaints_recovery_of_case"),
            models.Index(fields=["property_id", "-at"], name="complaints_recovery_register"),
        ]


class Resolution(models.Model):
    """The complaint is solved and the guest knows the result; withdrawn when they are not satisfied (CASE-23)."""

    PRIVACY = Privacy(
        plain="id property_id case_id round means guest_told_at at withdrawn_at",
        personal={"result": SAID, "result_redacted": WORDS, "by_id": WORK},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    case_id = models.UUIDField()
    round = models.PositiveSmallIntegerField()
    result = SealedField()
    result_redacted = models.TextField()
    means = models.CharField(max_length=20, choices=Channel.choices)
    guest_told_at = models.DateTimeField()
    by_id = models.UUIDField()
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaints_resolution"
        constraints = [
            models.UniqueConstraint(
                fields=["case_id", "round"],
                condition=Q(withdrawn_at__isnull=True),
                name="complaints_one_resolution",
            )
        ]


class Feedback(models.Model):
    """One try to hear whether the guest is satisfied; an unanswered one counts as an attempt (CASE-23, CASE-24)."""

    PRIVACY = Privacy(
        plain="id property_id case_id round means is_reached answer score at",
        personal={"words": SAID, "words_redacted": WORDS, "by_id": WORK},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    case_id = models.UUIDField()
    round = models.PositiveSmallIntegerField()
    means = models.CharField(max_length=20, choices=Channel.choices)
    is_reached = models.BooleanField()
    answer = models.CharField(max_length=20, choices=Content.choices, blank=True)
    score = models.PositiveSmallIntegerField(null=True)
    words = SealedField(null=True)
    words_redacted = models.TextField(blank=True)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_feedback"
        constraints = [
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=1, score__lte=5),
                name="complaints_feedback_score",
            ),
            models.CheckConstraint(
                condition=Q(is_reached=True, answer__gt="") | Q(is_reached=False, answer=""),
                name="complaints_feedback_answer",
            ),
        ]
        indexes = [models.Index(fields=["case_id", "-at"], name="complaints_feedback_of_case")]


class Review(models.Model):
    """What the house learns: cause, measure, use in the next service (CASE-25)."""

    PRIVACY = Privacy(
        plain="id property_id case_id round department at",
        personal={"cause_redacted": WORDS, "measure_redacted": WORDS, "use_redacted": WORDS, "by_id": WORK},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    case_id = models.UUIDField()
    round = models.PositiveSmallIntegerField()
    cause_redacted = models.TextField()
    measure_redacted = models.TextField()
    use_redacted = models.TextField()
    department = models.CharField(max_length=40, blank=True)
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_review"
        constraints = [models.UniqueConstraint(fields=["case_id", "round"], name="complaints_one_review")]


class ReturnVisit(models.Model):
    """The follow-up call (回访) after closure: how content the guest is, and what went wrong in the handling (CASE-28)."""

    PRIVACY = Privacy(
        plain="id property_id case_id round means score is_satisfied at",
        personal={"process_notes": INSIDE, "process_notes_redacted": WORDS, "by_id": WORK},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    case_id = models.UUIDField()
    round = models.PositiveSmallIntegerField()
    means = models.CharField(max_length=20, choices=Channel.choices)
    score = models.PositiveSmallIntegerField()
    is_satisfied = models.BooleanField()
    process_notes = SealedField()
    process_notes_redacted = models.TextField()
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "complaints_return_visit"
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="complaints_visit_score")
        ]
        indexes = [models.Index(fields=["case_id"], name="complaints_visit_of_case")]
