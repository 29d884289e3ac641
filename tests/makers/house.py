"""A house with rooms, guests and duty, as it stands at noon of the cast's day; empty of cases or full of them."""

from innkeeper.cases.actions import seed_taxonomy
from innkeeper.clocks.actions import sweep
from innkeeper.outbox.worker import Worker
from tests.makers import complaints, guests, properties, stays
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


def full_house(cast):
    """A complaint at each point of its way, tasks on two phones, a restricted one; the guest of 1208."""
    guest = open_house(cast)
    leak = complaints.make_complaint(
        cast,
        text="天花板漏水，行李湿了",
        taxonomy_code="water_leak",
        guest_ids=[guest.id],
        contact="139 0000 4471",
    )
    complaints.decided(cast, text="洗澡水一直是冷的", room_number="1206")
    complaints.resolved(cast, text="电视没有信号", room_number="1204")
    complaints.heard(cast, text="隔壁太吵，一晚没睡", room_number="1202")
    complaints.closed(cast, text="早餐等了半小时", room_number="1103")
    complaints.make_complaint(
        cast, text="怀疑有人拿了抽屉里的东西", taxonomy_code="theft", room_number="1305"
    )
    return leak, guest
