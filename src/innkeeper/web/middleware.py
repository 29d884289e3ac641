"""What every answer carries and how an error becomes a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from innkeeper.kernel.errors import InnkeeperError, InvalidInput
from innkeeper.kernel.text import is_storable
from innkeeper.web.problems import problem

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)


class SafeHeaders:
    """A strict content policy and no caching of pages that may hold a guest's data."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), camera=(self)")
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class ErrorPages:
    """Translates the one error tree into an answer, once, at the edge."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """An address that only takes what a button sends is asked by a reload after an error: a page, not a blank."""
        answer = self.get_response(request)
        if not isinstance(answer, HttpResponseNotAllowed) or answer.content:
            return answer
        text = _("This address only takes what a button sends. Go back and press it again.")
        told = problem(request, status=405, code="method_not_allowed", text=text)
        told.headers["Allow"] = answer.headers["Allow"]
        return told

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The safe text with the error's status; anything unknown stays Django's."""
        if not isinstance(error, InnkeeperError):
            return None
        return problem(request, status=error.status, code=error.code, text=error.text, fields=error.fields)


class StorableText:
    """Refuses what no database of ours can keep, at every address alike: NUL and halves of characters."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """The refusal, naming each field; None where all that was given can be kept."""
        given = [*request.GET.lists(), *request.POST.lists()]
        wrong = [name for name, values in given if not all(is_storable(one) for one in (name, *values))]
        if not wrong:
            return None
        said = {name if is_storable(name) else "?": _("Type it again.") for name in wrong}
        text = _("There are characters in it that cannot be stored.")
        return problem(request, status=InvalidInput.status, code=InvalidInput.code, text=text, fields=said)
