"""One case that holds two matters becomes two that belong together: each with its own owner, clocks and end."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import policy
from innkeeper.cases.actions.change import log_refusal, tell
from innkeeper.cases.actions.linking import link
from innkeeper.cases.actions.naming import keep_circle
from innkeeper.cases.actions.opening import Intake, OpenedCase, open_case
from innkeeper.cases.models import Case, CaseGuest
from innkeeper.cases.queries.merges import SPLIT
from innkeeper.cases.queries.playbooks import code_named
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotPermitted, WrongState
from innkeeper.kernel.ids import key_of


def split_off(
    *, actor: Actor, case_id: UUID, text: str, at: datetime, code: str = "", key: str | None = None
) -> OpenedCase:
    """Make a second matter of a case a case of its own: same guest, room and true time of receipt, linked both ways.

    A restricted one stays so for the same people, and whom it names stays named. `key` makes sending twice harmless.
    Only the handler. Raises: InvalidInput without words or for an unknown code; WrongState for a closed case; NotPermitted, logged; NotFound.
    Source: CASE-30.
    """
    case = policy.case_for(actor, pk=case_id)
    try:
        policy.insist(actor, "link", case)
    except NotPermitted as refused:
        log_refusal(actor=actor, case_id=case_id, verb="split", at=at, code=refused.code)
        raise
    if not case.is_open:
        raise WrongState(_("This case is closed. Reopen it first."))
    if not text.strip():
        told = _("Write what the second matter is.")
        raise InvalidInput(told, fields={"text": told})
    if code and code_named(case.property_id, code) is None:
        raise InvalidInput(_("There is no such code."), fields={"code": _("Choose a code of the list.")})
    intake = _intake(case, text, code=code, key=key)
    return open_case(actor=actor, intake=intake, at=at, then=partial(_belongs, case, actor=actor, at=at))


def _intake(case: Case, text: str, *, code: str, key: str | None) -> Intake:
    return Intake(
        kind=case.kind,
        property_id=case.property_id,
        text=text.strip(),
        channel=case.channel,
        is_anonymous=case.is_anonymous or not (case.room_number or case.stay_id),
        room_number=case.room_number,
        room_id=case.room_id,
        stay_id=case.stay_id,
        guest_ids=tuple(CaseGuest.objects.filter(case=case).values_list("guest_id", flat=True)),
        received_at=case.received_at,
        departs_at=case.departs_at,
        taxonomy_code=code,
        is_restricted=case.is_restricted,
        idempotency_key=f"split:{key_of(case.pk, key, text.strip())}" if key else None,
    )


def _belongs(case: Case, new: Case, *, actor: Actor, at: datetime) -> None:
    """Tie the two together, and let the same people know of the second; inside the transaction that opens it."""
    reason = _("Split off as a matter of its own")
    link(case, new, SPLIT, actor=actor, reason=reason, at=at)
    link(new, case, SPLIT, actor=actor, reason=reason, at=at)
    keep_circle(new, case, actor=actor, at=at)
    tell(case, actor=actor, verb="split", at=at, facts={"into": str(new.pk)})
