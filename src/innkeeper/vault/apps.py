"""Registration of the app, nothing else."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"
