"""Answers 304 to a poll whose list has not changed, before anything is rendered."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation


def etag_of(*facts: object) -> str:
    """A tag over the facts that decide a fragment (greatest change time, count, minute, person) and the language."""
    text = "|".join(str(fact) for fact in (*facts, translation.get_language()))
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:24]}"'


def unchanged_or(request: HttpRequest, tag: str, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """304 when the asker already holds `tag`, else the answer carrying it. The facts come first: they are cheap.

    The browser keeps nothing: the behaviour that polls holds the tag itself.
    """
    known = {part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")}
    response = HttpResponse(status=304) if tag in known else answer()
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-store"
    return response
