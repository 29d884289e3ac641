"""The language and the theme of a page: the person's own, else the device's, else the browser's."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

THEME_COOKIE = "innkeeper_theme"
THEMES = ("light", "dark")
YEAR_SECONDS = 365 * 86400


def is_chinese() -> bool:
    """Whether the page speaks Chinese."""
    return (translation.get_language() or "").startswith("zh")


def known_language(code: str | None) -> str:
    """The code when the house speaks it, else empty."""
    return code if code in dict(settings.LANGUAGES) else ""


def theme_of(request: HttpRequest) -> str:
    """light, dark, or empty for what the device prefers."""
    user = getattr(request, "user", None)
    own = getattr(user, "theme", "") if user is not None and user.is_authenticated else ""
    chosen = own or request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""
