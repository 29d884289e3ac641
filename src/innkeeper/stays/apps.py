"""Registration of the app, nothing else."""

from django.apps import AppConfig


class StaysConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.stays"
    label = "stays"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the jobs."""
        from innkeeper.stays import tasks  # noqa: F401
