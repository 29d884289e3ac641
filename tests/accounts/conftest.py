"""Doors into the house for tests of screens."""

from django.test import Client


def enter(person, *, with_factor=True):
    """A browser signed in as the person; the second factor is written as the sign-in library writes it."""
    client = Client()
    client.force_login(person.staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    if with_factor:
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0}]
        session["account_authentication_methods_user"] = str(person.id)
        session.save()
    return client
