"""A request ends without being delivered: the guest no longer wants it, or is gone; and a closed one begins again."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, Task, TaskState
from innkeeper.cases.queries.playbooks import code_named
from innkeeper.kernel.actors import Actor, system
from innkeeper.kernel.errors import NotPermitted, WrongState
from innkeeper.notices import actions as notices
from innkeeper.service_requests.actions.asking import KIND, job_of
from innkeeper.service_requests.actions.delivering import HOUSE, close_delivered
from innkeeper.service_requests.models import PlannedTask, RequestDetail, Word
from innkeeper.service_requests.rules import FOLLOW_UP


def withdraw_request(*, actor: Actor, case_id: UUID, at: datetime, words: str = "") -> None:
    """The guest no longer wants it: what is given or planned for it falls away, whoever was on the way hears it at once.

    Who takes cases in may. Raises: NotPermitted; WrongState where nothing is left to bring; NotFound.
    """
    if not actor.may("cases.take_in"):
        raise NotPermitted(_("Your post does not allow this."))
    typed = {"words": words}
    with cases.changing(actor=actor, case_id=case_id, verb="contact", at=at, typed=typed) as case:
        if not _is_left(case):
            raise WrongState(_("Nothing is left to bring. Note what the guest says instead."))
        called_off(case, words.strip() or _("The guest no longer wants it."), actor=actor, at=at)
    close_delivered(actor=system(HOUSE), case_id=case_id, at=at)


def called_off(case: Case, reason: str, *, actor: Actor, at: datetime) -> None:
    """Nothing more is brought or asked for this request, inside the caller's transaction that holds it."""
    RequestDetail.objects.update_or_create(
        case=case,
        defaults={
            "property_id": case.property_id,
            "confirmed_by": Word.WITHDRAWN,
            "confirmed_by_id": actor.id,
            "confirmed_at": at,
        },
    )
    PlannedTask.objects.filter(case=case, task=None, dropped_at=None).update(dropped_at=at)
    if case.is_held:
        cases.wake(case, actor=actor, at=at)
    on_the_way = cases.drop_tasks(case, {}, reason=reason, actor=actor, at=at)
    about = cases.notice_about(case, "withdrawn", at=at) | {"text_key": "requests.withdrawn"}
    told = sorted(set(on_the_way) - {actor.id}, key=str)
    if told:
        notices.notify(actor=actor, staff_ids=told, **about)
    cases.tell(case, actor=actor, verb="request_withdrawn", at=at)


def begin_again(*, actor: Actor, case_id: UUID, at: datetime) -> bool:
    """A request that was closed and is open again gets its task again, and is closed on a new word; False where it has one.

    Safe to repeat. The house alone. Raises: NotPermitted. Source: CASE-29.
    """
    if not actor.is_system:
        raise NotPermitted(_("Your post does not allow this."))
    found = Case.objects.filter(pk=case_id, kind=KIND, is_open=True).first()
    if found is None:
        return False
    with cases.changing(actor=actor, case_id=case_id, verb="task", at=at) as case:
        is_waiting = PlannedTask.objects.filter(case=case, task=None, dropped_at=None).exists()
        if is_waiting or Task.objects.filter(case=case, state__in=[*Task.OPEN, TaskState.CANNOT]).exists():
            return False
        RequestDetail.objects.filter(pk=case.pk).update(
            is_sampled=None, confirmed_by="", confirmed_by_id=None, confirmed_at=None
        )
        code = code_named(case.property_id, case.taxonomy_code) if case.taxonomy_code else None
        cases.offer(case, job_of(case, code), actor=actor, at=at)
    return True


def _is_left(case: Case) -> bool:
    """Whether something of the work itself is given or planned and not done."""
    open_ones = Task.objects.filter(case=case, state__in=[*Task.OPEN, TaskState.CANNOT]).exclude(
        step=FOLLOW_UP
    )
    waiting = PlannedTask.objects.filter(case=case, task=None, dropped_at=None).exclude(step=FOLLOW_UP)
    return open_ones.exists() or waiting.exists()
