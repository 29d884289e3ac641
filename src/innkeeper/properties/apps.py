"""Registration of the app, nothing else."""

from django.apps import AppConfig


class PropertiesConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.properties"
    label = "properties"
    default_auto_field = "django.db.models.BigAutoField"
