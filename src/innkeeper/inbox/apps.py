"""Registration of the app, nothing else."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.inbox"
    label = "inbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make known what the inbox's notices say."""
        from innkeeper.inbox.events import NOTICE_TEXTS
        from innkeeper.notices.catalogue import add_texts

        add_texts(NOTICE_TEXTS)
