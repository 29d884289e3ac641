"""The cast and the tests' own kind of case."""

import pytest

from tests import people
from tests.makers import cases as _cases  # noqa: F401 (registers the kind)


@pytest.fixture
def cast(db):
    return people.make_cast()
