"""A request ends: on the deliverer's word, on the guest's tap, or after a follow-up call for those drawn."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases import policy
from innkeeper.cases.actions import GatesOpen, Job
from innkeeper.cases.models import Case, Task, TaskState
from innkeeper.cases.queries.playbooks import code_named
from innkeeper.clocks import actions as clocks
from innkeeper.kernel.actors import Actor, system
from innkeeper.kernel.errors import NotPermitted, WrongState
from innkeeper.properties.queries import property_of
from innkeeper.service_requests.actions.asking import KIND, job_of
from innkeeper.service_requests.actions.planning import drop_planned, plan
from innkeeper.service_requests.models import PlannedTask, RequestDetail, Word
from innkeeper.service_requests.rules import CALL_MINUTES, FOLLOW_UP, call_at, is_sampled, percent_called
from innkeeper.stays.queries import has_left

HOUSE = "service_requests.close_delivered"
CALLER = "order_taker"


def close_delivered(*, actor: Actor, case_id: UUID, at: datetime) -> bool:
    """Close a request whose last task is done; one drawn for it gets its follow-up call first. False while open.

    The call is never offered at night, nor to a guest who has left by morning. Safe to repeat.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(pk=case_id, kind=KIND, is_open=True).first()
        if case is None:
            return False
        _draw(case, actor=actor, at=at)
    done = Task.objects.filter(case=case, state=TaskState.DONE).exclude(step=FOLLOW_UP).order_by("-done_at")
    last = done.first()
    try:
        cases.close_case(
            actor=actor, case_id=case_id, at=at, outcome=last.result_redacted[:200] if last else ""
        )
    except GatesOpen:
        return False
    return True


def confirm_by_guest(*, actor: Actor, case_id: UUID, at: datetime) -> bool:
    """The guest says that it is there: what was planned as a call falls away, the request closes where nothing is left.

    From the guest's own page the system is the actor; at the desk, who takes cases in. Raises: NotPermitted.
    """
    if not actor.may("cases.take_in"):
        raise NotPermitted(_("Your post does not allow this."))
    with cases.changing(actor=actor, case_id=case_id, verb="contact", at=at) as case:
        _confirm(case, Word.GUEST, actor=actor, at=at)
        drop_call(case, actor=actor, at=at)
        cases.tell(case, actor=actor, verb="confirmed_by_guest", at=at)
    return close_delivered(actor=system(HOUSE), case_id=case_id, at=at)


def drop_call(case: Case, *, actor: Actor, at: datetime) -> None:
    """The follow-up call is no longer needed, planned or given, inside the caller's transaction that holds the case."""
    drop_planned(case, FOLLOW_UP, at=at)
    for task in Task.objects.filter(case=case, step=FOLLOW_UP, state__in=[*Task.OPEN]):
        task.state, task.edit_version = TaskState.CANCELLED, task.edit_version + 1
        task.save(update_fields=["state", "edit_version"])
        clocks.cancel_clocks(owner_id=task.pk, at=at, actor=actor)


def note_call(*, actor: Actor, case_id: UUID, is_satisfied: bool, words: str, at: datetime) -> None:
    """The follow-up call was made. Satisfied, the request closes; if not, the department gets it again at once.

    One transaction: a worker that saw the call as made before the answer would close the request on it.
    Raises: WrongState where no call is due; NotPermitted.
    """
    with cases.changing(actor=actor, case_id=case_id, verb="contact", at=at) as case:
        call = Task.objects.filter(case=case, step=FOLLOW_UP, state__in=[*Task.OPEN]).first()
        if call is None:
            raise WrongState(_("No follow-up call is due."))
        policy.insist_task(actor, call)
        cases.finish_step(case, FOLLOW_UP, actor=actor, result=words, at=at)
        if is_satisfied:
            _confirm(case, Word.CALL, actor=actor, at=at)
        else:
            code = code_named(case.property_id, case.taxonomy_code)
            RequestDetail.objects.filter(pk=case.pk).update(is_sampled=None)
            again = job_of(case, code, cases.in_both(lambda: _again(case.title)))
            cases.offer(case, again, actor=actor, at=at)
        facts = {"is_satisfied": is_satisfied}
        cases.tell(case, actor=actor, verb="follow_up_called", at=at, facts=facts)
    close_delivered(actor=system(HOUSE), case_id=case_id, at=at)


def _again(what: str) -> str:
    return _("Again, the guest is not satisfied: %(what)s") % {"what": what}


def _draw(case: Case, *, actor: Actor, at: datetime) -> None:
    """Decide once, when the work is done, whether the guest is called; offer or plan the call."""
    detail, _made = RequestDetail.objects.get_or_create(case=case, defaults={"property_id": case.property_id})
    tasks = list(Task.objects.filter(case=case).values_list("step", "state"))
    is_done = any(state == TaskState.DONE for step, state in tasks if step != FOLLOW_UP)
    if not is_done or any(state in (*Task.OPEN, TaskState.CANNOT) for _step, state in tasks):
        return
    if detail.is_sampled and not detail.confirmed_by and _is_called(case):
        _confirm(case, Word.CALL, actor=actor, at=at)
    elif detail.is_sampled is None:
        detail.is_sampled = _sampled(case, detail, actor=actor, at=at)
        detail.save(update_fields=["is_sampled"])
    if not detail.is_sampled:
        _confirm(case, Word.DELIVERER, actor=actor, at=at)


def _sampled(case: Case, detail: RequestDetail, *, actor: Actor, at: datetime) -> bool:
    code = code_named(case.property_id, case.taxonomy_code)
    if detail.confirmed_by or detail.is_solved_on_spot or not case.room_number:
        return False
    percent = percent_called(detail.need_class, code.sample_percent if code else 0)
    if not is_sampled(case.pk, percent):
        return False
    if case.stay_id is not None and has_left(case.stay_id):
        return False
    moment = call_at(at=at, departs_at=case.departs_at, timezone=property_of(case.property_id).timezone)
    if moment is None:
        return False
    case.names_to_hide = ()
    job = Job(
        title=cases.in_both(lambda: _("Follow-up call: %(what)s") % {"what": case.title}),
        department="customer_service",
        post=CALLER,
        room_number=case.room_number,
        minutes=CALL_MINUTES,
        step=FOLLOW_UP,
    )
    if moment <= at:
        cases.offer(case, job, actor=actor, at=at)
    else:
        plan(case, job, offer_at=moment, actor=actor, at=at)
    return True


def _is_called(case: Case) -> bool:
    """Whether the call that was drawn is behind us: made, or dropped with nothing waiting."""
    waits = PlannedTask.objects.filter(case=case, step=FOLLOW_UP, task=None, dropped_at=None).exists()
    return not waits and Task.objects.filter(case=case, step=FOLLOW_UP).exists()


def _confirm(case: Case, word: Word, *, actor: Actor, at: datetime) -> None:
    """Keep on whose word it may be closed; the first one stands."""
    RequestDetail.objects.get_or_create(case=case, defaults={"property_id": case.property_id})
    RequestDetail.objects.filter(pk=case.pk, confirmed_by="").update(
        confirmed_by=word, confirmed_by_id=actor.id, confirmed_at=at
    )
