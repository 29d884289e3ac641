"""Plays one day and gathers its report."""

import statistics
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from innkeeper.config.demo.house import data, engage_day_hands
from innkeeper.config.simulation.checks import troubles
from innkeeper.config.simulation.day import Day
from innkeeper.config.simulation.moments import MOMENTS
from innkeeper.config.simulation.plan import brought_in_a_day
from innkeeper.config.simulation.report import ClockLine, PostLine, clock_lines, post_lines
from innkeeper.kernel import clock
from innkeeper.kernel.actors import system
from innkeeper.properties.models import Property
from innkeeper.stays.models import RoomStatus


@dataclass(frozen=True, slots=True)
class Outcome:
    """A played day: what was done, how late, what the house refused, and what does not hold (nothing should)."""

    begins_at: datetime
    ends_at: datetime
    taken_in: int
    tasks_done: int
    came: int
    left: int
    moments: int
    median_wait: float
    worst_wait: float
    posts: list[PostLine]
    clocks: list[ClockLine]
    refused: Mapping[str, int]
    troubles: list[str]


def play_day(
    *,
    seed: int,
    hours: int,
    speed: float,
    stop: threading.Event,
    on_time: Callable[[datetime, timedelta], None],
    house: Property | None = None,
) -> Outcome:
    """Play `hours` of the hotel from now on. The same seed on the same house gives the same day."""
    hotel = house or Property.objects.order_by("code").first()
    if hotel is None:
        raise LookupError("There is no hotel to play.")
    begins_at = clock.now()
    engage_day_hands(hotel, at=begins_at)
    local = begins_at.astimezone(ZoneInfo(hotel.timezone))
    lived_in = RoomStatus.objects.filter(property_id=hotel.pk, stay_id__isnull=False)
    rooms = list(lived_in.order_by("room_number").values_list("room_number", flat=True))
    brought = brought_in_a_day(seed, begins_at=local, hours=hours, rooms=rooms, lines=data("lines.yaml"))
    day = Day(
        hotel,
        brought,
        begins_at=begins_at,
        ends_at=begins_at + timedelta(hours=hours),
        seed=seed,
        speed=speed,
        moments=MOMENTS,
    )
    told = day.play(stop, lambda at: on_time(at.astimezone(local.tzinfo), at - begins_at))
    return Outcome(
        begins_at=begins_at,
        ends_at=day.now,
        taken_in=told.taken_in,
        tasks_done=told.tasks_done,
        came=day.living.came,
        left=day.living.left,
        moments=day.stage.played,
        median_wait=statistics.median(told.waits) if told.waits else 0.0,
        worst_wait=max(told.waits, default=0.0),
        posts=post_lines(hotel, since=begins_at),
        clocks=clock_lines(hotel, since=begins_at, at=day.now),
        refused=dict(told.refused),
        troubles=[
            *day.stage.unfinished(day.now),
            *troubles(hotel, actor=system("simulation", property_id=hotel.pk), at=day.now),
        ],
    )
