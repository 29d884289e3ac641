"""A house with rooms, guests and duty, as it stands at noon of the cast's day; empty of cases or full of them."""

from innkeeper.cases.actions import seed_taxonomy
from innkeeper.clocks.actions import sweep
from innkeeper.outbox.worker import Worker
from tests.makers import guests, properties, stays
from tests.people import GUEST_NAME, GUEST_NAME_EN, GUEST_PHONE

FLOORS = (11, 12, 13)


def open_house(cast):
    """Three floors of eight rooms; a guest in 1208 and another in 1308, known by name and telephone."""
    seed_taxonomy()
    for floor in FLOORS:
        properties.make_floor(house=cast.house, floor=floor)
    below = guests.make_guest(house=cast.house, name=GUEST_NAME, phone=GUEST_PHONE)
    above = guests.make_guest(house=cast.house, name=GUEST_NAME_EN, phone="+44 20 7946 0123")
    stays.move_in(house=cast.house, room="1208", guest=below)
    stays.move_in(house=cast.house, room="1308", guest=above)
    return below


def work_off(clock):
    """What the worker does between two presses of a button: every job that waits, every clock that is due."""
    worker = Worker(now=clock.now, sweeps=(lambda now: sweep(now=now),))
    while worker.step():
        pass
