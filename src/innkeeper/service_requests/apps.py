"""Registration of the app, nothing else."""

from pathlib import Path

from django.apps import AppConfig


class ServiceRequestsConfig(AppConfig):
    """Django's handle on this room of the house."""

    name = "innkeeper.service_requests"
    label = "service_requests"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the service request known to the spine."""
        from innkeeper.cases import playbooks
        from innkeeper.notices import catalogue
        from innkeeper.service_requests import queries, rules, sections

        playbooks.register(
            kind="service_request",
            folder=Path(__file__).parent / "playbooks",
            checks=rules.CHECKS,
            facts_for=queries.request_facts,
            sections=sections.SECTIONS,
            met=rules.MEANT,
        )
        catalogue.add_texts(rules.NOTICES)
