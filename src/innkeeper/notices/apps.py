"""Registration of the app, nothing else."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
