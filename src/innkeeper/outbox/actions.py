"""The writers of the outbox: record an event, put a job down, claim, finish, fail, give back."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Least

from innkeeper.kernel.events import Event
from innkeeper.outbox import jobs, rules, subscriptions
from innkeeper.outbox.events import JobDied
from innkeeper.outbox.models import Job, JobState, OutboxEvent
from innkeeper.outbox.rules import Fact

DEFAULT_PRIORITY = 5
DONE_KEPT = timedelta(days=7)
EVENTS_KEPT = timedelta(days=90)


def record(event: Event, *, at: datetime) -> UUID:
    """Write the event and the jobs it starts into the caller's open transaction.

    Raises RuntimeError outside a transaction. Queries: 1, and 1 more when jobs start.
    """
    return record_many([event], at=at)[0]


def record_many(events: Sequence[Event], *, at: datetime) -> list[UUID]:
    """Write many events, and the jobs they start, in two inserts (imports).

    Raises RuntimeError outside a transaction.
    """
    _insist_on_transaction()
    rows = [
        OutboxEvent(name=event.name, property_id=event.property_id, facts=event.facts(), at=at)
        for event in events
    ]
    started = [
        Job(name=name, args=row.facts, event=row, run_after=at, created_at=at, priority=_priority(name))
        for row, event in zip(rows, events, strict=True)
        for name in subscriptions.jobs_for(event.topic)
    ]
    OutboxEvent.objects.bulk_create(rows, batch_size=500)
    Job.objects.bulk_create(started, batch_size=500)
    return [row.id for row in rows]


def enqueue(
    job_name: str,
    *,
    at: datetime,
    run_after: datetime | None = None,
    unique_key: str | None = None,
    **ids: UUID | Fact,
) -> UUID:
    """Put a job down; it runs when the surrounding transaction is committed and `run_after` has come.

    While a job of the same `unique_key` waits, no second one is made: the first one's id comes back,
    and it runs at the earlier of both times. Queries: 1, with a key 3 at most.
    """
    args = {key: str(value) if isinstance(value, UUID) else value for key, value in ids.items()}
    fresh = Job(
        name=job_name,
        args=args,
        run_after=run_after or at,
        created_at=at,
        unique_key=unique_key or "",
        priority=_priority(job_name),
    )
    if not unique_key:
        fresh.save(force_insert=True)
        return fresh.id
    return _enqueue_once(fresh)


def _enqueue_once(fresh: Job) -> UUID:
    """Insert the job, or join the waiting one and hold its row until the caller's commit.

    Holding the row matters: else a worker could take the waiting job and run it before our change is there.
    """
    held = Job.objects.filter(unique_key=fresh.unique_key, state=JobState.WAITING)
    with transaction.atomic():
        while True:
            if held.update(run_after=Least(F("run_after"), fresh.run_after)):
                return held.values_list("id", flat=True).get()
            Job.objects.bulk_create([fresh], ignore_conflicts=True)
            if Job.objects.filter(id=fresh.id).exists():
                return fresh.id


def claim(*, now: datetime, lease: timedelta, limit: int, names: Collection[str]) -> list[Job]:
    """Take up to `limit` due jobs of the given names under one new token.

    A job whose lease ran out (its worker died) is taken alone, so that a job which kills its worker
    takes no others with it. Safe with any number of workers on both databases.
    """
    with transaction.atomic():
        lost = _lockable(state=JobState.RUNNING, lease_until__lte=now, name__in=names)
        taken = list(lost.order_by("lease_until")[:1])
        if not taken:
            due = _lockable(state=JobState.WAITING, run_after__lte=now, name__in=names)
            taken = list(due.order_by("priority", "run_after")[:limit])
        token, until = uuid4(), now + lease
        Job.objects.filter(id__in=[job.id for job in taken]).update(
            state=JobState.RUNNING, lease_token=token, lease_until=until, attempts=F("attempts") + 1
        )
    for job in taken:
        job.lease_token, job.lease_until, job.attempts = token, until, job.attempts + 1
    return taken


def renew(*, token: UUID, now: datetime, lease: timedelta) -> int:
    """Hold on to everything under the token for another lease; the number of jobs still held."""
    return Job.objects.filter(lease_token=token, state=JobState.RUNNING).update(lease_until=now + lease)


def finish(job: Job, *, at: datetime) -> bool:
    """Mark the job done, if it is still ours; False when its lease went to another worker."""
    return bool(
        _ours(job).update(
            state=JobState.DONE, finished_at=at, lease_token=None, lease_until=None, last_error=""
        )
    )


def fail(job: Job, *, error: BaseException, at: datetime) -> bool:
    """Let the job rest and come back, or give it up and raise the alarm; False when it is no longer ours."""
    spec = jobs.declared().get(job.name)
    code = rules.error_code(error)
    if job.attempts >= (spec.max_attempts if spec else rules.MAX_ATTEMPTS):
        return _give_up(job, code=code, at=at)
    rest = rules.pause_before_retry(attempts=job.attempts, job_id=job.id)
    with transaction.atomic():
        if job.unique_key and _joined_by_a_later_one(job):
            return bool(_ours(job).update(state=JobState.DONE, finished_at=at, last_error="superseded"))
        return _return_to_waiting(job, run_after=at + rest, attempts=job.attempts, last_error=code)


def give_back(job: Job, *, at: datetime) -> bool:
    """Put a claimed but unbegun job back at once, its attempt not counted (the worker stops)."""
    with transaction.atomic():
        if job.unique_key and _joined_by_a_later_one(job):
            return bool(_ours(job).update(state=JobState.DONE, finished_at=at, last_error="superseded"))
        return _return_to_waiting(job, run_after=at, attempts=job.attempts - 1, last_error=job.last_error)


def revive(job_id: UUID, *, at: datetime) -> bool:
    """Let a job that was given up run again from its first attempt; False when it is not given up any more.

    Where a later job of its key waits already, that one does the work and this one is done.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(id=job_id, state=JobState.DEAD).first()
        if job is None:
            return False
        if job.unique_key and _joined_by_a_later_one(job):
            job.state, job.last_error = JobState.DONE, "superseded"
        else:
            job.state, job.attempts, job.run_after, job.finished_at = JobState.WAITING, 0, at, None
        job.save(update_fields=["state", "last_error", "attempts", "run_after", "finished_at"])
    return True


