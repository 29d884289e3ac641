"""How the hotel wants its rooms kept and left."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.editions import insist_unchanged
from innkeeper.kernel.errors import InvalidInput
from innkeeper.stays import policy
from innkeeper.stays.models import HouseWishes
from innkeeper.stays.queries.wishes import edition_of_wishes
from innkeeper.stays.rules.departures import BY_HAND, Detail, Inspects


def change_wishes(
    *,
    actor: Actor,
    property_id: UUID,
    inspects: Inspects,
    linen_every_days: int,
    rush_minutes: int,
    details: Collection[Detail],
    at: datetime,
    seen: str = "",
) -> HouseWishes:
    """Set when rooms are inspected, how often linen changes, how long a rush takes, what a departure settles.

    `seen` is the edition that the actor looked at. Raises NotPermitted; InvalidInput naming the field; EditConflict
    when somebody changed them since. Loans and inspections are always looked at by the house itself.
    """
    policy.ensure(actor, "settings.change")
    policy.ensure_house(actor, property_id)
    _insist_sound(linen_every_days, rush_minutes)
    with transaction.atomic():
        wishes, _made = HouseWishes.objects.select_for_update().get_or_create(property_id=property_id)
        words = _("Somebody changed this while you were at it. What you chose is kept below.")
        insist_unchanged(seen, edition_of_wishes(wishes), words)
        was = {
            "was_inspects": wishes.inspects,
            "was_linen": wishes.linen_every_days,
            "was_rush_minutes": wishes.rush_minutes,
            "was_details": wishes.details,
        }
        wishes.inspects, wishes.linen_every_days = inspects.value, linen_every_days
        wishes.rush_minutes = rush_minutes
        wishes.details = " ".join(one.value for one in BY_HAND if one in details)
        wishes.changed_by, wishes.changed_at = actor.id, at
        wishes.save()
        audit.record(
            actor=actor,
            verb="stays.wishes_changed",
            kind="house",
            object_id=property_id,
            property_id=property_id,
            at=at,
            facts={
                **was,
                "inspects": wishes.inspects,
                "linen": linen_every_days,
                "rush_minutes": rush_minutes,
                "details": wishes.details,
            },
        )
    return wishes


def _insist_sound(linen_every_days: int, rush_minutes: int) -> None:
    """Raises InvalidInput naming each figure that cannot be."""
    wrong = {}
    if not 1 <= linen_every_days <= 14:
        wrong["linen_every_days"] = _("From every day to every 14 days.")
    if not 5 <= rush_minutes <= 240:
        wrong["rush_minutes"] = _("From 5 to 240 minutes.")
    if wrong:
        raise InvalidInput(_("This cannot be set."), fields=wrong)
