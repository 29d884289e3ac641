"""A guest who is not to be disturbed for a time: who was to call on them waits, and goes once the time has come (REQ-08)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from innkeeper.cases.actions.change import playbook_for, tell
from innkeeper.cases.actions.running import refresh_due
from innkeeper.cases.actions.visiting import ALERTED
from innkeeper.cases.actions.working import MANAGER_VISIT
from innkeeper.cases.models import Case, Priority, Task
from innkeeper.clocks import actions as clocks
from innkeeper.clocks.queries import open_clocks
from innkeeper.kernel.actors import Actor


def put_visits_off(*, actor: Actor, stay_id: UUID, until: datetime, at: datetime) -> int:
    """Let nobody call on the guest before a time: the visits of their complaints wait, and the clocks that ask for a contact.

    How many complaints wait. Danger waits for nobody; what waits already is left alone. Queries: 1, about 12 a complaint.
    """
    waiting = 0
    with transaction.atomic():
        for case in _complaints_of(stay_id):
            is_new = clocks.pause_clocks(owner_id=case.pk, names=_of_contact(case), at=at, actor=actor)
            for task in _visits_of(case):
                if task.due_at and clocks.pause_clocks(owner_id=task.pk, at=at, actor=actor):
                    is_new += 1
                    task.due_at += until - at
                    task.save(update_fields=["due_at"])
            if is_new:
                waiting += 1
                refresh_due(case)
                tell(case, actor=actor, verb="visit_put_off", at=at)
    return waiting


def let_visits_go(*, actor: Actor, stay_id: UUID, at: datetime) -> int:
    """The time has come, or the sign is gone: what waited runs on, the pause not counted. How many complaints did.

    Safe to repeat. A complaint that is on hold for another reason waits on. Queries: 1, about 12 a complaint.
    """
    going = 0
    with transaction.atomic():
        for case in _complaints_of(stay_id).filter(is_held=False):
            is_waiting = clocks.resume_clocks(owner_id=case.pk, names=_of_contact(case), at=at, actor=actor)
            for task in _visits_of(case):
                if clocks.resume_clocks(owner_id=task.pk, at=at, actor=actor):
                    is_waiting += 1
                    lines = open_clocks([task.pk])[task.pk]
                    task.due_at = next((line.due_at for line in lines if line.name == "task"), task.due_at)
                    task.save(update_fields=["due_at"])
            if is_waiting:
                going += 1
                refresh_due(case)
                tell(case, actor=actor, verb="visit_goes", at=at)
    return going


def _complaints_of(stay_id: UUID) -> QuerySet[Case]:
    here = Case.objects.select_for_update().filter(stay_id=stay_id, kind=ALERTED, is_open=True)
    return here.exclude(priority=Priority.EMERGENCY).order_by("pk")


def _of_contact(case: Case) -> list[str]:
    """The clocks of the case that ask for a contact with the guest."""
    return [rule.name for rule in playbook_for(case).clocks if rule.respects_contact_hours]


def _visits_of(case: Case) -> QuerySet[Task]:
    step, post = MANAGER_VISIT
    return Task.objects.filter(case=case, step=step, post=post, state__in=Task.OPEN)
