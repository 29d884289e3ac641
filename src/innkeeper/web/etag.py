"""Answers 304 to a poll whose list has not changed, before anything is rendered."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

QUOTE = '"'


def etag_of(*facts: object, within: str = "") -> str:
    """A tag over the facts that decide a fragment (greatest change time, count, minute, person) and the language.

    `within` is the tag of cheaper facts that change whenever these may have changed: `is_still` asks for it alone.
    """
    text = "|".join(str(fact) for fact in (*facts, translation.get_language()))
    own = hashlib.sha256(text.encode()).hexdigest()[:24]
    return f'"{within.strip(QUOTE)}.{own}"' if within else f'"{own}"'


def is_still(request: HttpRequest, within: str) -> bool:
    """Whether the asker holds an answer made when the cheap facts were these: nothing else need be read."""
    return any(known.startswith(f"{within.removesuffix(QUOTE)}.") for known in _known(request))


def still(request: HttpRequest) -> HttpResponse:
    """304 with the tag that the asker holds."""
    return _private(HttpResponse(status=304), ", ".join(_known(request)))


def unchanged_or(request: HttpRequest, tag: str, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """304 when the asker already holds what `tag` says, else the answer; it carries the tag. The facts come first: they are cheap.

    The browser keeps nothing: the behaviour that polls holds the tag itself.
    """
    is_known = any(_own(known) == _own(tag) for known in _known(request))
    return _private(HttpResponse(status=304) if is_known else answer(), tag)


def _known(request: HttpRequest) -> list[str]:
    parts = request.headers.get("If-None-Match", "").split(",")
    return [part.strip().removeprefix("W/") for part in parts if part.strip()]


def _own(tag: str) -> str:
    return tag.strip(QUOTE).rpartition(".")[2]


def _private(response: HttpResponse, tag: str) -> HttpResponse:
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-store"
    return response
