"""Which addresses read anything at all of what is sent to them: to the others one payload is like the next.

What a view has not read, it cannot have decided on: the first thing that it reads, it reads whatever was sent. So an
address whose view reads nothing of one payload reads nothing of any. The middlewares read everything at every address
alike; what they read does not count.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from unittest.mock import patch

from django.core.handlers.base import BaseHandler
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from tests.hostile.trying import undone

WAYS = ("__getitem__", "__contains__", "__iter__", "__len__", "_getlist", "lists", "keys")
"""Every way into what was sent ends in one of these."""


KNOWN: dict[str, set[str]] = {}
LEAST = 40


@dataclass
class Seen:
    """Whether a view read what was sent to it; it is only watched once the last middleware has looked."""

    is_in_view: bool = False
    was_read: bool = False

    def way(self, name):
        """That way of reading, which tells when it is gone."""
        usual = getattr(MultiValueDict, name)

        def read(given, *args, **kwargs):
            self.was_read |= self.is_in_view and dict.__len__(given) > 0
            return usual(given, *args, **kwargs)

        return read


@contextmanager
def watched() -> Iterator[Seen]:
    """What is read meanwhile."""
    seen = Seen()

    def body(request, usual=HttpRequest.body.fget):
        seen.was_read |= seen.is_in_view
        return usual(request)

    def view_of(handler, view, usual=BaseHandler.make_view_atomic):
        seen.is_in_view = True
        return usual(handler, view)

    def close(request, usual=HttpRequest.close):
        seen.is_in_view = False
        return usual(request)

    ways = {name: seen.way(name) for name in WAYS}
    with (
        patch.object(HttpRequest, "body", property(body)),
        patch.object(HttpRequest, "close", close),
        patch.object(BaseHandler, "make_view_atomic", view_of),
        patch.multiple(MultiValueDict, create=True, **ways),
    ):
        yield seen


def readers(kind, addresses, ask):
    """Those of the addresses that read anything of what `ask(route, path)` sends them, known from the first walk of that
    kind; what the asking did is taken back."""
    if kind not in KNOWN:
        KNOWN[kind] = {route for route, path in addresses.items() if _reads(partial(ask, route, path))}
        assert len(KNOWN[kind]) >= LEAST, "the watching sees too little"
    return {route: path for route, path in addresses.items() if route in KNOWN[kind]}


def _reads(ask):
    with undone(), watched() as seen:
        ask()
    return seen.was_read
