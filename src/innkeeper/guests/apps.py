"""Registration of the app, nothing else."""

from django.apps import AppConfig


class GuestsConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.guests"
    label = "guests"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the notices know what the watch of the archive says."""
        from innkeeper.guests.events import NOTICE_TEXTS
        from innkeeper.notices.catalogue import add_texts

        add_texts(NOTICE_TEXTS)
