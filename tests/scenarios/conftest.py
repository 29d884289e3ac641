"""The house of the day: floors 12, 13 and 15, its playbooks and codes, a guest in 1208 and in 1308."""

from dataclasses import dataclass
from typing import Any

import pytest

from innkeeper.cases.actions import publish_shipped, seed_taxonomy
from innkeeper.config import subscriptions
from innkeeper.kernel.actors import system
from innkeeper.stays.actions import open_rooms
from tests.makers.guests import make_guest
from tests.makers.properties import make_floor
from tests.makers.stays import move_in
from tests.people import COMPANION_NAME, GUEST_NAME, GUEST_PHONE, START, make_cast, person
from tests.scenarios.day import FACES, Screen

MORE = {
    "security": ("5001", "security_manager", "武安", "Wu An"),
    "waiter": ("6001", "waiter", "阿布", "A Bu"),
    "kitchen": ("6000", "fb_manager", "易牙", "Yi Ya"),
    "second_attendant": ("3002", "room_attendant", "田甜", "Tian Tian"),
}


@dataclass
class Day:
    """The cast, whom a day needs beside it, the two stays, and the language that screens are read in."""

    cast: Any
    language: str
    stays: dict
    more: dict

    def __getattr__(self, name):
        return self.more[name] if name in self.more else getattr(self.cast, name)

    def before(self, who):
        """That person's screen."""
        return Screen(getattr(self, who), self.language)


def noon(_clock):
    """The cast's house as the day finds it."""
    subscriptions.install()
    cast = make_cast()
    publish_shipped(actor=system("tests"), at=START)
    seed_taxonomy()
    for floor in (12, 13, 15):
        make_floor(house=cast.house, floor=floor, rooms=9)
    open_rooms(property_id=cast.house.pk, at=START)
    below = make_guest(house=cast.house, name=GUEST_NAME, phone=GUEST_PHONE)
    above = make_guest(house=cast.house, name=COMPANION_NAME, phone="+86 139 0000 4472")
    stays = {
        "1208": move_in(house=cast.house, room="1208", guest=below),
        "1308": move_in(house=cast.house, room="1308", guest=above),
    }
    more = {
        part: person(cast.house, staff_number=number, post_code=post, work_name=zh, work_name_en=en)
        for part, (number, post, zh, en) in MORE.items()
    }
    return cast, stays, more


@pytest.fixture(scope="module")
def standing_noon(standing_house):
    """The house of the module's tests, built once for them all."""
    with standing_house(noon) as house:
        yield house


@pytest.fixture(params=FACES)
def day(request, standing_noon, db, clock):
    """Noon of the day, read in Chinese and in English."""
    subscriptions.install()
    cast, stays, more = standing_noon()
    return Day(cast, request.param, stays, more)
