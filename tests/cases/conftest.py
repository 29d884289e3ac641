"""The tests' own kind of case."""

from tests.makers import cases as _cases  # noqa: F401 (registers the kind)
