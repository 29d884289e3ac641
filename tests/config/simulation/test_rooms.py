"""The floors of a played day: who has left is looked at in time, the room cleaned; who stays is served."""

import random
import threading
from datetime import timedelta

import pytest

from innkeeper.config.simulation.agenda import Agenda, played
from innkeeper.config.simulation.rooms import RoomWork
from innkeeper.config.simulation.staff import Crew
from innkeeper.kernel.actors import system
from innkeeper.stays import actions as stays
from innkeeper.stays.models import RoomStatus, RoomTask
from tests.makers.stays import move_in, stay_on
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")
TWO_HOURS = timedelta(hours=2)


def done(deed):
    deed()
    return True


def test_a_room_that_was_left_is_inspected_in_time_and_cleaned_and_who_stays_is_served(cast, clock):
    left = move_in(house=cast.house, room="1210")
    stay_on(house=cast.house)
    stays.plan_day(actor=system(), property_id=cast.house.pk, at=START)
    stays.check_out(actor=cast.front_desk.actor, stay_id=left.id, at=START)
    agenda, ends_at = Agenda(), START + TWO_HOURS
    work = RoomWork(
        Crew(cast.house, begins_at=START, ends_at=ends_at), agenda, random.Random(1), attempt=done
    )
    for minutes in range(0, 120, 2):
        agenda.put(START + timedelta(minutes=minutes), work.work)
    with played(START) as hands:
        agenda.run(hands, until=ends_at, stop=threading.Event())
    inspection = RoomTask.objects.get(kind="inspection")
    assert inspection.state == "done" and inspection.done_at <= inspection.due_at
    assert RoomStatus.objects.get(room_number="1210").state == "VC"
    served = RoomTask.objects.filter(room_number="1208", state="done")
    assert set(served.values_list("kind", flat=True)) >= {"cleaning", "linen", "bathroom"}
    assert work.in_hand == set()
