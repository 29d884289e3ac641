"""Names for the guard: a machine opens them to hide them in free text; nobody sees them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from innkeeper.audit import actions as audit
from innkeeper.guests import policy
from innkeeper.guests.models import Guest
from innkeeper.kernel.actors import system


def names_for_guard(
    *, guest_ids: Collection[UUID], kind: str, object_id: UUID, property_id: UUID, at: datetime
) -> tuple[str, ...]:
    """The full names of these guests, opened under the machine purpose "redaction" for one object.

    One audit entry per object, however often it is worked on. Queries: 1 and those of the reveal; none for nobody.
    """
    if not guest_ids:
        return ()
    machine = system("guard", property_id=property_id)
    sealed = Guest.objects.filter(pk__in=list(guest_ids), full_name__isnull=False).only("id", "full_name")
    names = [guest.full_name for guest in sealed]
    if not names:
        return ()
    grant = policy.grant_names(machine, purpose="redaction", at=at)
    found = audit.reveal(
        grant,
        names,
        kind=kind,
        object_id=object_id,
        property_id=property_id,
        at=at,
        once_key=f"guard:{object_id}",
    )
    return tuple(found)
