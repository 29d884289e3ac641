"""Registration of the app, nothing else."""

from pathlib import Path

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.complaints"
    label = "complaints"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the complaint known to the spine: its playbook, its checks, its sections of the case page."""
        from innkeeper.cases import playbooks
        from innkeeper.complaints import queries, rules, tasks  # noqa: F401
        from innkeeper.complaints.events import NOTICE_TEXTS
        from innkeeper.complaints.sections import SECTIONS
        from innkeeper.notices.catalogue import add_texts

        playbooks.register(
            kind="complaint",
            folder=Path(__file__).parent / "playbooks",
            checks=rules.CHECKS,
            facts_for=queries.complaint_facts,
            sections=SECTIONS,
            met=rules.MET_WORDS,
        )
        add_texts(NOTICE_TEXTS)
