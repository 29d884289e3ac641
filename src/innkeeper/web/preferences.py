"""Where a signed-in person's language and theme are kept: `accounts` installs the keeper, this tier only calls it."""

from collections.abc import Callable

from django.http import HttpRequest

Keeper = Callable[[HttpRequest, str, str], None]
_keepers: list[Keeper] = []


def install(keeper: Keeper) -> None:
    """Let `keeper(request, name, value)` store "language" or "theme" for the person of the request."""
    _keepers[:] = [keeper]


def keep(request: HttpRequest, name: str, value: str) -> None:
    """Store the choice for the signed-in person; without one, the device's cookie is all."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return
    for keeper in _keepers:
        keeper(request, name, value)
