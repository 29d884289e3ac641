"""What the pages of hard cases show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from innkeeper.cases import policy
from innkeeper.cases.models import Case, CaseLink
from innkeeper.incidents.models import (
    DamageItem,
    Emergency,
    FloorMessage,
    Incident,
    IncidentRoom,
    MessageState,
    Walk,
)
from innkeeper.incidents.queries.facts import MEMBER
from innkeeper.incidents.rules import THIRD
from innkeeper.kernel.actors import Actor
from innkeeper.stays.queries import RoomCard

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


def incident_joined(case_id: UUID) -> Case | None:
    """The case of the incident that a guest's own case is linked with; None for one of no incident. Queries: 1."""
    joint = CaseLink.objects.filter(case=case_id, relation=MEMBER, undone_at=None).select_related("other")
    newest = joint.order_by("-at", "-pk").first()
    return newest.other if newest else None


def walk_of(case_id: UUID) -> Walk | None:
    """The walk behind a case. Queries: 1."""
    return Walk.objects.filter(case_id=case_id).first()


def room_lines(
    actor: Actor, incident: Incident, rows: Sequence[IncidentRoom], cards: Mapping[str, RoomCard]
) -> list[RoomLine]:
    """The rooms of an incident, the source first, then those affected. Queries: 1."""
    seen = policy.visible_to(actor).filter(pk__in=[row.case_id for row in rows if row.case_id])
    refs = dict(seen.values_list("pk", "ref"))
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
    """How often the matter came from this room in 90 days, this time included; 0 below the third. Queries: 2.

    A leak that only one room reported counts as much as one that became an incident, each of them once.
    """
    if not room:
        return 0
    span = (at - timedelta(days=LOOK_BACK_DAYS), at)
    incidents = Incident.objects.filter(
        property_id=property_id, source_room=room, code=code, began_at__range=span
    )
    told = IncidentRoom.objects.filter(incident__in=incidents).exclude(case_id=None)
    alone = Case.objects.filter(
        property_id=property_id,
        room_number=room,
        taxonomy_code=code,
        merged_into=None,
        received_at__range=span,
    )
    apart = alone.exclude(kind="incident").exclude(pk__in=told.values("case_id"))
    count = incidents.count() + apart.count()
    return count if count >= THIRD else 0


def message_of(incident: Incident) -> FloorMessage | None:
    """The newest message that was not discarded. Queries: 1."""
    kept = incident.messages.exclude(state=MessageState.DISCARDED)
    return kept.order_by("-drafted_at").first()


def damage_of(case_id: UUID) -> list[DamageItem]:
    """The damage report of a case, room by room. Queries: 1."""
    return list(DamageItem.objects.filter(case_id=case_id).order_by("room_number", "at"))
