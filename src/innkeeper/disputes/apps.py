"""Registration of the app, nothing else."""

from django.apps import AppConfig


class DisputesConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.disputes"
    label = "disputes"
    default_auto_field = "django.db.models.BigAutoField"
