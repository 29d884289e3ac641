"""Jobs of hard cases: each fetches by id and calls one action. Safe to run twice."""

from datetime import datetime
from uuid import UUID

from innkeeper.incidents.actions import forget_parted, gather
from innkeeper.kernel.actors import system
from innkeeper.outbox.jobs import job


@job("incidents.gather")
def gather_calls(*, case_id: UUID, at: datetime) -> None:
    """For cases.CaseOpened: a call on a matter that many rooms share is joined with the others."""
    gather(actor=system("incidents.gather"), case_id=case_id, at=at)


@job("incidents.forget_parted")
def forget(*, case_id: UUID, at: datetime) -> None:
    """For cases.CaseParted: an incident's list no longer holds a room for the sake of a case that came out."""
    forget_parted(actor=system("incidents.forget_parted"), case_id=case_id, at=at)
