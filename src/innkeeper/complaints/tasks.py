"""Jobs of complaints: each calls one action. Safe to run twice."""

from datetime import datetime

from innkeeper.complaints.actions import prepare_week, remind_of_drill
from innkeeper.kernel.actors import system
from innkeeper.outbox.jobs import job
from innkeeper.properties.models import Property


@job("complaints.weekly_summary", priority=7)
def weekly_summary(*, at: datetime) -> None:
    """On the schedule: from Monday 06:00 of each hotel on, the summary of the week before, once."""
    for property_id in Property.objects.values_list("pk", flat=True):
        actor = system("complaints.weekly_summary", property_id=property_id)
        prepare_week(actor=actor, property_id=property_id, at=at)


@job("complaints.remind_of_drills", priority=7)
def remind_of_drills(*, at: datetime) -> None:
    """On the schedule: each hotel whose drill is due, or is planned for today, hears it once a week."""
    for property_id in Property.objects.values_list("pk", flat=True):
        actor = system("complaints.remind_of_drills", property_id=property_id)
        remind_of_drill(actor=actor, property_id=property_id, at=at)
