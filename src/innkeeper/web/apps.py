"""Registration of the app, nothing else."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
