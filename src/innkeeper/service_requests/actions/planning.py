"""Tasks for later: offered at their time, with a clock that starts then."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from innkeeper.cases import actions as cases
from innkeeper.cases.actions import Both, Job
from innkeeper.cases.models import Case, Task
from innkeeper.kernel.actors import Actor
from innkeeper.outbox import actions as outbox
from innkeeper.service_requests.models import PlannedTask
from innkeeper.service_requests.rules import DELIVER


def plan(case: Case, job: Job, *, offer_at: datetime, actor: Actor, at: datetime) -> PlannedTask:
    """Write down a task that is offered at its time, inside the caller's transaction (REQ-05)."""
    planned = PlannedTask.objects.create(
        case=case,
        property_id=case.property_id,
        **cases.title_columns(job.title, case),
        department=job.department,
        post=job.post,
        room_number=job.room_number or case.room_number,
        minutes=job.minutes or 0,
        step=job.step,
        offer_at=offer_at,
        planned_at=at,
        planned_by_id=actor.id,
    )
    outbox.enqueue("service_requests.offer_planned", at=at, run_after=offer_at, planned_id=planned.pk)
    facts = {"planned": str(planned.pk), "department": job.department, "offer_at": offer_at.isoformat()}
    cases.tell(case, actor=actor, verb="task_planned", at=at, facts=facts)
    return planned


def offer_planned(*, actor: Actor, planned_id: UUID, at: datetime) -> bool:
    """Offer a task whose time has come; the case goes on and its clocks with it. False when it was offered or dropped.

    Safe to repeat. A case that is closed by then drops it; one that went up in another gives it there. Where that one
    is closed, the request comes out of it again: what was promised for an hour is not lost in another's closure.
    """
    with transaction.atomic():
        row = PlannedTask.objects.select_for_update().filter(pk=planned_id).first()
        if row is None or not row.is_waiting or row.offer_at > at:
            return False
        case = cases.stand_up(row.case_id, actor=actor, at=at)
        if not case.is_open:
            row.dropped_at = at
            row.save(update_fields=["dropped_at"])
            return False
        case.names_to_hide = ()
        if case.is_held and case.pk == row.case_id:
            cases.wake(case, actor=actor, at=at)
        job = Job(
            title=Both(row.title_redacted, row.title_en) if row.title_en else row.title_redacted,
            department=row.department,
            post=row.post,
            room_number=row.room_number,
            minutes=row.minutes or None,
            step=row.step,
        )
        row.task = cases.offer(case, job, actor=actor, at=at)
        cases.keep_home(row.task, row.case_id)
        row.save(update_fields=["task"])
        return True


def deliver_at_hour(
    *,
    actor: Actor,
    property_id: UUID,
    code: str,
    room: str,
    hour: datetime,
    within: timedelta,
    done_by_id: UUID,
    at: datetime,
) -> int:
    """What a room asked for at this hour was done, as another book says: its tasks are done by who did it; how many.

    One that was not offered yet is given at once. Safe to repeat. Queries: 1, and those of a task each.
    """
    wanted = Case.objects.filter(
        property_id=property_id,
        taxonomy_code=code,
        room_number=room,
        closed_at=None,
        request__wanted_at__range=(hour - within, hour + within),
    )
    cases_at_hour = list(wanted.values_list("pk", flat=True))
    for planned in PlannedTask.objects.filter(
        case__in=cases_at_hour, step=DELIVER, task=None, dropped_at=None
    ):
        planned.offer_at = min(planned.offer_at, at)
        planned.save(update_fields=["offer_at"])
        offer_planned(actor=actor, planned_id=planned.pk, at=at)
    mine = Q(case__in=cases_at_hour) | Q(given_on_id__in=cases_at_hour)
    tasks = list(Task.objects.filter(mine, step=DELIVER, state__in=[*Task.OPEN]))
    for task in tasks:
        cases.finish_by_radio(actor=actor, task_id=task.pk, done_by_id=done_by_id, at=at)
    return len(tasks)


def drop_planned(case: Case, step: str, *, at: datetime) -> int:
    """What was planned under this step is no longer needed; how many. Inside the caller's transaction."""
    waiting = PlannedTask.objects.filter(case=case, step=step, task=None, dropped_at=None)
    return waiting.update(dropped_at=at)
