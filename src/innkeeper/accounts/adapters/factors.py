"""Reads from the sign-in library's session how the person proved who they are."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from innkeeper.accounts.rules import SHARED_KEY


def is_demo() -> bool:
    """The one place where the demo lets a password stand for both factors; a banner says so on every page."""
    return bool(settings.DEMO)


def demo_words() -> tuple[str, str] | None:
    """What every page of the demo says about its sign-in: a title and a sentence; None in a real house."""
    if not is_demo():
        return None
    return (
        _("This is the demo"),
        _("Here a password alone opens everything. In a real house a second factor is asked for."),
    )


def second_factor_given(request: HttpRequest) -> bool:
    """Whether this session was opened with TOTP, passkey or a recovery code by the very person of the request.

    A PIN on a shared device is never a second factor, not in the demo either.
    """
    if request.session.get(SHARED_KEY):
        return False
    return is_demo() or any(
        entry.get("method") == "mfa" for entry in get_authentication_records(request, request.user)
    )


def address_of(request: HttpRequest) -> str:
    """Where the asker sits; behind the house's own proxy the address that the proxy names."""
    return str(get_client_ip(request) or "")


@dataclass(frozen=True, slots=True)
class Factor:
    """A second factor as its owner sees it."""

    kind: str
    name: str
    added_at: datetime
    removal_url: str


def factors_of(staff_id: UUID) -> list[Factor]:
    """The person's second factors, oldest first; recovery codes are no factor of their own. Queries: 1."""
    rows = Authenticator.objects.filter(user_id=staff_id).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return [
        Factor(
            kind=row.type,
            name=str(row.data.get("name", "")),
            added_at=row.created_at,
            removal_url=reverse("mfa_deactivate_totp")
            if row.type == Authenticator.Type.TOTP
            else reverse("mfa_remove_webauthn", args=[row.pk]),
        )
        for row in rows.order_by("created_at")
    ]
