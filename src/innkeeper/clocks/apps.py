"""Registration of the app, nothing else."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.clocks"
    label = "clocks"
    default_auto_field = "django.db.models.BigAutoField"
