"""What is done on a case: tasks, findings, evidence, approvals, links."""

from django.db import models
from django.db.models import Q

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Grade, Personal, Privacy
from innkeeper.vault.fields import SealedField

from .case import Case, title_shown
from .choices import ApprovalState, TaskState, approval_states, task_states
from .course import WORDS, WORK


class Task(models.Model):
    """One job of one department on a case; the case closes when all are done (CASE-30, CASE-31).

    `title_redacted` is as somebody typed it, or in Chinese what the house says; then `title_en` says it in English.
    `given_on_id` is the case it was given on while a merge has it in another one, else None.
    """

    PRIVACY = Privacy(
        plain="id case property_id department post room_number state needs_evidence target_minutes done_by_radio "
        "offered_at accepted_at arrived_at done_at due_at step edit_version given_on_id",
        personal={
            "title_redacted": WORDS,
            "title_en": WORDS,
            "assignee_id": WORK,
            "created_by_id": WORK,
            "done_by_id": WORK,
            "recorded_by_id": WORK,
            "result_redacted": WORDS,
        },
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    given_on_id = models.UUIDField(null=True)
    property_id = models.UUIDField()
    title_redacted = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    department = models.CharField(max_length=40)
    post = models.CharField(max_length=40, blank=True)
    room_number = models.CharField(max_length=12, blank=True)
    assignee_id = models.UUIDField(null=True)
    state = models.CharField(max_length=12, choices=task_states, default=TaskState.OFFERED)
    step = models.CharField(max_length=40, blank=True)
    needs_evidence = models.BooleanField(default=False)
    target_minutes = models.PositiveIntegerField(null=True)
    due_at = models.DateTimeField(null=True)
    created_by_id = models.UUIDField()
    offered_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by_id = models.UUIDField(null=True)
    recorded_by_id = models.UUIDField(null=True)
    done_by_radio = models.BooleanField(default=False)
    result_redacted = models.CharField(max_length=400, blank=True)
    edit_version = models.PositiveIntegerField(default=1)

    OPEN = (TaskState.OFFERED, TaskState.ACCEPTED, TaskState.ARRIVED)

    class Meta:
        db_table = "cases_task"
        indexes = [
            # What is in hand is found here by a Constant, however many tasks are done.
            models.Index(
                fields=["assignee_id", "due_at"],
                name="cases_task_in_hand",
                condition=Q(state__in=[TaskState.OFFERED, TaskState.ACCEPTED, TaskState.ARRIVED]),
            ),
            # By state and not by a condition: SQLite uses no partial index for a state that is a parameter.
            models.Index(
                fields=["property_id", "state", "department", "due_at"], name="cases_task_department"
            ),
        ]

    @property
    def title(self) -> str:
        """What is to be done, in the reader's language where the house said it."""
        return title_shown(self.title_redacted, self.title_en)

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return self.state in self.OPEN


class Tap(models.Model):
    """One press of a thumb on a task, by the key that the phone gave it: sent twice, it counts once."""

    PRIVACY = Privacy(
        plain="id task verb outcome happened_at received_at",
        personal={"staff_id": WORK},
    )

    id = models.UUIDField(primary_key=True, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="taps")
    staff_id = models.UUIDField()
    verb = models.CharField(max_length=12)
    outcome = models.CharField(max_length=12)
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        db_table = "cases_tap"


class Finding(models.Model):
    """Something found out while looking into the matter (CASE-15)."""

    PRIVACY = Privacy(
        plain="id case source at",
        personal={
            "text": Personal(Grade.HIGH, purpose="case", retention="case", is_exported=False),
            "text_redacted": WORDS,
            "by_id": WORK,
        },
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="findings")
    source = models.CharField(max_length=20, default="talk")
    text = SealedField()
    text_redacted = models.TextField()
    by_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_finding"


class Evidence(models.Model):
    """A file that proves something: the original sealed byte for byte, the display copy stripped."""

    PRIVACY = Privacy(
        plain="id case task digest content_type byte_count width height added_at happened_at",
        personal={
            "original": Personal(Grade.HIGH, purpose="case", retention="case"),
            "display": Personal(Grade.HIGH, purpose="case", retention="case", is_exported=False),
            "caption_redacted": WORDS,
            "added_by_id": WORK,
        },
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="evidence")
    task = models.ForeignKey(Task, null=True, on_delete=models.CASCADE, related_name="evidence")
    original = SealedField()
    display = SealedField(null=True)
    digest = models.CharField(max_length=64)
    content_type = models.CharField(max_length=60)
    byte_count = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    caption_redacted = models.CharField(max_length=120, blank=True)
    added_by_id = models.UUIDField()
    added_at = models.DateTimeField()
    happened_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_evidence"
        constraints = [models.UniqueConstraint(fields=["case", "digest"], name="cases_evidence_once")]


class Approval(models.Model):
    """A decision beyond somebody's limit, asked for, given (by phone too) and ratified (审批, 补批).

    By phone: `decided_by` said yes at `said_at`, `heard_by` heard it. What could not wait was done at `acted_at`
    before anybody decided. Both are to be ratified by `ratify_by_at`.
    """

    PRIVACY = Privacy(
        plain="id case property_id subject subject_id post state currency amount_minor by_phone asked_at decided_at "
        "ratified_at said_at acted_at ratify_by_at",
        personal={
            "reason": WORDS,
            "heard_by_id": WORK,
            "acted_by_id": WORK,
            "acted_because": WORDS,
            "asked_by_id": WORK,
            "decided_by_id": WORK,
            "recorded_by_id": WORK,
            "ratified_by_id": WORK,
        },
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="approvals")
    property_id = models.UUIDField()
    subject = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True)
    post = models.CharField(max_length=40)
    reason = models.CharField(max_length=200)
    currency = models.CharField(max_length=3, blank=True)
    amount_minor = models.BigIntegerField(null=True)
    state = models.CharField(max_length=12, choices=approval_states, default=ApprovalState.ASKED)
    asked_by_id = models.UUIDField()
    asked_at = models.DateTimeField()
    decided_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    by_phone = models.BooleanField(default=False)
    recorded_by_id = models.UUIDField(null=True)
    said_at = models.DateTimeField(null=True)
    heard_by_id = models.UUIDField(null=True)
    acted_at = models.DateTimeField(null=True)
    acted_by_id = models.UUIDField(null=True)
    acted_because = models.CharField(max_length=200, blank=True)
    ratify_by_at = models.DateTimeField(null=True)
    ratified_at = models.DateTimeField(null=True)
    ratified_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "cases_approval"
        indexes = [
            models.Index(fields=["property_id", "state", "post"], name="cases_approval_asked"),
            models.Index(
                fields=["property_id", "ratify_by_at"],
                name="cases_approval_to_ratify",
                condition=Q(ratify_by_at__isnull=False, ratified_at__isnull=True),
            ),
        ]


class CaseLink(models.Model):
    """Two cases that belong together: neighbours, a parent incident, a follow-up, a merge and the clocks that went along."""

    PRIVACY = Privacy(
        plain="id case other relation at undone_at clocks_moved", personal={"by_id": WORK, "reason": WORDS}
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="linked_from")
    relation = models.CharField(max_length=20)
    by_id = models.UUIDField()
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    clocks_moved = models.JSONField(default=list)

    class Meta:
        db_table = "cases_link"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "other", "relation"],
                condition=Q(undone_at__isnull=True),
                name="cases_link_once",
            ),
            models.CheckConstraint(condition=~Q(case=models.F("other")), name="cases_link_two"),
        ]
