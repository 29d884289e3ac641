"""Tables of the outbox: events, jobs, ticks, deliveries, worker beats. Ids and codes only."""

from django.db import models

from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Privacy


class OutboxEvent(models.Model):
    """A recorded fact, written in the transaction of the change it tells of."""

    PRIVACY = Privacy(plain="id name property_id facts at")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80)
    property_id = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="outbox_event_at"),
            models.Index(fields=["property_id", "at"], name="outbox_event_house"),
        ]

    def __str__(self) -> str:
        return self.name


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


def job_states() -> list[tuple[str, str]]:
    """The states, for the field."""
    return [(str(value), str(label)) for value, label in JobState.choices]


class Job(models.Model):
    """A piece of work to do once; a worker holds it by a lease."""

    PRIVACY = Privacy(
        plain="id name args event state priority run_after attempts lease_token lease_until "
        "unique_key last_error created_at finished_at"
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80)
    args = models.JSONField(default=dict)
    event = models.ForeignKey(OutboxEvent, null=True, on_delete=models.CASCADE, related_name="jobs")
    state = models.CharField(max_length=8, choices=job_states, default=JobState.WAITING)
    priority = models.SmallIntegerField(default=5)
    run_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    unique_key = models.CharField(max_length=200, blank=True)
    last_error = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unique_key"],
                condition=models.Q(state="waiting") & ~models.Q(unique_key=""),
                name="outbox_job_waiting_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="running")
                | models.Q(lease_token__isnull=False, lease_until__isnull=False),
                name="outbox_job_running_is_leased",
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "run_after"], condition=models.Q(state="waiting"), name="outbox_job_due"
            ),
            models.Index(fields=["run_after"], condition=models.Q(state="waiting"), name="outbox_job_next"),
            models.Index(
                fields=["lease_until"], condition=models.Q(state="running"), name="outbox_job_lease"
            ),
            models.Index(
                fields=["lease_token"], condition=models.Q(state="running"), name="outbox_job_token"
            ),
            models.Index(fields=["finished_at"], condition=models.Q(state="done"), name="outbox_job_done"),
            models.Index(fields=["id"], condition=models.Q(state="dead"), name="outbox_job_dead"),
        ]

    def __str__(self) -> str:
        return self.name


class ScheduleTick(models.Model):
    """When a schedule runs next; moving it on is what gives a tick to one worker only."""

    PRIVACY = Privacy(plain="name next_at last_at")

    name = models.CharField(max_length=80, primary_key=True)
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class WorkerBeat(models.Model):
    """A worker's last sign of life."""

    PRIVACY = Privacy(plain="name started_at beat_at jobs_done")

    name = models.CharField(max_length=120, primary_key=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    jobs_done = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class DeliveryState(models.TextChoices):
    """Where an outgoing message stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"


def delivery_states() -> list[tuple[str, str]]:
    """The states, for the field."""
    return [(str(value), str(label)) for value, label in DeliveryState.choices]


class Delivery(models.Model):
    """One message to the outside; its id is the idempotency id that the receiver sees. Never its text."""

    PRIVACY = Privacy(
        plain="id port property_id subject_kind subject_id state attempts receipt last_error created_at sent_at"
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    port = models.CharField(max_length=40)
    property_id = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    state = models.CharField(max_length=8, choices=delivery_states, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    receipt = models.CharField(max_length=120, blank=True)
    last_error = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="outbox_delivery_subject")]

    def __str__(self) -> str:
        return self.port
