"""Registration of the app, nothing else."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.complaints"
    label = "complaints"
    default_auto_field = "django.db.models.BigAutoField"
