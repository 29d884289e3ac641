"""Reads from the sign-in library's session how the person proved who they are."""

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

METHODS_KEY = "account_authentication_methods"


def is_demo() -> bool:
    """The one place where the demo lets a password stand for both factors; a banner says so on every page."""
    return bool(settings.DEMO)


def second_factor_given(session: SessionBase) -> bool:
    """Whether this session was opened with TOTP, passkey or a recovery code beside (or instead of) the password."""
    methods = session.get(METHODS_KEY, [])
    return is_demo() or any(entry.get("method") == "mfa" for entry in methods)
