"""Registration of the app, nothing else."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
