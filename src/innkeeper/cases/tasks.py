"""Jobs of the spine: each fetches by id and calls one action. All are safe to run twice."""

from datetime import datetime
from uuid import UUID

from innkeeper.cases.actions.escalating import Reached, escalate, prompt_owners
from innkeeper.cases.actions.handling import route_case
from innkeeper.cases.actions.holding import end_hold
from innkeeper.cases.actions.recalendaring import follow_calendar
from innkeeper.cases.actions.rewording import rebase_code
from innkeeper.kernel.actors import system
from innkeeper.outbox.jobs import job


@job("cases.route_case", priority=2)
def route(*, case_id: UUID, at: datetime) -> None:
    """For CaseOpened: the owner by post on duty, and their notice (CASE-05)."""
    route_case(actor=system("cases.route_case"), case_id=case_id, at=at)


@job("cases.escalate", priority=1)
def escalate_reached(
    *,
    clock_id: UUID,
    owner_kind: str,
    owner_id: UUID,
    clock_name: str,
    level: int,
    share: int,
    round: int,  # noqa: A002 (the event's own word)
    at: datetime,
) -> None:
    """For clocks.ThresholdReached: the posts of the rung are told (CASE-22)."""
    reached = Reached(
        clock_id=clock_id,
        owner_kind=owner_kind,
        owner_id=owner_id,
        clock_name=clock_name,
        level=level,
        share=share,
        round=round,
    )
    escalate(actor=system("cases.escalate"), reached=reached, at=at)


@job("cases.end_hold", priority=3)
def go_on(*, case_id: UUID, at: datetime) -> None:
    """When the time is over for which a case was put on hold."""
    end_hold(actor=system("cases.end_hold"), case_id=case_id, at=at)


@job("cases.prompt_owners")
def prompt(*, at: datetime) -> None:
    """On the schedule: owners who leave a guest without a word (CASE-17)."""
    prompt_owners(actor=system("cases.prompt_owners"), at=at)


@job("cases.rebase_code")
def rebase(*, property_id: UUID, code: str, at: datetime) -> None:
    """After an edit of a code's norms: its open clocks follow."""
    actor = system("cases.rebase_code", property_id=property_id)
    rebase_code(actor=actor, property_id=property_id, code=code, at=at)


@job("cases.follow_calendar")
def recalendar(*, property_id: UUID, at: datetime) -> None:
    """After a new version of the working calendar: the hotel's open clocks follow."""
    actor = system("cases.follow_calendar", property_id=property_id)
    follow_calendar(actor=actor, property_id=property_id, at=at)
