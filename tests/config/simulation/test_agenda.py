"""Deeds happen in the order of their times, by a clock that stands still in between."""

import threading
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from innkeeper.config.simulation.agenda import Agenda, played
from innkeeper.config.simulation.people import BREAK, Body, rest_time, walk
from innkeeper.kernel import clock
from innkeeper.kernel.clock import Clock

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_deeds_come_in_order_and_those_of_one_moment_as_they_were_put():
    agenda, done = Agenda(), []
    for name, minutes in (("c", 2), ("a", 1), ("d", 2), ("late", 61)):
        agenda.put(NOON + minutes * MINUTE, lambda at, name=name: done.append((name, at, clock.now())))
    with played(NOON) as hands:
        agenda.run(hands, until=NOON + 60 * MINUTE, stop=threading.Event())
    assert [name for name, _at, _now in done] == ["a", "c", "d"]
    assert all(at == now for _name, at, now in done)


def test_a_stopped_day_does_no_more():
    agenda, stop, done = Agenda(), threading.Event(), []
    agenda.put(NOON, lambda at: stop.set())
    agenda.put(NOON + MINUTE, lambda at: done.append(at))
    with played(NOON) as hands:
        agenda.run(hands, until=NOON + 60 * MINUTE, stop=stop)
    assert done == []


def test_with_a_speed_it_waits_for_the_wall():
    agenda = Agenda(speed=100)
    agenda.put(NOON + timedelta(seconds=20), lambda at: None)
    began = time.monotonic()
    with played(NOON) as hands:
        agenda.run(hands, until=NOON + MINUTE, stop=threading.Event())
    assert time.monotonic() - began >= 0.19


def test_the_demos_other_processes_are_told_the_time(tmp_path, monkeypatch):
    shared = Clock()
    shared.follow(tmp_path / "offset")
    monkeypatch.setattr(clock, "clock", shared)
    ahead = shared.now() + timedelta(hours=3)
    agenda = Agenda()
    agenda.put(ahead, lambda at: None)
    with played(shared.now()) as hands:
        agenda.run(hands, until=ahead, stop=threading.Event())
    other = Clock()
    other.follow(tmp_path / "offset")
    assert abs(other.now() - ahead) < timedelta(seconds=5)
    assert clock.clock is shared


def test_nobody_works_while_they_rest_or_with_full_hands():
    body = Body("id", "engineer", NOON, NOON + timedelta(hours=8), rest_time(1, NOON), NOON)
    assert body.is_free(NOON)
    assert not body.is_free(rest_time(1, NOON) + MINUTE)
    assert body.is_free(rest_time(1, NOON) + BREAK)
    assert not body.is_free(NOON + timedelta(hours=8))
    body.free_at = NOON + MINUTE
    assert not body.is_free(NOON)


def test_colleagues_of_a_shift_rest_one_after_the_other_and_far_floors_take_longer():
    rests = [rest_time(number, NOON) for number in range(9)]
    assert all(later - sooner == BREAK for sooner, later in pairwise(rests))
    assert walk(5, 5) < walk(5, 6) < walk(5, 22) < timedelta(minutes=4)
