"""What the pages of hard cases show."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from innkeeper.cases import policy
from innkeeper.cases.models import Case
from innkeeper.incidents.models import (
    DamageItem,
    Emergency,
    FloorMessage,
    Incident,
    IncidentRoom,
    MessageState,
    Walk,
)
from innkeeper.incidents.rules import THIRD
from innkeeper.kernel.actors import Actor
from innkeeper.stays.queries import cards_for_rooms

LOOK_BACK_DAYS = 90


@dataclass(frozen=True, slots=True)
class RoomLine:
    """One room of an incident as its page shows it; `ref` is empty where there is no case that the reader may see."""

    number: str
    state: str
    state_words: str
    ref: str
    is_lived_in: bool
    is_dnd: bool
    is_source: bool


def emergency_of(case_id: UUID) -> Emergency | None:
    """The emergency behind a case. Queries: 1."""
    return Emergency.objects.filter(case_id=case_id).first()


def incident_of(case_id: UUID) -> Incident | None:
    """The incident behind a case. Queries: 1."""
    return Incident.objects.filter(case_id=case_id).first()


def walk_of(case_id: UUID) -> Walk | None:
    """The walk behind a case. Queries: 1."""
    return Walk.objects.filter(case_id=case_id).first()


def room_lines(actor: Actor, incident: Incident, *, at: datetime) -> list[RoomLine]:
    """The rooms of an incident, the source first, then those affected. Queries: about 5."""
    rows = list(incident.rooms.all())
    seen = policy.visible_to(actor).filter(pk__in=[row.case_id for row in rows if row.case_id])
    refs = dict(seen.values_list("pk", "ref"))
    cards = cards_for_rooms(incident.property_id, [row.room_number for row in rows])
    lines = [_line(row, incident, refs, cards.get(row.room_number)) for row in rows]
    return sorted(lines, key=lambda one: (not one.is_source, one.state != "affected", one.number))


def _line(row: IncidentRoom, incident: Incident, refs: dict[UUID, str], card: object) -> RoomLine:
    return RoomLine(
        number=row.room_number,
        state=row.state,
        state_words=row.get_state_display(),
        ref=refs.get(row.case_id, "") if row.case_id else "",
        is_lived_in=bool(getattr(card, "stay_id", None)),
        is_dnd=bool(getattr(card, "dnd_since", None)),
        is_source=row.room_number == incident.source_room,
    )


def past_from(property_id: UUID, room: str, code: str, *, at: datetime) -> int:
    """How many incidents of the code this room has caused in 90 days, this one included; 0 below the third. Queries: 1."""
    if not room:
        return 0
    since = at - timedelta(days=LOOK_BACK_DAYS)
    count = Incident.objects.filter(
        property_id=property_id, source_room=room, code=code, began_at__gte=since, began_at__lte=at
    ).count()
    return count if count >= THIRD else 0


def message_of(incident: Incident) -> FloorMessage | None:
    """The newest message that was not discarded. Queries: 1."""
    kept = incident.messages.exclude(state=MessageState.DISCARDED)
    return kept.order_by("-drafted_at").first()


def damage_of(case_id: UUID) -> list[DamageItem]:
    """The damage report of a case, room by room. Queries: 1."""
    return list(DamageItem.objects.filter(case_id=case_id).order_by("room_number", "at"))


def case_of_incident(incident: Incident) -> Case:
    """The incident's own case. Queries: 1."""
    return Case.objects.get(pk=incident.case_id)
