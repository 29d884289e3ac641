"""Whether the measures work: the department that carried them out may look, quality verifies (CASE-34)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.accounts.queries import colleagues, holders
from innkeeper.cases import actions as cases
from innkeeper.cases.actions.checking import required
from innkeeper.cases.actions.wording import LINE_LENGTH, hidden
from innkeeper.cases.models import Case, Task
from innkeeper.cases.policy import HIGHEST_POST
from innkeeper.complaints.models import Measure, Verification
from innkeeper.complaints.queries import is_verified
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotPermitted, WrongState
from innkeeper.properties.queries import departments

QUALITY, QUALITY_POST = "quality", "quality_manager"
VERIFY = "verify"
"""The step of the task that asks for the verification."""
VERIFY_MINUTES = 72 * 60


def verify_effect(*, actor: Actor, case_id: UUID, note: str, at: datetime) -> bool:
    """Note that somebody looked whether the measures work; True when it verifies them, False for an own check.

    Who owns or carried out a measure, or is of a department that did, checks their own work: quality's verification is
    still needed. Others than quality and those departments are refused; in a house without anybody of quality the
    highest post verifies. Raises: InvalidInput; WrongState without a
    measure that is done; NotPermitted, logged; NotFound. Source: CASE-34.
    """
    required(note=note)
    with cases.changing(actor=actor, case_id=case_id, verb="note", at=at, typed={"note": note}) as case:
        measures = list(Measure.objects.filter(case_id=case.pk))
        if not measures or any(row.done_at is None for row in measures):
            raise WrongState(_("The measures are not carried out yet."))
        is_own = actor.id in {one for row in measures for one in (row.owner_id, row.done_by_id)} or bool(
            actor.departments & {row.department for row in measures}
        )
        if not is_own and not may_verify(actor, case.property_id):
            cases.log_refusal(actor=actor, case_id=case.pk, verb="verify", at=at, code=NotPermitted.code)
            raise NotPermitted(_("The quality department verifies, the departments check their own work."))
        Verification.objects.create(
            property_id=case.property_id,
            case_id=case.pk,
            round=case.round,
            is_own=is_own,
            note_redacted=hidden(note, case, length=LINE_LENGTH),
            by_id=actor.id,
            at=at,
        )
        if not is_own:
            cases.finish_step(case, VERIFY, actor=actor, at=at)
        cases.tell(case, actor=actor, verb="effect_verified", at=at, facts={"is_own": is_own})
        return not is_own


def ask_verification(case: Case, *, actor: Actor, at: datetime) -> None:
    """Give quality the task to look whether the measures work, once a round; inside the caller's transaction.

    Of a restricted case who holds the post may then know, on duty at this hour or not. In a house without a quality
    department the page says so and the highest post verifies. Queries: 2 to 15.
    """
    open_ones = Task.objects.filter(case=case, step=VERIFY, state__in=Task.OPEN)
    has_quality = QUALITY in {one.code for one in departments(case.property_id)}
    if open_ones.exists() or not has_quality or is_verified(case.pk):
        return
    job = cases.Job(
        title=cases.in_both(lambda: _("Verify that the measures work")),
        department=QUALITY,
        post=QUALITY_POST,
        minutes=VERIFY_MINUTES,
        step=VERIFY,
    )
    cases.offer(case, job, actor=actor, at=at)
    if case.is_restricted:
        quality = holders(case.property_id, QUALITY_POST, at=at)
        cases.share(case, {one.id for one in quality}, actor=actor, at=at)


def may_verify(actor: Actor, property_id: UUID) -> bool:
    """Whether the actor verifies for the house: quality; where nobody is of quality, the highest post. Queries: 0 to 2."""
    if actor.is_system or QUALITY in actor.departments:
        return True
    if HIGHEST_POST not in actor.posts:
        return False
    here = (row for row in colleagues(property_id) if row.staff.is_active)
    return not any(one.department.code == QUALITY for row in here for one in row.posts)
