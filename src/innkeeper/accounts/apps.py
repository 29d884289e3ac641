"""Registration of the app, nothing else."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
