"""Guests who come, go and leave something behind in a played day: late check-out, room move, a ring, a full house."""

from collections.abc import Generator
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from innkeeper.accounts.models import Staff
from innkeeper.cases import actions as cases
from innkeeper.cases.actions import Spoken, Words
from innkeeper.cases.models import Approval, ApprovalState
from innkeeper.config.simulation import people
from innkeeper.config.simulation.moments.desk import complaint
from innkeeper.config.simulation.stage import LOOKS_AGAIN, Scene, Stage
from innkeeper.incidents.actions import WalkPlan, arrange_walk, begin_walk
from innkeeper.incidents.queries import candidates
from innkeeper.kernel.days import local_date
from innkeeper.lost_property import actions as lost
from innkeeper.lost_property.models import LostItem, Means, Side, State
from innkeeper.stays import actions as stays
from innkeeper.stays.models import RoomStatus, Stay
from innkeeper.stays.queries import due_in_by_room
from innkeeper.stays.queries.figures import figure_list
from innkeeper.stays.rules.rooms import RoomState
from innkeeper.stays.rules.stays import StayStatus

FRONT, MANAGERS = ("front_desk", "assistant_manager"), ("assistant_manager", "manager_on_duty")
LATE = time(14)
SLEEPS_ELSEWHERE = timedelta(hours=14)
WALK_COSTS = 180_000
"""Beyond what an assistant manager may spend on a walk: the manager on duty is asked. In the minor unit."""


def late_check_out(stage: Stage) -> Scene:
    """A guest who was to leave at noon stays until two."""
    clerk = yield from stage.somebody(*FRONT)
    today = local_date(stage.at, stage.crew.house.timezone)
    left = figure_list(property_id=stage.house_id, figure="due-out-left", on=today, actor=clerk)
    stay_id = next(row.stay_id for row in left if row.stay_id)
    until = datetime.combine(today, LATE, tzinfo=ZoneInfo(stage.crew.house.timezone))
    stays.change_departure(actor=clerk, stay_id=stay_id, departs_at=until, at=stage.at)
    stage.living.stays_until[stay_id] = until


def room_move(stage: Stage) -> Scene:
    """A guest who complains is moved to a room that was inspected."""
    while (stay_id := (yield from complaint(stage)).stay_id) is None or not _lives_here(stay_id):
        yield LOOKS_AGAIN
    clerk = yield from stage.somebody(*FRONT)
    room = yield from _inspected(stage)
    stays.move_room(actor=clerk, stay_id=stay_id, room_number=room, reason="噪音", at=stage.at)


def ring(stage: Stage) -> Scene:
    """A guest who left misses a ring: found by an attendant, in the safe with a witness, sent home with proof."""
    gone = Stay.objects.filter(
        property_id=stage.house_id, status=StayStatus.DEPARTED.value, room_number__gt=""
    )
    room = gone.order_by("-checked_out_at", "pk").values_list("room_number", flat=True)[0]
    taker = yield from stage.somebody("order_taker", *FRONT)
    given: dict[str, Any] = {"room": room, "category": "valuables"}
    missed = lost.Noted(side=Side.LOST, words="银戒指 床头柜", has_left=True, key=uuid4(), **given)
    report = lost.note_item(actor=taker, property_id=stage.house_id, noted=missed, at=stage.at)
    yield timedelta(minutes=25)
    finder = yield from stage.somebody("room_attendant")
    seen = lost.Noted(side=Side.FOUND, words="银戒指 床底", key=uuid4(), **given)
    find = lost.note_item(actor=finder, property_id=stage.house_id, noted=seen, at=stage.at)
    while not LostItem.objects.filter(case_id=find.id, state=State.SAFE).exists():
        yield LOOKS_AGAIN
    manager = yield from stage.somebody(*MANAGERS)
    do: dict[str, Any] = {"actor": manager, "case_id": find.id}
    lost.match_items(**do, other_case_id=report.id, at=stage.at)
    lost.note_call(**do, reached_owner=True, at=stage.at)
    yield timedelta(minutes=20)
    second = yield from stage.somebody(*FRONT, "concierge")
    handing = lost.Handing(
        means=Means.COURIER, witness_number=Staff.objects.get(pk=second.id).staff_number,
        is_identity_checked=True, proof=people.photo(stage.dice),
    )  # fmt: skip
    lost.hand_over(**do, handing=handing, at=stage.at)
    lost.end_report(actor=manager, case_id=report.id, at=stage.at)
    for case_id in (find.id, report.id):
        if stage.owner(case_id) is None:
            cases.take_over_case(actor=manager, case_id=case_id, at=stage.at)
        cases.close_case(actor=stage.owner(case_id) or manager, case_id=case_id, at=stage.at)


def walk(stage: Stage) -> Scene:
    """The house is fuller than its rooms: by the rule's order one guest sleeps elsewhere, at a price that is approved."""
    manager = yield from stage.somebody(*MANAGERS)
    coming = candidates(manager, stage.house_id, at=stage.at)
    if not coming:
        return
    stay_id = coming[0].stay_id
    stage.living.walked.add(stay_id)
    opened = begin_walk(actor=manager, property_id=stage.house_id, stay_id=stay_id, at=stage.at)
    while (owner := stage.owner(opened.id)) is None:
        yield timedelta(minutes=1)
    plan = WalkPlan(
        hotel="江畔酒店", transport="专车往返", cost_minor=WALK_COSTS, call_offered=True,
        returns_on=local_date(stage.at, stage.crew.house.timezone) + timedelta(days=1),
    )  # fmt: skip
    arrange_walk(actor=owner, case_id=opened.id, plan=plan, at=stage.at)
    yield timedelta(minutes=2)
    for asked in Approval.objects.filter(case_id=opened.id, state=ApprovalState.ASKED):
        giver = yield from stage.somebody(asked.post, "general_manager")
        cases.decide_approval(actor=giver, approval_id=asked.pk, is_given=True, at=stage.at)
    yield timedelta(minutes=10)
    said = Spoken(means="on_site", reached_guest=True, words=Words(text="当面致歉，已安排江畔酒店和专车。"))
    do: dict[str, Any] = {"actor": owner, "case_id": opened.id}
    cases.record_contact(**do, spoken=said, at=stage.at)
    cases.advance_stage(**do, at=stage.at)
    cases.hold_case(
        **do, reason="宾客在江畔酒店，次日接回", until_at=stage.at + SLEEPS_ELSEWHERE, at=stage.at
    )


def _lives_here(stay_id: UUID) -> bool:
    return Stay.objects.filter(pk=stay_id, status=StayStatus.IN_HOUSE.value).exists()


def _inspected(stage: Stage) -> Generator[timedelta, None, str]:
    """Wait for a room that is inspected and meant for nobody who arrives today."""
    ready = RoomStatus.objects.filter(property_id=stage.house_id, state=RoomState.VACANT_INSPECTED.value)
    while True:
        meant = due_in_by_room(stage.house_id, local_date(stage.at, stage.crew.house.timezone))
        rooms = ready.exclude(room_number__in=meant).order_by("-room_number")
        if room := rooms.values_list("room_number", flat=True).first():
            return room
        yield LOOKS_AGAIN
