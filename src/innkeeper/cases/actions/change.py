"""The frame of every change to a case: seen, locked, allowed, in one transaction; a refusal leaves its audit entry."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.cases import policy
from innkeeper.cases.actions.wording import names_of_case
from innkeeper.cases.events import CaseEvent
from innkeeper.cases.models import Case
from innkeeper.cases.playbooks import Playbook
from innkeeper.cases.queries.playbooks import playbook_of
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import EditConflict, NotFound, NotPermitted, WrongState
from innkeeper.outbox import actions as outbox

Facts = Mapping[str, Any]


@contextmanager
def changing(
    *,
    actor: Actor,
    case_id: UUID,
    verb: str,
    at: datetime,
    edit_version: int | None = None,
    typed: Mapping[str, str] | None = None,
    is_open_needed: bool = True,
    beside: UUID | None = None,
) -> Iterator[Case]:
    """Hold the case's row for one change by the actor; its version rises when the change is committed.

    Raises: NotFound for an unseen case; NotPermitted, and the attempt is logged (CASE-04); WrongState for a
    closed case; EditConflict carrying what was typed when somebody changed the case since `edit_version`.
    The row of the case `beside` is held too, both in the order in which everybody holds them.
    The guard learns the names of the case's guests first. Queries: 3 to 6 before the change, 1 after it.
    """
    names = names_of_case(case_id, at=at)
    try:
        with transaction.atomic():
            case = _held(actor, case_id, beside)
            case.names_to_hide = names
            policy.insist(actor, verb, case)
            if is_open_needed and not case.is_open:
                raise WrongState(_("This case is closed. Reopen it first."))
            if edit_version is not None and edit_version != case.edit_version:
                raise EditConflict(
                    _("Somebody changed this case while you were writing. What you wrote is kept below."),
                    fields=typed,
                )
            yield case
            case.edit_version += 1
            Case.objects.filter(pk=case.pk).update(edit_version=F("edit_version") + 1)
    except NotPermitted as refused:
        log_refusal(actor=actor, case_id=case_id, verb=verb, at=at, code=refused.code)
        raise


def log_refusal(*, actor: Actor, case_id: UUID, verb: str, at: datetime, code: str) -> None:
    """Keep that somebody tried what they may not: the attempt outlives the refused change."""
    property_id = Case.objects.filter(pk=case_id).values_list("property_id", flat=True).first()
    with transaction.atomic():
        audit.record(
            actor=actor,
            verb="cases.refused",
            kind="cases.Case",
            object_id=case_id,
            property_id=property_id,
            at=at,
            facts={"verb": verb, "code": code},
        )


def tell(
    case: Case,
    *,
    actor: Actor,
    verb: str,
    at: datetime,
    event: CaseEvent | None = None,
    facts: Facts | None = None,
) -> None:
    """Write the change's audit entry, and its event where the house has one, into the open transaction."""
    audit.record(
        actor=actor,
        verb=f"cases.{verb}",
        kind="cases.Case",
        object_id=case.pk,
        property_id=case.property_id,
        at=at,
        facts=dict(facts or {}),
        subject_ids=(case.pk,),
    )
    if event is not None:
        outbox.record(event, at=at)


def playbook_for(case: Case) -> Playbook:
    """The version that the case began on (JRN-03)."""
    return playbook_of(case.playbook_id)


def _held(actor: Actor, case_id: UUID, beside: UUID | None) -> Case:
    """The case under its row's lock, and the one beside it; by id, so that no two wait for each other. Raises NotFound."""
    seen = policy.visible_to(actor).filter(pk=case_id)
    rows = Case.objects.select_for_update().filter(pk__in=seen.values("pk"))
    if beside is not None:
        rows = Case.objects.select_for_update().filter(Q(pk__in=seen.values("pk")) | Q(pk=beside))
    case = next((row for row in rows.order_by("pk") if row.pk == case_id), None)
    if case is None:
        raise NotFound(_("There is no such case."))
    return case
