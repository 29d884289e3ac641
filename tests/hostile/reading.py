"""Which addresses read anything at all of what is sent to them: to the others one payload is like the next.

What a view has not read, it cannot have decided on: the first thing that it reads, it reads whatever was sent. So an
address whose view reads nothing of one payload reads nothing of any. The middlewares read everything at every address
alike; what they read does not count.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from unittest.mock import patch

from django.core.files.uploadedfile import UploadedFile
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from tests.hostile.trying import undone

WAYS = ("__getitem__", "__contains__", "__iter__", "__len__", "_getlist", "lists", "keys")
"""Every way into what was sent ends in one of these."""
FIELDS, FILES, BODY = "fields", "files", "body"
KNOWN: dict[str, set[str]] = {}


@dataclass
class Seen:
    """What a view read of what was sent to it; it is only watched once the last middleware has looked."""

    is_in_view: bool = False
    read: set[str] = field(default_factory=set)

    def note(self, what):
        if self.is_in_view:
            self.read.add(what)

    def way(self, name):
        """That way of reading, which tells when it is gone."""
        usual = getattr(MultiValueDict, name)

        def read(given, *args, **kwargs):
            if what := sort_of(given):
                self.note(what)
            return usual(given, *args, **kwargs)

        return read


def sort_of(given):
    """Whether fields or files were sent in it; a dictionary of the URLs holds neither, an empty one nothing."""
    if isinstance(given, QueryDict):
        return FIELDS if dict.__len__(given) else ""
    first = next(iter(dict.values(given)), None)
    return FILES if first and isinstance(first[0], UploadedFile) else ""


@contextmanager
def watched() -> Iterator[Seen]:
    """What is read meanwhile."""
    seen = Seen()

    def body(request, usual=HttpRequest.body.fget):
        seen.note(BODY)
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


def readers(kind, addresses, ask, *, least):
    """Those of the addresses that read anything of what `ask(route, path)` sends them, known from the first walk of that
    kind; what the asking did is taken back."""
    if kind not in KNOWN:
        KNOWN[kind] = {route for route, path in addresses.items() if _reads(partial(ask, route, path))}
        assert len(KNOWN[kind]) >= least, "the watching sees too little"
    return {route: path for route, path in addresses.items() if route in KNOWN[kind]}


def _reads(ask):
    with undone(), watched() as seen:
        ask()
    return bool(seen.read)
