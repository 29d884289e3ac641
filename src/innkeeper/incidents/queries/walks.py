"""Who may be walked tonight: the arrivals of the day in their order, with what speaks for keeping each."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from innkeeper.guests.models import Guest
from innkeeper.guests.queries import GuestLine, guest_lines
from innkeeper.incidents.models import Walk
from innkeeper.incidents.rules import Arrival, Choice, walk_order
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.properties.queries import property_of
from innkeeper.stays import policy as stays
from innkeeper.stays.models import Stay
from innkeeper.stays.rules.stays import StayStatus


@dataclass(frozen=True, slots=True)
class Candidate:
    """One arrival as the page shows it; the guest's name stays masked."""

    stay_id: UUID
    shown_name: str
    nights: int
    arrives_at: datetime | None
    choice: Choice
    is_walked: bool


def candidates(actor: Actor, property_id: UUID, *, at: datetime) -> list[Candidate]:
    """All arrivals of today that are not here yet, whom to walk first on top (`walk_order`). Queries: about 7."""
    zone = property_of(property_id).timezone
    rows = list(
        stays.visible_to(actor)
        .filter(property_id=property_id, status=StayStatus.EXPECTED, arrival_on=local_date(at, zone))
        .prefetch_related("guests")
    )
    lines = guest_lines({part.guest_id for stay in rows for part in stay.guests.all()}, actor=actor)
    needing = set(Guest.objects.filter(pk__in=lines).exclude(special_needs="").values_list("pk", flat=True))
    walked = set(
        Walk.objects.filter(stay_id__in=[stay.pk for stay in rows]).values_list("stay_id", flat=True)
    )
    by_id = {stay.pk: (stay, _party(stay, lines)) for stay in rows}
    order = walk_order([_arrival(stay, party, needing, zone) for stay, party in by_id.values()])
    return [
        Candidate(
            stay_id=one.stay_id,
            shown_name=party[0].shown_name if party else "—",
            nights=(stay.departure_on - stay.arrival_on).days,
            arrives_at=stay.arrives_at,
            choice=one,
            is_walked=one.stay_id in walked,
        )
        for one in order
        for stay, party in [by_id[one.stay_id]]
    ]


def _party(stay: Stay, lines: dict[UUID, GuestLine]) -> list[GuestLine]:
    return [lines[part.guest_id] for part in stay.guests.all() if part.guest_id in lines]


def _arrival(stay: Stay, party: list[GuestLine], needing: set[UUID], zone: str) -> Arrival:
    return Arrival(
        stay_id=stay.pk,
        vip_level=max((line.vip_level for line in party), default=0),
        has_needs=any(line.id in needing for line in party),
        children=stay.children,
        nights=(stay.departure_on - stay.arrival_on).days,
        arrives_at=stay.arrives_at.astimezone(ZoneInfo(zone)) if stay.arrives_at else None,
    )
