"""The cast, for every test of complaints."""

import pytest

from tests import people


@pytest.fixture
def cast(db):
    return people.make_cast()
