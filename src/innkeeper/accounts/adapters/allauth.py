"""The sign-in library's own writes (sign-in, factors), recorded here: the stated exception to the rule of actions."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class HouseAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by staff number."""


class HouseMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: TOTP and passkey."""
