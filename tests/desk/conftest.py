"""A house with somebody in 1208, and doors into it."""

import pytest

from innkeeper.cases.actions import publish_shipped, seed_taxonomy
from innkeeper.desk.queries.intake import facts_at
from innkeeper.kernel.actors import system
from tests.accounts.conftest import enter
from tests.makers.guests import make_guest
from tests.makers.properties import make_floor
from tests.makers.stays import move_in
from tests.people import GUEST_NAME, START


@pytest.fixture
def lived_in(cast, clock):
    """Floor 12 of the cast's hotel, a guest in 1208, the shipped playbooks and codes."""
    facts_at.cache_clear()
    publish_shipped(actor=system("tests"), at=START)
    seed_taxonomy()
    make_floor(house=cast.house, floor=12, rooms=9)
    guest = make_guest(house=cast.house, name=GUEST_NAME, vip_level=2)
    stay = move_in(house=cast.house, room="1208", guest=guest)
    return cast, guest, stay


@pytest.fixture
def desk(lived_in):
    """The lobby's assistant manager at the desk."""
    return enter(lived_in[0].owner)
