"""Tables of the clocks: a row per run, what happened to it, what it announced. Owners are opaque ids."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from innkeeper.clocks import rules
from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.privacy import Privacy


def _choices(values: Sequence[Any]) -> list[tuple[str, str]]:
    return [(str(value), str(value)) for value in values]


def target_kinds() -> list[tuple[str, str]]:
    """What a target can count."""
    return _choices(list(rules.TargetKind))


def outcomes() -> list[tuple[str, str]]:
    """How a run can end."""
    return _choices(list(rules.Outcome))


def happening_kinds() -> list[tuple[str, str]]:
    """What can happen to a clock."""
    return _choices(list(rules.Kind))


class ClockRunQuerySet(models.QuerySet["ClockRun"]):
    """Ways to ask for runs."""

    def still_open(self) -> "ClockRunQuerySet":
        """Runs that go on or wait."""
        return self.filter(stopped_at__isnull=True)

    def of(self, owner_id: UUID, names: Sequence[str] | None = None) -> "ClockRunQuerySet":
        """Runs of one owner, of these names where given."""
        found = self.filter(owner_id=owner_id)
        return found if names is None else found.filter(name__in=list(names))


class ClockRun(models.Model):
    """One run of a named clock of a case or a task. A reopened clock is a new run with the next round."""

    PRIVACY = Privacy(
        plain="id property_id owner_kind owner_id name round target_kind target_amount target_seconds ladder"
        " calendar_version policy_version cap_at quiet_from quiet_to timezone started_at elapsed_seconds"
        " running_since paused_at due_at next_at next_index stopped_at outcome changes"
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    property_id = models.UUIDField()
    owner_kind = models.CharField(max_length=40)
    owner_id = models.UUIDField()
    name = models.CharField(max_length=40)
    round = models.PositiveIntegerField(default=1)
    target_kind = models.CharField(max_length=20, choices=target_kinds)
    target_amount = models.PositiveIntegerField()
    target_seconds = models.PositiveIntegerField()
    ladder = models.JSONField()
    calendar_version = models.CharField(max_length=40, blank=True)
    policy_version = models.CharField(max_length=40, blank=True)
    cap_at = models.DateTimeField(null=True, blank=True)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_to = models.TimeField(null=True, blank=True)
    timezone = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField()
    elapsed_seconds = models.PositiveIntegerField(default=0)
    running_since = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    next_index = models.PositiveSmallIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, blank=True, choices=outcomes)
    changes = models.PositiveIntegerField(default=0)

    objects = ClockRunQuerySet.as_manager()

    class Meta:
        db_table = "clocks_run"
        constraints = [
            models.UniqueConstraint(
                fields=["owner_id", "name"], condition=Q(stopped_at__isnull=True), name="clocks_run_one_open"
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=False)
                | Q(running_since__isnull=False, paused_at__isnull=True)
                | Q(running_since__isnull=True, paused_at__isnull=False),
                name="clocks_run_runs_waits_or_ended",
            ),
            models.CheckConstraint(
                condition=Q(next_at__isnull=True) | Q(running_since__isnull=False, stopped_at__isnull=True),
                name="clocks_run_only_running_announces",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at", "id"], condition=Q(next_at__isnull=False), name="clocks_run_next"
            ),
            models.Index(fields=["owner_id"], name="clocks_run_owner"),
            models.Index(
                fields=["property_id", "due_at"],
                condition=Q(stopped_at__isnull=True),
                name="clocks_run_open_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.round}"

    @property
    def target(self) -> rules.Target:
        """What the clock was asked to keep."""
        return rules.target_from(self.target_kind, self.target_amount)

    @property
    def quiet(self) -> rules.QuietHours | None:
        """The guest's quiet hours that it respects."""
        if self.quiet_from is None or self.quiet_to is None:
            return None
        return rules.QuietHours(self.quiet_from, self.quiet_to, ZoneInfo(self.timezone))

    @property
    def state(self) -> rules.ClockState:
        """The run as a value to reckon with."""
        return rules.ClockState(
            started_at=self.started_at,
            target_seconds=self.target_seconds,
            rungs=rules.rungs_from(self.ladder),
            elapsed_seconds=self.elapsed_seconds,
            running_since=self.running_since,
            paused_at=self.paused_at,
            cap_at=self.cap_at,
            quiet=self.quiet,
            next_index=self.next_index,
            stopped_at=self.stopped_at,
            outcome=rules.Outcome(self.outcome) if self.outcome else None,
        )

    def take_quiet(self, quiet: rules.QuietHours | None) -> None:
        """Put the guest's quiet hours into the columns; the caller saves."""
        if quiet:
            self.quiet_from, self.quiet_to, self.timezone = quiet.starts, quiet.ends, quiet.timezone.key

    def take(self, state: rules.ClockState) -> None:
        """Put a reckoned value into the columns; the caller saves. A stopped run keeps the due time it was judged by."""
        if state.is_open:
            self.due_at = state.due_at
        self.target_seconds, self.elapsed_seconds = state.target_seconds, state.elapsed_seconds
        self.running_since, self.paused_at = state.running_since, state.paused_at
        self.cap_at, self.next_index, self.next_at = state.cap_at, state.next_index, state.next_at
        self.stopped_at, self.outcome = state.stopped_at, state.outcome or ""


STATE_COLUMNS = [
    "target_seconds",
    "elapsed_seconds",
    "running_since",
    "paused_at",
    "cap_at",
    "due_at",
    "next_at",
    "next_index",
    "stopped_at",
    "outcome",
    "changes",
]


class ClockHappening(models.Model):
    """What happened to a run, in order, never changed: the run can be worked out from it again."""

    PRIVACY = Privacy(plain="id run at number kind actor_id target_seconds elapsed_seconds cap_at outcome")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey(ClockRun, on_delete=models.CASCADE, related_name="happenings")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=happening_kinds)
    actor_id = models.UUIDField(null=True, blank=True)
    target_seconds = models.PositiveIntegerField(default=0)
    elapsed_seconds = models.PositiveIntegerField(default=0)
    cap_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, blank=True, choices=outcomes)

    class Meta:
        db_table = "clocks_happening"
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="clocks_happening_in_order")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"

    @property
    def as_value(self) -> rules.Happening:
        """The happening to replay."""
        outcome = rules.Outcome(self.outcome) if self.outcome else None
        return rules.Happening(rules.Kind(self.kind), self.at, self.target_seconds, self.cap_at, outcome)


class ClockFiring(models.Model):
    """One announcement of a run: each level and step once, in every round."""

    PRIVACY = Privacy(plain="id run share level round step due_at fired_at")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey(ClockRun, on_delete=models.CASCADE, related_name="firings")
    share = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    round = models.PositiveIntegerField()
    step = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    fired_at = models.DateTimeField()

    class Meta:
        db_table = "clocks_firing"
        constraints = [
            models.UniqueConstraint(
                fields=["run", "round", "share", "level", "step"], name="clocks_firing_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.share} % level {self.level} step {self.step}"
