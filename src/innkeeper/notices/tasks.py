"""The jobs that carry notices out of the house."""

from datetime import datetime
from uuid import UUID

from innkeeper.notices import actions
from innkeeper.outbox.jobs import job


@job("notices.carry", priority=2)
def carry(*, notice_id: UUID, at: datetime) -> None:
    """Choose the first way of a notice."""
    actions.carry_notice(notice_id=notice_id, at=at)


@job("notices.carry_unreached", priority=1)
def carry_unreached(*, unreached_id: UUID, at: datetime) -> None:
    """Ring everywhere for an alarm that found nobody."""
    actions.carry_unreached(unreached_id=unreached_id, at=at)


@job("notices.deliver", priority=2)
def deliver(*, carriage_id: UUID, at: datetime) -> None:
    """One attempt of one way; the back-off of the job spaces the attempts."""
    actions.carry_carriage(carriage_id=carriage_id, at=at)
