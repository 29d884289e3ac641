"""The course of a case: its stages, steps, holds, changes of hands, escalations, its end and its return."""

from django.db import models
from django.db.models import Q

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Grade, Personal, Privacy

from .case import Case

WORK = Personal(Grade.LOW, purpose="work", retention="case", is_exported=False)
WORDS = Personal(Grade.LOW, purpose="case", retention="case", is_exported=False)


class StageRecord(models.Model):
    """One stage of one round of a case: entered, done, by whom (CASE-33)."""

    PRIVACY = Privacy(plain="id case stage round entered_at done_at due_at", personal={"done_by_id": WORK})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=40)
    round = models.PositiveSmallIntegerField(default=1)
    entered_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "cases_stage_record"
        constraints = [models.UniqueConstraint(fields=["case", "round", "stage"], name="cases_stage_once")]


class ScriptStep(models.Model):
    """One step of the playbook that somebody did, such as those of the intake script (CASE-03)."""

    PRIVACY = Privacy(plain="id case step round done_at", personal={"done_by_id": WORK})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="script_steps")
    step = models.CharField(max_length=40)
    round = models.PositiveSmallIntegerField(default=1)
    done_at = models.DateTimeField()
    done_by_id = models.UUIDField()

    class Meta:
        db_table = "cases_script_step"
        constraints = [models.UniqueConstraint(fields=["case", "round", "step"], name="cases_step_once")]


class Hold(models.Model):
    """The case waits, for example for the guest; its clocks stand (暂缓)."""

    PRIVACY = Privacy(
        plain="id case since until_at ended_at",
        personal={"reason": WORDS, "held_by_id": WORK, "ended_by_id": WORK},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="holds")
    reason = models.CharField(max_length=200)
    since = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    held_by_id = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "cases_hold"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="cases_one_hold"
            )
        ]


class HandlerChange(models.Model):
    """The case passed from one handler to another; kept for ever (CASE-04)."""

    PRIVACY = Privacy(
        plain="id case from_post to_post at",
        personal={"from_id": WORK, "to_id": WORK, "by_id": WORK, "reason": WORDS},
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handler_changes")
    from_id = models.UUIDField(null=True)
    from_post = models.CharField(max_length=40, blank=True)
    to_id = models.UUIDField(null=True)
    to_post = models.CharField(max_length=40, blank=True)
    by_id = models.UUIDField()
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_handler_change"


class Classification(models.Model):
    """What the case was taken for, by rule or by a person with a reason; the newest counts (CASE-06)."""

    PRIVACY = Privacy(
        plain="id case code category priority by_rule at", personal={"by_id": WORK, "reason": WORDS}
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="classifications")
    code = models.CharField(max_length=40)
    category = models.CharField(max_length=20)
    priority = models.PositiveSmallIntegerField()
    by_rule = models.BooleanField(default=False)
    by_id = models.UUIDField()
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_classification"


class Transfer(models.Model):
    """The matter belongs to somebody outside the house and went there (CASE-14)."""

    PRIVACY = Privacy(
        plain="id case at guest_told_at", personal={"addressee": WORDS, "reason": WORDS, "by_id": WORK}
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="transfers")
    addressee = models.CharField(max_length=120)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by_id = models.UUIDField()
    guest_told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_transfer"


class Escalation(models.Model):
    """A clock reached a threshold and a post was told; once per clock run, level and round (CASE-22)."""

    PRIVACY = Privacy(plain="id case property_id clock_id clock_name level round share post told_count at")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="escalations")
    property_id = models.UUIDField()
    clock_id = models.UUIDField()
    clock_name = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    share = models.PositiveSmallIntegerField()
    post = models.CharField(max_length=40)
    told_count = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_escalation"
        constraints = [
            models.UniqueConstraint(
                fields=["clock_id", "share", "level", "round", "post"], name="cases_escalation_once"
            )
        ]


class Closure(models.Model):
    """The case was closed: who, when, with which outcome."""

    PRIVACY = Privacy(plain="id case round at", personal={"by_id": WORK, "outcome": WORDS})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="closures")
    round = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by_id = models.UUIDField()
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "cases_closure"
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="cases_closed_once")]


class Reopening(models.Model):
    """A closed case came back; its history stands, a new round begins (CASE-29)."""

    PRIVACY = Privacy(
        plain="id case round at from_priority to_priority", personal={"by_id": WORK, "reason": WORDS}
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reopenings")
    round = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by_id = models.UUIDField()
    reason = models.CharField(max_length=200)
    from_priority = models.PositiveSmallIntegerField()
    to_priority = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "cases_reopening"
        constraints = [models.UniqueConstraint(fields=["case", "round"], name="cases_reopened_once")]
