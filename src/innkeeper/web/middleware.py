"""What every answer carries and how an error becomes a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from innkeeper.kernel.errors import InnkeeperError
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
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The safe text with the error's status; anything unknown stays Django's."""
        if not isinstance(error, InnkeeperError):
            return None
        return problem(request, status=error.status, code=error.code, text=error.text, fields=error.fields)
