"""What comes to the desk in a played day beside wishes: chats, callers, a review, a dispute, a shared phone, the briefing."""

from collections.abc import Generator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from innkeeper.accounts.actions import devices
from innkeeper.accounts.models import SharedDevice
from innkeeper.calls import actions as calls
from innkeeper.calls.models import CallMessage, Outcome
from innkeeper.cases import actions as cases
from innkeeper.cases.actions import Spoken, Words
from innkeeper.cases.models import Case, Task
from innkeeper.config.demo.history import understood
from innkeeper.config.demo.house import PASSWORD
from innkeeper.config.simulation.stage import LOOKS_AGAIN, Scene, Stage
from innkeeper.desk.actions import take_in
from innkeeper.desk.actions.briefing import open_briefing
from innkeeper.desk.actions.pasting import GUEST, HOUSE, Pasted, paste_in
from innkeeper.disputes import actions as disputes
from innkeeper.kernel.money import Money
from innkeeper.workflows.refusal_opens_dispute import open_from_case

DESK = ("order_taker", "front_desk", "assistant_manager")
PIN = "4729"


def complaint(stage: Stage) -> Generator[timedelta, None, Case]:
    """Wait for an open complaint of a room whose handler is on duty: the newest."""
    open_ones = Case.objects.filter(property_id=stage.house_id, kind="complaint", is_open=True)
    while True:
        for case in open_ones.exclude(room_number="").order_by("-received_at"):
            if not case.is_restricted and case.owner_id and stage.owner(case.pk):
                return case
        yield LOOKS_AGAIN


def briefing(stage: Stage) -> Scene:
    """The manager opens the morning briefing and prints it."""
    manager = yield from stage.somebody("manager_on_duty", "assistant_manager")
    open_briefing(actor=manager, house=stage.crew.house, at=stage.at)
    open_briefing(actor=manager, house=stage.crew.house, at=stage.at, is_print=True)


def chat(stage: Stage) -> Scene:
    """A guest writes to the butler; what they wrote is pasted in, and so is the answer."""
    room = (yield from complaint(stage)).room_number
    butler = yield from stage.somebody("butler", "guest_relations", "assistant_manager")
    said = Pasted(said_by=GUEST, room=room, text="说好马上来人，现在没人理我！", key=uuid4())
    put = paste_in(actor=butler, property_id=stage.house_id, pasted=said, at=stage.at)
    yield timedelta(minutes=4)
    manager = yield from stage.somebody("assistant_manager", "manager_on_duty")
    answer = Pasted(said_by=HOUSE, room=room, text="非常抱歉，我现在过来。", ref=put.ref, key=uuid4())
    paste_in(actor=manager, property_id=stage.house_id, pasted=answer, at=stage.at)


def wife_phones(stage: Stage) -> Scene:
    """A caller asks after a guest and is told nothing."""
    taker = yield from stage.somebody(*DESK)
    calls.log_call(actor=taker, key=uuid4(), at=stage.at)


def message(stage: Stage) -> Scene:
    """A caller leaves a message; the assistant manager passes it on and its words are destroyed."""
    taker = yield from stage.somebody(*DESK)
    calls.take_message(actor=taker, words="请转告：车改到明早八点。", key=uuid4(), at=stage.at)
    yield timedelta(minutes=3)
    manager = yield from stage.somebody("assistant_manager", "manager_on_duty")
    left = CallMessage.objects.filter(property_id=stage.house_id, settled_at=None).latest("left_at")
    calls.open_message(actor=manager, message_id=left.pk, at=stage.at)
    calls.settle_message(actor=manager, message_id=left.pk, outcome=Outcome.PASSED, at=stage.at)


def review(stage: Stage) -> Scene:
    """A one-star review names the clerk: protected at once, and heard before anybody decides."""
    clerks = stage.crew.on(stage.at, "front_desk")
    taker = yield from stage.somebody("guest_relations", "assistant_manager")
    heard = understood(stage.crew.house, "携程一星差评 前台态度差", heard_at=stage.at)
    heard = replace(heard, channel="online", contact="", is_anonymous=True)
    opened = take_in(actor=taker, property_id=stage.house_id, heard=heard, at=stage.at)
    while (owner := stage.owner(opened.id)) is None:
        yield LOOKS_AGAIN
    named: dict[str, Any] = {"case_id": opened.id, "staff_id": clerks[0].staff_id}
    cases.name_staff(actor=owner, **named, at=stage.at)
    yield timedelta(minutes=40)
    while (owner := stage.owner(opened.id)) is None:
        yield LOOKS_AGAIN
    cases.hear_colleague(actor=owner, **named, words="当时系统重启，我请客人稍等。", at=stage.at)


def dispute(stage: Stage) -> Scene:
    """A guest refuses every way out: the complaint becomes a dispute, talked over, settled with a term, and the guest heard after it."""
    origin = yield from complaint(stage)
    owner = stage.owner(origin.pk)
    assert owner is not None
    opened = open_from_case(
        actor=owner, case_id=origin.pk, claim="要求全额退房费", money=Money("CNY", 128_000), at=stage.at
    )
    while (holder := stage.owner(opened.id)) is None:
        yield LOOKS_AGAIN
    do: dict[str, Any] = {"actor": holder, "case_id": opened.id}
    said = Spoken(means="phone", reached_guest=True, words=Words(text="由我处理，今天给您答复。"))
    cases.record_contact(**do, spoken=said, at=stage.at)
    yield timedelta(minutes=30)
    disputes.add_point(**do, kind="common_ground", text="双方都认可房间当晚有噪音", at=stage.at)
    disputes.hold_talk(**do, summary="宾客接受退一晚房费", outcome="agreed", at=stage.at)
    yield timedelta(minutes=5)
    term = disputes.TermDraft(
        text="退一晚房费", party="house", department="front_office", due_at=stage.at + timedelta(days=2)
    )
    disputes.end_dispute(**do, kind="settlement", text="退一晚房费，宾客不再追究", terms=[term], at=stage.at)
    while Task.objects.filter(case_id=opened.id, state__in=Task.OPEN).exists():
        yield LOOKS_AGAIN
    cases.advance_stage(**do, at=stage.at)
    disputes.hear_other_side(**do, means="phone", answer="accepts", at=stage.at)


def shared_phone(stage: Stage) -> Scene:
    """A phone of the floor is bound; its first hand sets a PIN and takes it up again with it."""
    chief = yield from stage.somebody("system_administrator", "general_manager")
    code = devices.invite_device(actor=chief, property_id=stage.house_id, name="12 楼工作间", at=stage.at)
    key = devices.enrol_device(code=code, address="192.0.2.12", at=stage.at)
    phone = devices.device_of(key)
    assert isinstance(phone, SharedDevice)
    hand = yield from stage.somebody("room_attendant")
    yield timedelta(minutes=1)
    devices.begin_shift(device=phone, staff_id=hand.id, password=PASSWORD, pin=PIN, at=stage.at)
    yield timedelta(minutes=20)
    devices.take_in_hand(device=phone, staff_id=hand.id, pin=PIN, at=stage.at)
