"""Jobs of the live house: fetch by id, call one action."""

from datetime import datetime
from uuid import UUID

from innkeeper.kernel.actors import system
from innkeeper.outbox.jobs import job
from innkeeper.properties.models import Property
from innkeeper.stays.actions.tasks import plan_day
from innkeeper.stays.actions.uploading import import_uploaded


@job("stays.import_file", priority=7)
def import_file(run_id: UUID, at: datetime) -> None:
    """Take in an uploaded file of stays or room states."""
    import_uploaded(run_id=run_id, at=at)


@job("stays.plan_day")
def plan_every_house(*, at: datetime) -> None:
    """On the schedule: the tasks of the day for every hotel whose day has begun (STAY-09); safe to repeat."""
    for property_id in Property.objects.values_list("pk", flat=True):
        plan_day(actor=system("stays.plan_day", property_id=property_id), property_id=property_id, at=at)
