"""Registration of the app, nothing else."""

from django.apps import AppConfig


class GuestsConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.guests"
    label = "guests"
    default_auto_field = "django.db.models.BigAutoField"
