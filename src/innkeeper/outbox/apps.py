"""Registration of the app, nothing else."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
