"""When something last changed: cheap facts that decide whether a polled page must be made anew."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, DateTimeField, IntegerField, Max, OuterRef, QuerySet, Subquery, UUIDField

from innkeeper.accounts.models import Staff
from innkeeper.kernel.actors import Actor
from innkeeper.notices.models import StaffNotice
from innkeeper.outbox.models import OutboxEvent
from innkeeper.outbox.queries import pulse
from innkeeper.statements import Hole, Statement

LATELY = timedelta(minutes=1)


def minute(at: datetime) -> datetime:
    """The start of the minute: pages are made anew each minute anyway, since their words count minutes."""
    return at.replace(second=0, microsecond=0)


def since(at: datetime) -> datetime:
    """From when on events count: one of the last minute may be written after this one has begun."""
    return minute(at) - LATELY


def pulse_of_house(property_id: UUID | None, at: datetime) -> str:
    """Changes with each minute and every recorded event of the hotel. Queries: 1."""
    return f"{minute(at).isoformat()} {pulse(property_id, since=since(at))}"


def pulse_of_person(actor: Actor, property_id: UUID, at: datetime) -> str:
    """Changes with each minute, every recorded event of the hotel, the person's unread notices and their posts. Queries: 1.

    What a person's list says cannot change without it.
    """
    seen = PULSE.row(staff=actor.id, house=property_id, since=since(at))
    held = (sorted(actor.posts), sorted(actor.departments), sorted(actor.permissions))
    return f"{minute(at).isoformat()} {seen} {held}"


def pulse_of_list(lines: object, at: datetime) -> str:
    """Changes with each minute and whatever the lines of a list say. Queries: 0.

    A colleague's screen stays still while the rest of the house works.
    """
    return f"{minute(at).isoformat()} {lines!r}"


def _pulse(*, staff: Hole, house: Hole, since: Hole) -> QuerySet[Any, Any]:
    events = OutboxEvent.objects.filter(property_id=house, at__gte=since).order_by().values("property_id")
    unread = StaffNotice.objects.filter(recipient_id=OuterRef("pk"), read_at__isnull=True).order_by()
    counted = unread.values("recipient_id").annotate(n=Count("pk"))
    return Staff.objects.filter(pk=staff).values_list(
        Subquery(events.annotate(n=Count("pk")).values("n"), output_field=IntegerField()),
        Subquery(events.annotate(latest=Max("at")).values("latest"), output_field=DateTimeField()),
        Subquery(counted.values("n"), output_field=IntegerField()),
    )


PULSE = Statement(_pulse, staff=UUIDField(), house=UUIDField(), since=DateTimeField())
