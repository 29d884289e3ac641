"""One answer for everything that goes wrong: a page in the look, a notice for htmx, or problem+json (RFC 9457)."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from innkeeper.web.htmx import wants_fragment

JSON_TYPES = ("application/json", "application/problem+json")


def headline(status: int) -> str:
    """What happened, in the words of the house."""
    words = {
        403: _("This is not for your post"),
        404: _("There is nothing here"),
        405: _("This cannot be done here"),
        409: _("Somebody was faster"),
        413: _("This is too large"),
        422: _("Something is not right yet"),
        429: _("Too many tries"),
        500: _("Something broke on our side"),
        503: _("A part of the house cannot answer now"),
    }
    return words.get(status, _("This did not work"))


def wants_json(request: HttpRequest) -> bool:
    """Whether a machine asks: it accepts JSON and no page."""
    accepts = request.headers.get("Accept", "")
    return any(kind in accepts for kind in JSON_TYPES) and "text/html" not in accepts


def problem(
    request: HttpRequest,
    *,
    status: int,
    code: str,
    text: str,
    fields: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer for one error, in the form the asker can use. `text` and `fields` are safe to show."""
    context = {"title": headline(status), "text": text, "fields": dict(fields or {}), "status": status}
    if wants_json(request):
        body = {"type": f"urn:innkeeper:{code}", "title": context["title"], "status": status, "detail": text}
        if fields:
            body["errors"] = [{"field": name, "detail": words} for name, words in fields.items()]
        return JsonResponse(body, status=status, content_type="application/problem+json")
    if wants_fragment(request):
        html = render_to_string("web/_problem.html", context, request)
        return HttpResponse(
            html, status=status, headers={"HX-Retarget": "#notices", "HX-Reswap": "innerHTML"}
        )
    context["back"] = came_from(request)
    return HttpResponse(render_to_string("web/problem.html", context, request), status=status)


def came_from(request: HttpRequest) -> str:
    """The page of the house whose form was sent; empty where nothing was sent, or from elsewhere."""
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if request.method == "POST" and is_ours else ""


def bare_problem(*, status: int, text: str) -> HttpResponse:
    """The page for when the house itself is broken: no database, no person, no frame."""
    context = {"title": headline(status), "text": text, "status": status}
    return HttpResponse(render_to_string("web/problem_bare.html", context), status=status)
