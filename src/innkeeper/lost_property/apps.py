"""Registration of the app, nothing else."""

from pathlib import Path

from django.apps import AppConfig


class LostPropertyConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.lost_property"
    label = "lost_property"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make lost & found known to the spine: its playbook, its checks, its section of the case page."""
        from innkeeper.cases import playbooks
        from innkeeper.lost_property import queries, rules, sections
        from innkeeper.notices.catalogue import add_texts

        playbooks.register(
            kind="lost_property",
            folder=Path(__file__).parent / "playbooks",
            checks=rules.CHECKS,
            facts_for=queries.lost_facts,
            sections=sections.SECTIONS,
            met=rules.MET_WORDS,
        )
        add_texts(rules.NOTICES)
