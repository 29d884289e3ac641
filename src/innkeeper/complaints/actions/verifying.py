"""Whether the measures work: the department that carried them out may look, quality verifies (CASE-34)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.complaints.actions.wording import plain, required
from innkeeper.complaints.models import Measure, Verification
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotPermitted, WrongState

QUALITY = "quality"


def verify_effect(*, actor: Actor, case_id: UUID, note: str, at: datetime) -> bool:
    """Note that somebody looked whether the measures work; True when it verifies them, False for an own check.

    Who owns or carried out a measure, or is of a department that did, checks their own work: quality's verification is
    still needed. Others than quality and those departments are refused. Raises: InvalidInput; WrongState without a
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
        if not is_own and QUALITY not in actor.departments and not actor.is_system:
            cases.log_refusal(actor=actor, case_id=case.pk, verb="verify", at=at, code=NotPermitted.code)
            raise NotPermitted(_("The quality department verifies, the departments check their own work."))
        Verification.objects.create(
            property_id=case.property_id,
            case_id=case.pk,
            round=case.round,
            is_own=is_own,
            note_redacted=plain(note, case),
            by_id=actor.id,
            at=at,
        )
        cases.tell(case, actor=actor, verb="effect_verified", at=at, facts={"is_own": is_own})
        return not is_own
