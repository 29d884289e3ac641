"""Jobs of disputes: each calls one action. Safe to run twice."""

from datetime import datetime

from innkeeper.disputes.actions import remind_of_terms
from innkeeper.kernel.actors import system
from innkeeper.outbox.jobs import job
from innkeeper.properties.models import Property


@job("disputes.remind_of_terms", priority=7)
def remind(*, at: datetime) -> None:
    """On the schedule: overdue terms of settlements, hotel by hotel, each once a day (DISP-04)."""
    for property_id in Property.objects.values_list("pk", flat=True):
        actor = system("disputes.remind_of_terms", property_id=property_id)
        remind_of_terms(actor=actor, property_id=property_id, at=at)
