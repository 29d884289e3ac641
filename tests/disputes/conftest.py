"""The cast, for every test of disputes."""

import pytest

from tests import people


@pytest.fixture
def cast(db):
    return people.make_cast()
