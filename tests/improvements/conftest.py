"""The cast, for every test of improvements."""

import pytest

from tests import people


@pytest.fixture
def cast(db):
    return people.make_cast()
