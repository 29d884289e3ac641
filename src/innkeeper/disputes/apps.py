"""Registration of the app, nothing else."""

from pathlib import Path

from django.apps import AppConfig


class DisputesConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.disputes"
    label = "disputes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the dispute known: its playbook, checks and sections, and what it holds back from destruction."""
        from innkeeper.cases import playbooks
        from innkeeper.cases import policy as cases
        from innkeeper.disputes import queries, rules
        from innkeeper.disputes.rules.terms import NOTICES
        from innkeeper.disputes.sections import SECTIONS
        from innkeeper.guests import policy as guests
        from innkeeper.notices import catalogue
        from innkeeper.vault import holds

        playbooks.register(
            kind="dispute",
            folder=Path(__file__).parent / "playbooks",
            checks=rules.CHECKS,
            facts_for=queries.dispute_facts,
            sections=SECTIONS,
            met=rules.MET_WORDS,
        )
        catalogue.add_texts(NOTICES)
        cases.never_first(rules.SKIPPED_RUNG)
        guests.register_hold("dispute", queries.held_until)
        holds.register("dispute", queries.is_held)
