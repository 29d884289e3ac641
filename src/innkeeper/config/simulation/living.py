"""Guests who leave and arrive in a played day."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from innkeeper.config.simulation.agenda import Agenda
from innkeeper.config.simulation.handling import Attempt
from innkeeper.config.simulation.staff import Crew
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.service_requests.actions import Answer, receive_guest
from innkeeper.stays import actions as stays
from innkeeper.stays.queries import due_in_by_room, rack
from innkeeper.stays.queries.figures import FigureRow, figure_list
from innkeeper.stays.rules.rooms import READY

LEAVE_FROM, LEAVE_SPAN = timedelta(hours=7, minutes=30), timedelta(hours=5)
ARRIVE_FROM, ARRIVE_SPAN = timedelta(hours=13), timedelta(hours=9)
NONE = Answer(is_none=True)
FRONT = ("front_desk", "assistant_manager", "manager_on_duty")


@dataclass
class Living:
    """Departures in the morning, arrivals from the afternoon on, into rooms that are ready.

    `stays_until`: who was granted a late check-out; `walked`: whom the house sent to another hotel tonight.
    """

    crew: Crew
    agenda: Agenda
    dice: random.Random
    attempt: Attempt
    came: int = 0
    left: int = 0
    stays_until: dict[UUID, datetime] = field(default_factory=dict)
    walked: set[UUID] = field(default_factory=set)

    def plan(self, begins_at: datetime) -> None:
        """Put everybody who is due out or due in today on the agenda, from now on."""
        zone = ZoneInfo(self.crew.house.timezone)
        local = begins_at.astimezone(zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        clerk = self._clerk(begins_at)
        if clerk is None:
            return
        leave, arrive = (midnight + LEAVE_FROM, LEAVE_SPAN), (midnight + ARRIVE_FROM, ARRIVE_SPAN)
        for figure, (first, span), deed in (
            ("due-out-left", leave, self._leave),
            ("due-in", arrive, self._arrive),
        ):
            for row in self._rows(figure, local.date(), clerk):
                at = first + span * self.dice.random()
                self.agenda.put(max(at, begins_at), partial(deed, row))

    def _rows(self, figure: str, on: date, clerk: Actor) -> list[FigureRow]:
        return figure_list(property_id=self.crew.house.pk, figure=figure, on=on, actor=clerk)

    def _clerk(self, at: datetime) -> Actor | None:
        here = self.crew.on(at, *FRONT)
        return self.crew.actor(here[0].staff_id, at) if here else None

    def _leave(self, row: FigureRow, at: datetime) -> None:
        clerk, stay_id = self._clerk(at), row.stay_id
        if clerk is None or stay_id is None:
            return
        if at < (until := self.stays_until.get(stay_id, at)):
            self.agenda.put(until, partial(self._leave, row))
        elif self.attempt(lambda: stays.check_out(actor=clerk, stay_id=stay_id, at=at)):
            self.left += 1

    def _arrive(self, row: FigureRow, at: datetime) -> None:
        """The guest gets a room that is ready; where there is none, they wait in the lobby and ask again."""
        clerk, stay_id = self._clerk(at), row.stay_id
        meant = set(due_in_by_room(self.crew.house.pk, local_date(at, self.crew.house.timezone))) - {row.room}
        cells = [cell for floor in rack(self.crew.house.pk) for cell in floor.cells]
        ready = [cell.room for cell in cells if cell.state in READY and cell.room not in meant]
        if clerk is None or stay_id is None or stay_id in self.walked:
            return
        if not ready:
            self.agenda.put(at + timedelta(minutes=20), partial(self._arrive, row))
            return
        room = row.room if row.room in ready else self.dice.choice(ready)
        if self.attempt(
            lambda: receive_guest(actor=clerk, stay_id=stay_id, room_number=room, answer=NONE, at=at)
        ):
            self.came += 1
