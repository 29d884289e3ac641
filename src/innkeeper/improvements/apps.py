"""Registration of the app, nothing else."""

from django.apps import AppConfig


class ImprovementsConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.improvements"
    label = "improvements"
    default_auto_field = "django.db.models.BigAutoField"
