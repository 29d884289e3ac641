"""A house with its playbooks, and doors into it."""

import pytest

from innkeeper.cases.actions import publish_shipped, seed_taxonomy
from innkeeper.kernel.actors import system
from tests.accounts.conftest import enter
from tests.people import START, person


@pytest.fixture
def house(cast, clock):
    """The cast's hotel with the shipped playbooks and codes, a security manager on duty."""
    publish_shipped(actor=system("tests"), at=START)
    seed_taxonomy()
    person(cast.house, staff_number="5001", post_code="security_manager", work_name="武安")
    return cast


@pytest.fixture
def desk(house):
    """The front desk's browser."""
    return enter(house.front_desk)
