"""Reads about the outbox: what is due, how late it is, who works."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet

from innkeeper.outbox.models import Job, JobState, OutboxEvent, ScheduleTick, WorkerBeat

SILENT_AFTER = timedelta(seconds=60)
LATE_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Lag:
    """How the jobs run: `seconds` is the age of the oldest job that is due and not begun."""

    seconds: float
    dead_jobs: int
    last_beat_at: datetime | None
    is_late: bool
    is_silent: bool


def lag(now: datetime) -> Lag:
    """How far the workers are behind. Queries: 3."""
    waiting = Job.objects.filter(state=JobState.WAITING, run_after__lte=now)
    oldest = waiting.aggregate(oldest=Min("run_after"))["oldest"]
    behind = (now - oldest) if oldest else timedelta()
    beat = WorkerBeat.objects.order_by("-beat_at").values_list("beat_at", flat=True).first()
    return Lag(
        seconds=behind.total_seconds(),
        dead_jobs=Job.objects.filter(state=JobState.DEAD).count(),
        last_beat_at=beat,
        is_late=behind > LATE_AFTER,
        is_silent=beat is None or now - beat > SILENT_AFTER,
    )


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that was given up: its kind, since when, after how many tries, with which code; never what it was about."""

    id: UUID
    name: str
    since_at: datetime
    attempts: int
    error: str


def dead_jobs(property_ids: Collection[UUID], *, limit: int) -> list[DeadJob]:
    """Jobs given up in these hotels or in none of them by name, the latest first. Queries: 1."""
    dead = _dead_in(property_ids).order_by("-finished_at", "-id")[:limit]
    return [_as_told(job) for job in dead]


def dead_job(property_ids: Collection[UUID], job_id: UUID) -> DeadJob | None:
    """The job, if it was given up in one of these hotels. Queries: 1."""
    job = _dead_in(property_ids).filter(pk=job_id).first()
    return None if job is None else _as_told(job)


def _as_told(job: Job) -> DeadJob:
    return DeadJob(job.id, job.name, job.finished_at or job.run_after, job.attempts, job.last_error)


def _dead_in(property_ids: Collection[UUID]) -> QuerySet[Job]:
    """A job belongs to the hotel of its event, or to the one that it names; else to the house as a whole."""
    houses = [str(one) for one in property_ids]
    of_event = Q(event__property_id__in=property_ids)
    named_none = Q(args__property_id=None) | Q(args__property_id__isnull=True)
    of_none = Q(event__property_id=None) & (named_none | Q(args__property_id__in=houses))
    return Job.objects.filter(of_event | of_none, state=JobState.DEAD)


def next_due_at() -> datetime | None:
    """When the next job, tick or expired lease is due; None when nothing waits. Queries: 3."""
    found = (
        Job.objects.filter(state=JobState.WAITING).aggregate(at=Min("run_after"))["at"],
        Job.objects.filter(state=JobState.RUNNING).aggregate(at=Min("lease_until"))["at"],
        ScheduleTick.objects.aggregate(at=Min("next_at"))["at"],
    )
    return min((at for at in found if at is not None), default=None)


def pulse(property_id: UUID | None, *, since: datetime) -> str:
    """A text that changes with every event of the hotel recorded since then: what a poll compares. Queries: 1."""
    recent = OutboxEvent.objects.filter(property_id=property_id, at__gte=since)
    found = recent.aggregate(count=Count("id"), latest=Max("at"))
    return f"{found['count']} {found['latest']}"
