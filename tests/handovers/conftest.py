"""A house at noon with its order taker at the desk, and the worker's rounds."""

import pytest

from innkeeper.clocks.actions import sweep
from innkeeper.handovers import actions
from innkeeper.kernel.actors import system
from innkeeper.outbox.models import OutboxEvent
from innkeeper.stays.actions import open_rooms
from tests.makers.properties import make_floor
from tests.people import START


@pytest.fixture
def house(cast, clock):
    """Floor 12 of the cast's hotel, every room in the live house."""
    make_floor(house=cast.house, floor=12, rooms=9)
    open_rooms(property_id=cast.house.pk, at=START)
    return cast


def wake_up(cast, *, due_at, room="1208", by=None, text=""):
    """A wake-up call as the order taker takes it."""
    line = actions.NewLine(kind="wake_up", room_number=room, due_at=due_at, text=text)
    return actions.add_line(
        actor=(by or cast.colleague).actor, property_id=cast.house.pk, line=line, at=START
    )


def note(cast, text, *, by=None, post="order_taker", kind="note", **given):
    """A note in a book."""
    line = actions.NewLine(kind=kind, post=post, text=text, **given)
    return actions.add_line(
        actor=(by or cast.colleague).actor, property_id=cast.house.pk, line=line, at=START
    )


def rings(at):
    """What the worker does when clocks are due: sweep, and the alarm of every threshold announced."""
    sweep(now=at)
    told = 0
    for event in OutboxEvent.objects.filter(name="clocks.ThresholdReached").order_by("at", "id"):
        wanted = {name: event.facts[name] for name in ("clock_id", "owner_kind", "owner_id", "level")}
        told += actions.sound_alarm(actor=system("tests"), rung=actions.Rung(**wanted), at=at)
    return told