def forget_finished(*, now: datetime, limit: int = 2000) -> int:
    """Drop jobs done a week ago and events of ninety days; dead jobs stay. The number dropped."""
    done = Job.objects.filter(state=JobState.DONE, finished_at__lt=now - DONE_KEPT)
    dropped = Job.objects.filter(id__in=list(done.values_list("id", flat=True)[:limit])).delete()[0]
    old = OutboxEvent.objects.filter(at__lt=now - EVENTS_KEPT, jobs__isnull=True)
    return (
        dropped
        + OutboxEvent.objects.filter(id__in=list(old.values_list("id", flat=True)[:limit])).delete()[0]
    )


def _insist_on_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An event is recorded inside the transaction of its change.")


def _priority(job_name: str) -> int:
    spec = jobs.declared().get(job_name)
    return spec.priority if spec else DEFAULT_PRIORITY


def _lockable(**conditions: object) -> QuerySet[Job]:
    """Rows that no other worker has locked; on SQLite the immediate transaction is the lock."""
    return Job.objects.select_for_update(skip_locked=True).filter(**conditions)


def _ours(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(id=job.id, lease_token=job.lease_token, state=JobState.RUNNING)


def _joined_by_a_later_one(job: Job) -> bool:
    later = Job.objects.select_for_update().filter(unique_key=job.unique_key, state=JobState.WAITING)
    return later.exclude(id=job.id).first() is not None


def _return_to_waiting(job: Job, *, run_after: datetime, attempts: int, last_error: str) -> bool:
    return bool(
        _ours(job).update(
            state=JobState.WAITING,
            run_after=run_after,
            attempts=attempts,
            last_error=last_error,
            lease_token=None,
            lease_until=None,
        )
    )


def _give_up(job: Job, *, code: str, at: datetime) -> bool:
    """Set the job aside and record the alarm; a job that the alarm itself started makes no further alarm."""
    with transaction.atomic():
        is_ours = _ours(job).update(
            state=JobState.DEAD, finished_at=at, last_error=code, lease_token=None, lease_until=None
        )
        is_alarm = job.event is not None and job.event.name == JobDied.name
        if is_ours and not is_alarm:
            house = job.event.property_id if job.event is not None else None
            record(JobDied(property_id=house, job_id=job.id, job_name=job.name), at=at)
    return bool(is_ours)
