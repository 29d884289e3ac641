"""Registration of the app, nothing else."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.inbox"
    label = "inbox"
    default_auto_field = "django.db.models.BigAutoField"
