"""Registration of the app, nothing else."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
