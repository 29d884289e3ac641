"""The story: a job that was given up is told to the system administrators, who begin it anew once its cause is mended."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from innkeeper.accounts.queries import holders_of
from innkeeper.kernel.actors import system
from innkeeper.notices.actions import notify
from innkeeper.outbox.jobs import job
from innkeeper.properties.queries import every_hotel

ROBOT = "workflows.dead_job_is_told"
TOLD = ("system_administrator",)
ONCE_IN = timedelta(hours=1)


@job("workflows.tell_of_dead_job")
def tell(*, property_id: UUID | None, at: datetime) -> None:
    """For outbox.JobDied: those of its hotel hear of it, of every hotel where it is of none; once an hour until read."""
    for house in [property_id] if property_id else [one.pk for one in every_hotel()]:
        people = holders_of(house, TOLD, at=at)
        with transaction.atomic():
            notify(
                actor=system(ROBOT, property_id=house),
                staff_ids=[one.id for one in people],
                once_in=ONCE_IN,
                property_id=house,
                kind="outbox.job_given_up",
                object_kind="job",
                object_id=house,
                at=at,
                text_key="outbox.job_given_up",
                level="warn",
            )
