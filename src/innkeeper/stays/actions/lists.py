"""Reading the house: one entry in the log for a whole list, whatever its length, and one for a stay (PRIV-06)."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from innkeeper.audit import actions as audit
from innkeeper.kernel.actors import Actor
from innkeeper.stays import policy
from innkeeper.stays.queries.figures import FigureRow, figure_list


def read_list(
    *,
    actor: Actor,
    property_id: UUID,
    figure: str,
    on: date,
    at: datetime,
    only: Collection[UUID] | None = None,
) -> list[FigureRow]:
    """The rows behind a figure, of those stays `only`, names masked, and the one entry that they were read.

    Raises NotPermitted; KeyError for an unknown figure. Queries: 6 at most.
    """
    policy.ensure(actor, "stays.see")
    policy.ensure_house(actor, property_id)
    found = figure_list(property_id=property_id, figure=figure, on=on, actor=actor, only=only)
    with transaction.atomic():
        audit.record(
            actor=actor,
            verb="stays.list_read",
            kind="house",
            object_id=property_id,
            property_id=property_id,
            at=at,
            facts={"figure": figure, "rows": len(found), "on": on.isoformat()},
        )
    return found


def note_look(
    *, actor: Actor, stay_id: UUID, guest_ids: Collection[UUID], property_id: UUID, at: datetime
) -> None:
    """Keep that the actor looks at a stay and whose it is: one entry per person, stay, session and day. Queries: 1, or 3."""
    audit.record_once(
        audit.NewEntry(
            actor=actor,
            verb="stays.stay_read",
            kind="stay",
            object_id=stay_id,
            property_id=property_id,
            at=at,
            subject_ids=guest_ids,
            once=audit.once_of("stay", stay_id, actor.id, actor.session, f"{at:%Y%m%d}"),
        )
    )
