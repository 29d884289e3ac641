"""Registration of the app, nothing else."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"
