"""Reading a list of the house: one entry in the log for the whole list, whatever its length."""

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
