"""Registration of the app, nothing else."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make known what the spine's own notices say."""
        from innkeeper.cases.events import NOTICE_TEXTS
        from innkeeper.notices.catalogue import add_texts

        add_texts(NOTICE_TEXTS)
