"""Registration of the app, nothing else."""

from pathlib import Path

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the kinds of hard cases known to the spine, and what their alarms say."""
        from innkeeper.cases import playbooks
        from innkeeper.incidents import queries, rules, sections
        from innkeeper.notices.catalogue import add_texts

        folder = Path(__file__).parent / "playbooks"
        playbooks.register(
            kind="emergency",
            folder=folder,
            checks=rules.EMERGENCY_CHECKS,
            facts_for=queries.emergency_facts,
            sections=sections.EMERGENCY,
            met=rules.MET_WORDS,
        )
        playbooks.register(
            kind="incident",
            folder=folder,
            checks=rules.INCIDENT_CHECKS,
            facts_for=queries.incident_facts,
            sections=sections.INCIDENT,
            met=rules.MET_WORDS,
        )
        playbooks.register(kind="disturbance", folder=folder, sections=sections.DISTURBANCE)
        playbooks.register(
            kind="walk",
            folder=folder,
            checks=rules.WALK_CHECKS,
            facts_for=queries.walk_facts,
            sections=sections.WALK,
            met=rules.MET_WORDS,
        )
        playbooks.add_sections("complaint", sections.OF_COMPLAINTS)
        add_texts(rules.NOTICE_TEXTS)
