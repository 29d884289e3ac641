"""How an incident of many rooms is worked in a played day: neighbours asked, floors told, the cause written, the end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from innkeeper.accounts.models import Staff
from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case
from innkeeper.cases.queries.page import gates
from innkeeper.config.simulation.handling import Attempt
from innkeeper.config.simulation.people import Body
from innkeeper.config.simulation.staff import Crew
from innkeeper.incidents import actions as incidents
from innkeeper.incidents import queries
from innkeeper.incidents.models import Incident, Means, MessageState, RoomState
from innkeeper.incidents.queries.telling import untold_rooms
from innkeeper.kernel.actors import Actor
from innkeeper.lost_property import actions as lost
from innkeeper.lost_property.models import LostItem, State
from innkeeper.stays.queries import card_for_room

CAUSE = "接头老化，已更换并试压"
MANAGERS, DESK = ("assistant_manager", "manager_on_duty"), ("front_desk", "concierge", "guest_relations")
Step = Callable[[], object]


@dataclass
class Incidents:
    """Managers and desk with free hands do what the incident waits for; finds go into the safe with a witness."""

    crew: Crew
    attempt: Attempt

    def work(self, at: datetime) -> None:
        """One step of each open incident, and of each find, for whoever is free."""
        for incident in Incident.objects.filter(property_id=self.crew.house.pk, case_id__in=self._open()):
            self._manage(incident, at)
            self._tell(incident, at)
        self._keep(at)

    def _open(self) -> list[UUID]:
        mine = Case.objects.filter(property_id=self.crew.house.pk, kind="incident", is_open=True)
        return list(mine.values_list("pk", flat=True))

    def _manage(self, incident: Incident, at: datetime) -> None:
        """The owner decides on the message, has the rooms asked, writes the cause and closes."""
        case = Case.objects.get(pk=incident.case_id)
        here = [body for body in self.crew.free(at) if body.staff_id == case.owner_id]
        for body in here or self.crew.free(at, *MANAGERS)[:1]:
            actor = self.crew.actor(body.staff_id, at)
            step = self._next(incident, case, actor, at)
            if step is not None and self.attempt(step[0]):
                body.free_at = at + step[1]

    def _next(
        self, incident: Incident, case: Case, actor: Actor, at: datetime
    ) -> tuple[Step, timedelta] | None:
        message = queries.message_of(incident)
        if message is not None and message.state == MessageState.DRAFT:
            return partial(
                incidents.settle_message, actor=actor, case_id=case.pk, is_sent=True, at=at
            ), timedelta(minutes=2)
        listed = incident.rooms.filter(state=RoomState.LISTED).order_by("room_number").first()
        if listed is not None:
            card = card_for_room(incident.property_id, listed.room_number, at)
            verb = "ask" if card and card.stay_id else "clear"
            ask = partial(incidents.touch_room, actor=actor, case_id=case.pk, room_number=listed.room_number)
            return partial(ask, verb=verb, at=at), timedelta(minutes=1)
        if case.owner_id != actor.id:
            return None
        missing = {gate.check for gate in gates(case) if not gate.is_met}
        if missing == {"investigated"}:
            write = partial(cases.add_finding, actor=actor, case_id=case.pk, text=CAUSE)
            return partial(write, source="inspection", at=at), timedelta(minutes=5)
        return (
            None
            if missing
            else (
                partial(cases.close_case, actor=actor, case_id=case.pk, at=at),
                timedelta(minutes=2),
            )
        )

    def _tell(self, incident: Incident, at: datetime) -> None:
        """A colleague of the desk tells the next room of the list, a minute and a half each."""
        message = queries.message_of(incident)
        if message is None or message.state != MessageState.SENT:
            return
        for body, room in zip(self.crew.free(at, *DESK), untold_rooms(message), strict=False):
            actor = self.crew.actor(body.staff_id, at)
            tell = partial(incidents.tell_room, actor=actor, case_id=incident.case_id, room_number=room)
            if self.attempt(partial(tell, means=Means.ROOM_PHONE.value, at=at)):
                body.free_at = at + timedelta(seconds=90)

    def _keep(self, at: datetime) -> None:
        """What was found lies in the safe before the day is over, and two have seen it."""
        found = LostItem.objects.filter(property_id=self.crew.house.pk, side="found", state=State.OPEN)
        for item in found:
            here: list[Body] = self.crew.free(at, "front_desk", *MANAGERS)
            if len(here) < 2:
                return
            keeper = self.crew.actor(here[0].staff_id, at)
            witness = Staff.objects.values_list("staff_number", flat=True).get(pk=here[1].staff_id)
            keep = partial(lost.keep_item, actor=keeper, case_id=item.case_id, at=at)
            number = item.pk.hex[-8:]
            self.attempt(partial(keep, safe_place="前台保险柜", safe_number=number, witness_number=witness))
            here[0].free_at = here[1].free_at = at + timedelta(minutes=4)
