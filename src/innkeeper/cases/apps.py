"""Registration of the app, nothing else."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
