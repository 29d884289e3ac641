"""The case waits for the guest, or for somebody outside: its clocks stand until it is released."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.cases.actions.change import changing, playbook_for, tell
from innkeeper.cases.actions.handling import notice_about
from innkeeper.cases.actions.running import HELD, emit
from innkeeper.cases.actions.timing import fall_in
from innkeeper.cases.actions.wording import hidden
from innkeeper.cases.models import Case, Hold
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, WrongState
from innkeeper.notices import actions as notices
from innkeeper.outbox import actions as outbox
from innkeeper.web.days import insist_near


def hold_case(
    *, actor: Actor, case_id: UUID, reason: str, at: datetime, until_at: datetime | None = None
) -> None:
    """Let the case wait, with the reason; at `until_at` it goes on by itself, and its handler is told.

    Without `until_at` it waits as long as its playbook lets it: no case waits without an end.
    Raises: InvalidInput, also for a time that has passed; WrongState when it waits already; NotPermitted.
    """
    if not reason.strip():
        raise InvalidInput(
            _("Say whom the case waits for."), fields={"reason": _("Say whom the case waits for.")}
        )
    if until_at is not None and until_at <= at:
        text = _("Give a time still to come.")
        raise InvalidInput(text, fields={"until_at": text})
    insist_near(at=at, until_at=until_at)
    with changing(actor=actor, case_id=case_id, verb="hold", at=at) as case:
        end = until_at or at + timedelta(minutes=playbook_for(case).hold_minutes)
        rest(case, reason=reason, until_at=end, actor=actor, at=at)
        outbox.enqueue("cases.end_hold", at=at, run_after=end, case_id=case.pk)


def end_hold(*, actor: Actor, case_id: UUID, at: datetime) -> bool:
    """The time for which a case was to wait is over: it goes on, its handler is told. False where it does not wait, or longer.

    Safe to repeat.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(pk=case_id, is_open=True, is_held=True).first()
        if case is None or not Hold.objects.filter(case=case, ended_at=None, until_at__lte=at).exists():
            return False
        wake(case, actor=actor, at=at)
        if case.owner_id:
            about = notice_about(case, "hold_over", at=at)
            notices.notify(actor=actor, staff_ids=[case.owner_id], **about)
        return True


def rest(case: Case, *, reason: str, until_at: datetime, actor: Actor, at: datetime) -> None:
    """Let the case wait, inside the caller's transaction. Raises: WrongState when it waits already."""
    if case.is_held:
        raise WrongState(_("The case is on hold already."))
    Hold.objects.create(
        case=case, reason=hidden(reason, case), since=at, until_at=until_at, held_by_id=actor.id
    )
    case.is_held = True
    case.save(update_fields=["is_held"])
    emit(case, HELD, actor=actor, at=at)
    tell(case, actor=actor, verb="held", at=at)


def wait_on(case: Case, *, actor: Actor, at: datetime) -> None:
    """A case that comes out of another waits on if it waited, or goes on where its time is over; its clocks do as it does.

    Inside the caller's transaction.
    """
    hold = Hold.objects.filter(case=case, ended_at__isnull=True).first() if case.is_held else None
    if hold is None:
        fall_in(case, actor=actor, at=at)
        return
    if hold.until_at is not None and hold.until_at <= at:
        wake(case, actor=actor, at=at)
        return
    fall_in(case, actor=actor, at=at, since=hold.since)
    if hold.until_at is not None:
        outbox.enqueue("cases.end_hold", at=at, run_after=hold.until_at, case_id=case.pk)


def release_case(*, actor: Actor, case_id: UUID, at: datetime) -> None:
    """End the wait; the clocks run on. Raises: WrongState when it does not wait; NotPermitted."""
    with changing(actor=actor, case_id=case_id, verb="release", at=at) as case:
        wake(case, actor=actor, at=at)


def wake(case: Case, *, actor: Actor, at: datetime) -> None:
    """End the wait inside the caller's transaction. Raises: WrongState when the case does not wait."""
    if not case.is_held:
        raise WrongState(_("The case is not on hold."))
    Hold.objects.filter(case=case, ended_at__isnull=True).update(ended_at=at, ended_by_id=actor.id)
    case.is_held = False
    case.save(update_fields=["is_held"])
    emit(case, "released", actor=actor, at=at)
    tell(case, actor=actor, verb="released", at=at)
