"""Opening the briefing: one entry of the log for the whole list, however many names stand on it."""

from datetime import datetime

from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.audit.actions import NewEntry
from innkeeper.desk.queries.briefing import Briefing, briefing
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotPermitted
from innkeeper.properties.models import Property

RIGHT = "cases.assign"


def open_briefing(*, actor: Actor, house: Property, at: datetime, is_print: bool = False) -> Briefing:
    """The briefing for who oversees the shift. Read on screen it is noted once an hour and session, each print once.

    Raises NotPermitted. Queries: those of the briefing and 2.
    """
    if not actor.may(RIGHT) or (not actor.is_system and house.pk not in actor.property_ids):
        raise NotPermitted(_("Your post does not open this page."))
    found = briefing(actor, house, at=at)
    once = None if is_print else audit.once_of("briefing", actor.id, actor.session, f"{at:%Y%m%d%H}")
    entry = NewEntry(
        actor=actor,
        verb="desk.briefing_printed" if is_print else "desk.briefing_read",
        kind="properties.Property",
        object_id=house.pk,
        property_id=house.pk,
        at=at,
        facts={"complaints": len(found.fresh), "open": found.open_count, "vips": len(found.vips)},
        purpose="briefing",
        once=once,
    )
    audit.record_once(entry)
    return found
