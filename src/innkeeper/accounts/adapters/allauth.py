"""The sign-in library's own writes (sign-in, factors), recorded here: the stated exception to the rule of actions."""

import base64
import os
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from innkeeper.accounts.actions import sign_in
from innkeeper.accounts.actions.sessions import leave_session
from innkeeper.accounts.adapters.factors import second_factor_given
from innkeeper.accounts.models import Staff
from innkeeper.accounts.policy import wants_second_factor
from innkeeper.accounts.queries import assignments_held
from innkeeper.kernel import clock

WRONG = _("Staff number or password is not right.")
NOTES = {
    "account/email/password_changed": "accounts.password_changed",
    "mfa/email/totp_activated": "accounts.factor_added",
    "mfa/email/totp_deactivated": "accounts.factor_removed",
    "mfa/email/webauthn_added": "accounts.factor_added",
    "mfa/email/webauthn_removed": "accounts.factor_removed",
    "mfa/email/recovery_codes_generated": "accounts.recovery_codes_made",
}


class HouseAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by staff number, counted and locked by the house; accounts are made by administrators only."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("The current password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes their own account."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at. Raises ValidationError while locked."""
        self._login_failed_rl_usage = None
        typed = str(credentials.get("username", ""))
        try:
            self._attempt_id: UUID = sign_in.begin_attempt(
                typed=typed, address=self.get_client_ip(request), at=clock.now()
            )
        except sign_in.SignInLocked as locked:
            raise ValidationError(locked.text, code=locked.code) from locked

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Staff | None:
        """The person whose password it is; a deactivated one is answered like an unknown one."""
        person: Staff | None = super().authenticate(request, **credentials)
        if person is not None and not person.is_active:
            self.authentication_failed(request, **credentials)
            return None
        if person is not None:
            sign_in.attempt_was_right(attempt_id=self._attempt_id)
        return person

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note the wrong try, and the lock when it closes."""
        person = Staff.objects.filter(staff_number=credentials.get("username", "")).first()
        sign_in.attempt_was_wrong(attempt_id=self._attempt_id, staff=person, at=clock.now())

    def _rollback_login_failed_rl_usage(self) -> None:
        """The library's own counter in the cache is not used."""

    def login(self, request: HttpRequest, user: Staff) -> None:
        """Open the session and write it to the log."""
        super().login(request, user)
        sign_in.note_of_sign_in(staff=user, verb="accounts.signed_in", at=clock.now())

    def logout(self, request: HttpRequest) -> None:
        """Close the session and write it to the log."""
        leave_session(session_key=request.session.session_key, at=clock.now())
        super().logout(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To work; who holds guarded rights without a second factor in this session is led to add one."""
        person = request.user
        held = assignments_held(person.pk, at=clock.now()) if isinstance(person, Staff) else []
        permissions = {code for row in held for code in row.role.permissions}
        if wants_second_factor(permissions) and not second_factor_given(request):
            return reverse("account_own")
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The library's messages are not in the house's voice: the next page says enough."""

    def send_notification_mail(
        self, template_prefix: str, user: Staff, context: Any = None, **more: Any
    ) -> None:
        """Staff have no mail here: what the library would mail is written to the log."""
        verb = NOTES.get(template_prefix)
        if verb:
            facts = {"factor": template_prefix.rsplit("/", 1)[-1].split("_")[0]}
            sign_in.note_of_sign_in(staff=user, verb=verb, at=clock.now(), facts=facts)


class HouseMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: TOTP and passkey. Their secrets stand encrypted under a key derived from the secret key."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is not right, or it was used already. Wait for the next one."),
    }

    def encrypt(self, text: str) -> str:
        """The secret as the table holds it."""
        nonce = os.urandom(12)
        return base64.b64encode(nonce + _cipher().encrypt(nonce, text.encode(), b"mfa")).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again. Raises InvalidTag when it was tampered with or the secret key changed."""
        blob = base64.b64decode(encrypted_text)
        return _cipher().decrypt(blob[:12], blob[12:], b"mfa").decode()

    def get_totp_label(self, user: Staff) -> str:
        """What the authenticator shows: the staff number."""
        return user.staff_number

    def _get_user_identifier(self, user: Staff) -> str:
        return user.staff_number

    def _get_site_name(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)


def _cipher() -> AESGCM:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"innkeeper second factors")
    return AESGCM(derive.derive(settings.SECRET_KEY.encode()))
