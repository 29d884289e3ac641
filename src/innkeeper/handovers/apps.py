"""Registration of the app, nothing else."""

from django.apps import AppConfig


class HandoversConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.handovers"
    label = "handovers"
    default_auto_field = "django.db.models.BigAutoField"
