"""Scenes of a played day: each is a story of several steps that waits in between, and is to come to its end."""

import random
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from innkeeper.cases.models import Case
from innkeeper.config.simulation.agenda import Agenda
from innkeeper.config.simulation.handling import Attempt
from innkeeper.config.simulation.living import Living
from innkeeper.config.simulation.people import Body
from innkeeper.config.simulation.staff import Crew
from innkeeper.kernel.actors import Actor

Scene = Generator[timedelta, None, None]
"""A generator that does its next step when it is asked, and yields how long it waits for the one after."""
SOON, KEEPS, LOOKS_AGAIN = timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Moment:
    """One scene of the day: its name, the hotel's hour at which it begins, and how long it may take at most."""

    name: str
    hour: time
    play: "Callable[[Stage], Scene]"
    within: timedelta


@dataclass
class Stage:
    """Where scenes are played: the crew, the guests who come and go, and the time of the step in hand."""

    crew: Crew
    agenda: Agenda
    living: Living
    dice: random.Random
    attempt: Attempt
    at: datetime
    played: int = 0
    due: dict[str, datetime] = field(default_factory=dict)

    @property
    def house_id(self) -> UUID:
        """The hotel that is played."""
        return self.crew.house.pk

    def plan(self, moments: Iterable[Moment], *, begins_at: datetime, ends_at: datetime) -> None:
        """Put every moment on the agenda that begins in the day and can come to its end in it."""
        local = begins_at.astimezone(ZoneInfo(self.crew.house.timezone))
        for one in moments:
            at = datetime.combine(local.date(), one.hour, tzinfo=local.tzinfo)
            at += timedelta(days=1) if at < local else timedelta()
            if at + one.within <= ends_at:
                self.due[one.name] = at + one.within
                self.agenda.put(at, partial(self._go_on, one.name, one.play(self)))

    def unfinished(self, at: datetime) -> list[str]:
        """The moments that should have come to their end by now, in words."""
        return [f"the moment {name} did not come to its end" for name, by in self.due.items() if by <= at]

    def somebody(self, *posts: str, keeps: timedelta = KEEPS) -> Generator[timedelta, None, Actor]:
        """Wait for a free colleague on duty of these posts, in their order; the actor, who is kept busy as long."""
        while not (here := self.crew.free(self.at, *posts)):
            yield SOON
        here[0].free_at = self.at + keeps
        return self.crew.actor(here[0].staff_id, self.at)

    def at_once(self, *posts: str) -> list[Body]:
        """Who of these posts is on duty, in their order, empty hands first: danger calls people away from anything."""
        return sorted(
            self.crew.on(self.at, *posts), key=lambda body: (body.post != posts[0], not body.is_free(self.at))
        )

    def owner(self, case_id: UUID) -> Actor | None:
        """Who holds the case, while they are on duty."""
        owner_id = Case.objects.values_list("owner_id", flat=True).get(pk=case_id)
        here = [body.staff_id for body in self.crew.on(self.at)]
        return self.crew.actor(owner_id, self.at) if owner_id in here else None

    def _go_on(self, name: str, scene: Scene, at: datetime) -> None:
        """The next step; what the house refuses ends the scene before its time, and the day says so."""
        self.at = at
        waits: list[timedelta] = []
        try:
            goes_on = self.attempt(lambda: waits.append(next(scene)))
        except StopIteration:
            self.played += 1
            del self.due[name]
            return
        if goes_on:
            self.agenda.put(at + waits[0], partial(self._go_on, name, scene))
