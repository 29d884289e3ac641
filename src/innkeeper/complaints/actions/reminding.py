"""A drill that is due, or whose day has come, is called to mind: the quality manager hears of it, and who is to take part."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.complaints.models import DrillReminder
from innkeeper.complaints.queries.house import drill_state
from innkeeper.complaints.rules import PLANNED, REMIND_EVERY, REMIND_FROM
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotPermitted
from innkeeper.notices import actions as notices
from innkeeper.properties.models import Department
from innkeeper.properties.queries import property_of

POST = "quality_manager"


def remind_of_drill(*, actor: Actor, property_id: UUID, at: datetime) -> bool:
    """Tell who answers for drills, from eight in the morning, and again each week while nothing is done; whether it was told.

    On the day of a planned one the heads of its departments hear it too. Safe to repeat. The house alone reminds.
    Raises: NotPermitted. Queries: 2 to 3 where there is nothing to tell. Source: CASE-32.
    """
    if not actor.is_system:
        raise NotPermitted(_("Your post does not allow this."))
    local = at.astimezone(ZoneInfo(property_of(property_id).timezone))
    state = drill_state(property_id, today=local.date())
    if not state.waiting or local.time() < REMIND_FROM:
        return False
    told = DrillReminder.objects.filter(property_id=property_id, why=state.waiting)
    if told.filter(on__gt=local.date() - REMIND_EVERY).exists():
        return False
    posts = {POST}
    if state.waiting == PLANNED:
        here = Department.objects.filter(property_id=property_id, code__in=state.departments)
        posts |= set(here.values_list("head_post_code", flat=True))
    with transaction.atomic():
        _row, is_new = DrillReminder.objects.get_or_create(
            property_id=property_id, why=state.waiting, on=local.date()
        )
        if is_new:
            _tell(actor, property_id, sorted(posts - {""}), state.waiting, at=at)
    return is_new


def _tell(actor: Actor, property_id: UUID, posts: list[str], why: str, *, at: datetime) -> None:
    for post in posts:
        notices.notify_post(
            actor=actor,
            post_code=post,
            property_id=property_id,
            kind="complaints.drill",
            object_kind="drill",
            object_id=property_id,
            ref="",
            room="",
            level="info",
            at=at,
            text_key=f"complaints.drill_{why}",
            facts={},
        )
    audit.record(
        actor=actor,
        verb="complaints.drill_reminded",
        kind="complaints.House",
        object_id=property_id,
        property_id=property_id,
        at=at,
        facts={"why": why, "posts": posts},
    )
