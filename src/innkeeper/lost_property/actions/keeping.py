"""How long the hotel keeps found things of a kind, and what becomes of them then; every change stays readable."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotPermitted
from innkeeper.lost_property.models import Category, KeepingTime
from innkeeper.lost_property.rules import AFTER_KEEPING, LONGEST_KEEPING

LONGEST_REASON = 200


def set_keeping_time(
    *, actor: Actor, property_id: UUID, category: str, days: int, then: str, reason: str, at: datetime
) -> KeepingTime:
    """Set from now on how many days a kind is kept and what happens then; what lies here already keeps its day.

    Raises: NotPermitted; InvalidInput naming each field. Units: days.
    """
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
    with transaction.atomic():
        row = KeepingTime.objects.create(
            property_id=property_id,
            category=category,
            days=days,
            then=then,
            reason=why,
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
