"""Registration of the app, nothing else."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"
