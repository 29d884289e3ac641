"""The navigation list, and what every page's frame needs."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the base template needs on every page."""
    return {}
