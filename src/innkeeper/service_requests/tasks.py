"""Jobs of service requests: each fetches by id and calls one action. Safe to run twice."""

from datetime import datetime
from uuid import UUID

from innkeeper.cases.queries.past import task_department
from innkeeper.kernel.actors import system
from innkeeper.outbox.jobs import job
from innkeeper.service_requests.actions import (
    begin_again,
    close_delivered,
    offer_planned,
    reroute,
    weigh_load,
)


@job("service_requests.close_delivered")
def close(*, case_id: UUID, at: datetime) -> None:
    """For cases.TaskDone: a request with nothing left is done; other kinds and open ones stay as they are."""
    close_delivered(actor=system("service_requests.close_delivered"), case_id=case_id, at=at)


@job("service_requests.offer_planned", priority=3)
def offer(*, planned_id: UUID, at: datetime) -> None:
    """At its time: what was planned is offered."""
    offer_planned(actor=system("service_requests.offer_planned"), planned_id=planned_id, at=at)


@job("service_requests.weigh_load")
def weigh(*, property_id: UUID, task_id: UUID, at: datetime) -> None:
    """For cases.TaskOffered and TaskDone: help is called above the load, and ended when it is calm (REQ-11)."""
    department = task_department(task_id)
    if department:
        actor = system("service_requests.weigh_load", property_id=property_id)
        weigh_load(actor=actor, property_id=property_id, department=department, at=at)


@job("service_requests.begin_again")
def begin(*, case_id: UUID, kind: str, at: datetime) -> None:
    """For cases.CaseReopened: a request is given to its department again; other kinds have their own way."""
    if kind == "service_request":
        begin_again(actor=system("service_requests.begin_again"), case_id=case_id, at=at)


@job("service_requests.reroute", priority=3)
def to_the_right_department(*, case_id: UUID, kind: str, at: datetime) -> None:
    """For cases.CaseClassified: a request is given to the department of its new code; other kinds have their own way."""
    if kind == "service_request":
        reroute(actor=system("service_requests.reroute"), case_id=case_id, at=at)
