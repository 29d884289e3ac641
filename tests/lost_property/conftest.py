"""A house with three floors, its playbooks and codes, a guest in 1208 and in 1308, doors into it."""

import pytest

from innkeeper.cases.actions import publish_shipped, seed_taxonomy
from innkeeper.desk.queries.intake import facts_at
from innkeeper.kernel.actors import system
from tests.accounts.conftest import enter
from tests.makers.guests import make_guest
from tests.makers.properties import make_floor
from tests.makers.stays import move_in
from tests.people import COMPANION_NAME, GUEST_NAME, START, person


@pytest.fixture
def house(cast, clock):
    """The cast's hotel; a security manager, a waiter and the head of the restaurant are on duty too."""
    facts_at.cache_clear()
    publish_shipped(actor=system("tests"), at=START)
    seed_taxonomy()
    for floor in (11, 12, 13):
        make_floor(house=cast.house, floor=floor)
    move_in(house=cast.house, room="1208", guest=make_guest(house=cast.house, name=GUEST_NAME))
    move_in(house=cast.house, room="1308", guest=make_guest(house=cast.house, name=COMPANION_NAME))
    return cast


@pytest.fixture
def guard(house):
    """The security manager."""
    return person(house.house, staff_number="5001", post_code="security_manager", work_name="武安")


@pytest.fixture
def waiter(house):
    """A waiter: does tasks and takes no cases in."""
    return person(house.house, staff_number="6001", post_code="waiter", work_name="阿布")


@pytest.fixture
def desk(house):
    """The lobby's assistant manager at the desk."""
    return enter(house.owner)
