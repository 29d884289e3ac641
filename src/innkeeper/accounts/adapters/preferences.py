"""The keeper of language and theme that the frame of the pages calls."""

from django.http import HttpRequest

from innkeeper.accounts.actions.staff import choose_face
from innkeeper.kernel import clock
from innkeeper.kernel.actors import Actor


def keep_face(request: HttpRequest, name: str, value: str) -> None:
    """Keep "language" or "theme" for the person of the request. Raises InvalidInput."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is not None:
        choose_face(actor=actor, at=clock.now(), **{name: value})
