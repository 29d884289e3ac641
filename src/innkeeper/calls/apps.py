"""Registration of the app, nothing else."""

from pathlib import Path

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the two kinds of case that a call can begin known to the spine, and what their alarms say."""
        from innkeeper.calls.rules import NOTICE_TEXTS
        from innkeeper.cases import playbooks
        from innkeeper.notices.catalogue import add_texts

        for kind in ("police_check", "welfare"):
            playbooks.register(kind=kind, folder=Path(__file__).parent / "playbooks")
        add_texts(NOTICE_TEXTS)
