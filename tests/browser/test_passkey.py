"""A passkey in a real browser: added, used instead of password and code, removed; then it opens nothing more."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import CDPSession, Page

from innkeeper.audit.models import AuditEntry
from tests.addresses import MY_WORK
from tests.browser.pages import Picture
from tests.makers.accounts import PASSWORD
from tests.people import Cast

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
LEFT = "**/sign-in/"


def with_device(page: Page) -> tuple[CDPSession, str]:
    """Give the browser a device that holds passkeys and whose owner always agrees."""
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    return talk, talk.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]


def by_password(page: Page, number: str) -> None:
    """Go on duty with the password."""
    page.goto("/sign-in/")
    page.fill('input[name="login"]', number)
    page.fill('input[name="password"]', PASSWORD)
    page.locator("form#sign-in button.btn").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def to_factors(page: Page, link: str) -> None:
    """Follow the link of one's own account; the house asks for the password once more before factors change."""
    page.goto("/account/")
    page.locator(link).click()
    if "/confirm/" in page.url:
        page.fill('input[name="password"]', PASSWORD)
        with page.expect_navigation():
            page.locator("main form button").first.click()


def add_passkey(page: Page, picture: Picture) -> None:
    """From one's own account: a name, a tap on the device."""
    to_factors(page, 'a[href$="/passkeys/new/"]')
    picture.of(page, "passkey-new")
    page.fill('input[name="name"]', "前台电脑")
    page.locator('input[name="passwordless"]').check()
    with page.expect_navigation():
        page.locator("#mfa_webauthn_add").click()


def sign_out(page: Page) -> None:
    """Off duty."""
    page.goto("/sign-out/")
    page.locator('main form[method="post"] button').first.click()
    page.wait_for_url(LEFT)


def by_passkey(page: Page) -> None:
    """Go on duty with nothing but the device."""
    page.goto("/sign-in/")
    page.locator("#passkey_login").click()


def remove_passkey(page: Page, picture: Picture) -> None:
    """From one's own account again."""
    to_factors(page, 'a[href*="/passkeys/"][href$="/removal/"]')
    picture.of(page, "passkey-removal")
    page.locator('main form[method="post"] button').click()
    page.wait_for_url("**/account/**")


@pytest.mark.req("SEC-03")
def test_a_passkey_is_added_opens_the_house_and_is_removed(
    page_for: Callable[..., Page], picture: Picture, cast: Cast, settings
) -> None:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    page, person = page_for(), cast.privacy_officer.staff
    talk, device = with_device(page)
    by_password(page, person.staff_number)
    assert page.url.endswith("/account/"), "guarded rights sleep without a second factor"
    add_passkey(page, picture)
    held = talk.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert [(one["rpId"], one["isResidentCredential"]) for one in held] == [("localhost", True)]
    sign_out(page)
    by_passkey(page)
    page.wait_for_url(f"**{MY_WORK}")
    remove_passkey(page, picture)
    assert not Authenticator.objects.filter(user=person, type="webauthn").exists()
    sign_out(page)
    with page.expect_response(lambda said: said.request.method == "POST") as refused:
        by_passkey(page)
    page.wait_for_load_state()
    assert refused.value.status < 500
    page.goto(MY_WORK)
    assert "/sign-in/" in page.url, "a removed passkey opens nothing"
    verbs = list(AuditEntry.objects.filter(object_id=person.pk).order_by("at").values_list("verb", flat=True))
    for verb in ("accounts.factor_added", "accounts.factor_removed"):
        assert verbs.count(verb) == 1
    assert verbs.count("accounts.signed_in") == 2
