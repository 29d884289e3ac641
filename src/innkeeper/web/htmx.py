"""Decides fragment or page, once for all views."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.utils.translation import gettext as _


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece of the page (not for a whole page by a boosted link or after a lost history)."""
    details: Any = getattr(request, "htmx", None)
    return bool(details and not details.boosted and not details.history_restore_request)


def render(
    request: HttpRequest,
    page_template: str,
    fragment_template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """The fragment when htmx asks, else the page, which includes the same fragment."""
    name = fragment_template if wants_fragment(request) else page_template
    response = render_page(request, name, dict(context), status=status)
    response.headers["Vary"] = "HX-Request"
    return response


def toast(response: HttpResponse, words: str, *, undo_url: str = "") -> HttpResponse:
    """Let the answer say in a toast what was done; `undo_url` offers to take it back."""
    response.headers["X-Toast"] = words.encode().hex()
    if undo_url:
        response.headers["X-Toast-Undo"] = undo_url
    return response


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """After a change: lead to `url`, for htmx by its header."""
    if wants_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponse(status=303, headers={"Location": url})


def kept(request: HttpRequest, url: str) -> HttpResponse:
    """After a setting was kept: lead to `url`, where the page says so."""
    flash.success(request, _("Kept. It holds from now."))
    return go_to(request, url)
