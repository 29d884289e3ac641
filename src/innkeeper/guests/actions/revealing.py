"""Opening sealed items: names for the work at hand, other items one by one."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.guests import policy, queries
from innkeeper.guests.models import Guest
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound

PURPOSE_LENGTH = 80  # what the log's column holds


def open_names(
    *,
    actor: Actor,
    guest_ids: Collection[UUID],
    case_id: UUID,
    session: str,
    at: datetime,
    property_id: UUID | None = None,
) -> dict[UUID, str]:
    """The names for a case: one audit entry per actor, case and session, however often the page opens.

    A guest who stays incognito shows the show name to whom the real one is not open (PRIV-13).
    Raises NotPermitted. Queries: 1 and those of the reveal.
    """
    grant = policy.grant_names(actor, purpose="case", at=at)
    guests = list(Guest.objects.filter(pk__in=guest_ids).defer("phone", "email", "id_number", "payment"))
    is_open = policy.may_see_incognito(actor)
    openable = [one for one in guests if one.full_name is not None and (is_open or not one.is_incognito)]
    shown = {one.id: queries.shown_name(one, actor=actor) for one in guests}
    if not openable:
        return shown
    names = audit.reveal(
        grant,
        [one.full_name for one in openable],
        kind="case",
        object_id=case_id,
        property_id=property_id or actor.property_id,
        at=at,
        once_key=f"{actor.id}:{case_id}:{session}",
    )
    return shown | {one.id: name for one, name in zip(openable, names, strict=True)}


def reveal_field(
    *,
    actor: Actor,
    guest_id: UUID,
    field: str,
    purpose: str,
    at: datetime,
    case_id: UUID | None = None,
    property_id: UUID | None = None,
) -> str:
    """One sealed item in plain, opened for a stated purpose; one audit entry each time (PRIV-05).

    Raises NotPermitted; NotFound where the item was never given; InvalidInput for no purpose, a long one or an unknown item.
    """
    if field not in policy.REVEALS:
        raise InvalidInput(_("There is no such item."), fields={"field": ", ".join(policy.REVEALS)})
    purpose = purpose.strip()
    if not 0 < len(purpose) <= PURPOSE_LENGTH:
        raise InvalidInput(_("Say what you need it for."), fields={"purpose": _("A few words.")})
    house = property_id or actor.property_id
    guest = queries.guest_for(actor=actor, guest_id=guest_id, property_id=house)
    grant = policy.grant_item(actor, guest=guest, field=field, purpose=purpose, at=at)
    sealed = getattr(guest, field)
    if sealed is None:
        raise NotFound(_("This item was never given."), fields={"field": field})
    values = audit.reveal(
        grant,
        [sealed],
        kind="case" if case_id else "guest",
        object_id=case_id or guest.id,
        property_id=house,
        at=at,
    )
    return values[0]
