"""Registration of the app, nothing else."""

from pathlib import Path

from django.apps import AppConfig


class ImprovementsConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.improvements"
    label = "improvements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the improvement known to the spine, and what a complaint left behind to the pages of complaints."""
        from innkeeper.cases import playbooks
        from innkeeper.improvements import queries, rules, sections

        playbooks.register(
            kind="improvement",
            folder=Path(__file__).parent / "playbooks",
            checks=rules.CHECKS,
            facts_for=queries.improvement_facts,
            sections=sections.SECTIONS,
            met=rules.MET_WORDS,
        )
        playbooks.add_sections("complaint", sections.OF_COMPLAINTS)
