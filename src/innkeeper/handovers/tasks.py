"""Jobs of the shift: fetch by id, call one action. All are safe to run twice."""

from datetime import datetime
from uuid import UUID

from innkeeper.handovers.actions.alarms import Rung, sound_alarm
from innkeeper.handovers.actions.downtime import keep_packs
from innkeeper.handovers.actions.handing_over import fill_handovers
from innkeeper.kernel.actors import system
from innkeeper.outbox.jobs import job


@job("handovers.sound_alarm", priority=1)
def alarm(*, clock_id: UUID, owner_kind: str, owner_id: UUID, level: int, at: datetime) -> None:
    """For clocks.ThresholdReached: a wake-up call, a taxi, a knock or a handover that waits."""
    rung = Rung(clock_id=clock_id, owner_kind=owner_kind, owner_id=owner_id, level=level)
    sound_alarm(actor=system("handovers.alarm"), rung=rung, at=at)


@job("handovers.fill")
def fill(*, at: datetime) -> None:
    """On the schedule: the books of shifts that have ended."""
    fill_handovers(at=at)


@job("handovers.keep_packs", priority=7)
def packs(*, at: datetime) -> None:
    """On the schedule: the downtime pack of each hotel, every hour; an alarm where there is none for two."""
    keep_packs(actor=system("handovers.keep_packs"), at=at)
