"""How long the hotel keeps found things of a kind, and what becomes of them then; every change stays readable."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.editions import insist_unchanged
from innkeeper.kernel.errors import InvalidInput, NotPermitted
from innkeeper.lost_property.models import Category, KeepingTime
from innkeeper.lost_property.queries import edition_of_keeping, keeping_of
from innkeeper.lost_property.rules import AFTER_KEEPING, LONGEST_KEEPING, Keeping
from innkeeper.properties.models import Property

LONGEST_REASON = 200


def set_keeping_time(
    *,
    actor: Actor,
    property_id: UUID,
    category: str,
    days: int,
    then: str,
    reason: str,
    at: datetime,
    seen: str = "",
) -> KeepingTime:
    """Set from now on how many days a kind is kept and what happens then; what lies here already keeps its day.

    `seen` is the edition that the actor looked at. Raises as `keeping_wished` does; EditConflict when somebody set this
    kind since. Units: days.
    """
    wished = keeping_wished(
        actor=actor, property_id=property_id, category=category, days=days, then=then, reason=reason
    )
    with transaction.atomic():
        Property.objects.select_for_update().get(pk=property_id)
        words = _("Somebody changed this keeping time while you were at it. Yours is kept below.")
        insist_unchanged(seen, edition_of_keeping(keeping_of(property_id, category)), words)
        row = KeepingTime.objects.create(
            property_id=property_id,
            category=category,
            days=wished.days,
            then=wished.then,
            reason=" ".join(reason.split()),
            set_by_id=actor.id,
            from_at=at,
        )
        audit.record(
            actor=actor,
            verb="lost_property.keeping_time_set",
            kind="house",
            object_id=property_id,
            property_id=property_id,
            at=at,
            facts={"category": category, "days": days, "then": then},
        )
    return row


def keeping_wished(
    *, actor: Actor, property_id: UUID, category: str, days: int, then: str, reason: str
) -> Keeping:
    """The keeping time as it would be, written nowhere. Units: days. Raises: NotPermitted; InvalidInput naming each field."""
    if not actor.may("settings.change") or actor.property_id != property_id:
        raise NotPermitted(_("Your post does not allow this."))
    why = " ".join(reason.split())
    wrong = {}
    if category not in Category.values:
        wrong["category"] = _("Choose one of the list.")
    if not 1 <= days <= LONGEST_KEEPING:
        wrong["days"] = _("From 1 to 1,095 days.")
    if then not in AFTER_KEEPING:
        wrong["then"] = _("Choose one of the list.")
    if not why or len(why) > LONGEST_REASON:
        wrong["reason"] = _("Say why, in 200 characters at most.")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)
    return Keeping(days, then)
