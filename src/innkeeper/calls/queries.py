"""Reads of the phone card: its words, the counts of each shift, the messages that wait. None looks for a guest."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from django.db.models import Count, Q

from innkeeper.accounts.models import Shift
from innkeeper.accounts.rules import SHIFT_HOURS, shift_span
from innkeeper.calls import policy
from innkeeper.calls.models import Call, CallKind, CallMessage
from innkeeper.calls.rules import Card, Line
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.shipped import shipped_file
from innkeeper.properties.queries import property_of


@dataclass(frozen=True, slots=True)
class ShiftCount:
    """The calls of one shift, by what they were."""

    label: str
    starts_at: datetime
    asked: int
    message: int
    welfare: int
    police: int
    is_now: bool


@cache
def card() -> Card:
    """The words of the card. Queries: 0."""
    body = shipped_file("innkeeper.calls", "data", "card.yaml")
    return Card(
        tuple(Line(row["zh"], row["en"]) for row in body["words"]),
        tuple(Line(row["zh"], row["en"]) for row in body["never"]),
    )


def shift_counts(property_id: UUID, *, at: datetime) -> list[ShiftCount]:
    """The shift that runs and the two before it, newest first. Queries: 2."""
    spans = _last_shifts(property_of(property_id).timezone, at=at)
    counted = Call.objects.filter(property_id=property_id, at__gte=spans[-1][1]).aggregate(
        **{
            f"s{place}_{kind}": Count("pk", filter=Q(kind=kind, at__gte=starts, at__lt=ends))
            for place, (_name, starts, ends) in enumerate(spans)
            for kind in CallKind.values
        }
    )
    return [
        ShiftCount(
            label=str(Shift(name).label),
            starts_at=starts,
            is_now=place == 0,
            **{kind: counted[f"s{place}_{kind}"] for kind in CallKind.values},
        )
        for place, (name, starts, _ends) in enumerate(spans)
    ]


def waiting_messages(actor: Actor) -> list[CallMessage]:
    """The messages that nobody has settled, oldest first, for who may deliver them. Queries: 1, 0 for others."""
    return list(policy.visible_to(actor).filter(settled_at=None).order_by("left_at")[:50])


def message_waits(message_id: UUID) -> bool:
    """Whether nobody has settled the message. Queries: 1."""
    return CallMessage.objects.filter(pk=message_id, settled_at=None).exists()


def _last_shifts(timezone: str, *, at: datetime) -> list[tuple[str, datetime, datetime]]:
    days = [(at + timedelta(days=by)).date() for by in (-2, -1, 0, 1)]
    spans = [(name, *shift_span(day, name, timezone)) for day in days for name in SHIFT_HOURS]
    return sorted((one for one in spans if one[1] <= at), key=lambda one: one[1], reverse=True)[:3]
