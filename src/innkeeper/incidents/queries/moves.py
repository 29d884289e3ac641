"""Where the guest of a room of an incident could sleep instead: free rooms that the matter has not reached, with reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from innkeeper.cases.models import Case
from innkeeper.cases.queries.house import troubled_rooms
from innkeeper.incidents import policy
from innkeeper.incidents.models import Incident, IncidentRoom, RoomState
from innkeeper.incidents.queries.pages import message_of
from innkeeper.incidents.queries.telling import floors_named
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotFound, NotPermitted, WrongState
from innkeeper.stays.models import RoomStatus
from innkeeper.stays.queries import card_for_room, proposals_for
from innkeeper.stays.queries.arrivals import Proposal

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A guest's room, and the rooms that suit instead, the best first."""

    room: str
    is_dnd: bool
    proposals: Sequence[Proposal]


def rooms_instead(actor: Actor, case: Case, room_number: str, *, at: datetime) -> Elsewhere:
    """Free, clean rooms for the guest of a room, none that the matter may reach too. Queries: 12 at most.

    Without a room it is the first that is affected and lived in.
    Raises: NotFound; NotPermitted for who moves nobody; WrongState where nobody lives in the room.
    """
    policy.insist_manage(actor, case, "incident")
    if not (actor.is_system or actor.may("stays.edit")):
        raise NotPermitted(_("Your post does not allow this."))
    incident = Incident.objects.filter(case_id=case.pk).annotate(first_hit=_first_hit()).first()
    if incident is None:
        raise NotFound(_("There is no such incident."))
    number = room_number or incident.first_hit or ""
    card = card_for_room(incident.property_id, number, at)
    if card is None or card.stay_id is None:
        raise WrongState(_("Nobody lives in room %(room)s.") % {"room": number[:10] or "—"})
    found = proposals_for(
        card.stay_id,
        troubled=troubled_rooms(actor, property_id=incident.property_id),
        without=reached(incident),
        limit=SHOWN,
    )
    return Elsewhere(card.room, card.dnd_since is not None, found)


def _first_hit() -> Subquery:
    """The first room of an incident that is affected and lived in, as part of the question for the incident."""
    lived_in = RoomStatus.objects.filter(
        property_id=OuterRef("incident__property_id"),
        room_number=OuterRef("room_number"),
        stay_id__isnull=False,
    )
    hit = IncidentRoom.objects.filter(Exists(lived_in), incident=OuterRef("pk"), state=RoomState.AFFECTED)
    return Subquery(hit.order_by("room_number").values("room_number")[:1])


def reached(incident: Incident) -> frozenset[str]:
    """The rooms that the matter has reached or may reach: those of the incident, and the floors that it tells. Queries: 2."""
    message = message_of(incident)
    floors = floors_named(message) if message else set()
    named = {incident.source_room, *(message.rooms.split() if message else ())}
    listed = incident.rooms.values("room_number")
    rooms = RoomStatus.objects.filter(property_id=incident.property_id)
    near = rooms.filter(Q(floor__in=floors) | Q(room_number__in=named) | Q(room_number__in=listed))
    return frozenset(near.values_list("room_number", flat=True))
