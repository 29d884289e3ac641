"""Registration of the app, nothing else."""

from django.apps import AppConfig


class LostPropertyConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.lost_property"
    label = "lost_property"
    default_auto_field = "django.db.models.BigAutoField"
