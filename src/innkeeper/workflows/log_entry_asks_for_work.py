"""The story: the manager on duty writes down what is to be done, and the department finds it as a task."""

from datetime import datetime
from uuid import UUID

from innkeeper.cases.actions import Intake, Job, offer, open_case
from innkeeper.cases.models import Case
from innkeeper.handovers.actions import note_follow_up
from innkeeper.handovers.queries.duty_log import log_entry
from innkeeper.kernel.actors import system
from innkeeper.outbox.jobs import job
from innkeeper.properties.queries import rooms_by_number
from innkeeper.service_requests.actions.asking import KIND, PLAIN, detail_of
from innkeeper.service_requests.rules import DELIVER

MINUTES = 60


@job("workflows.log_entry_asks_for_work")
def send_follow_up(*, entry_id: UUID, department: str, at: datetime) -> None:
    """For handovers.FollowUpWanted: one service request per entry, however often the job runs."""
    entry = log_entry(entry_id)
    if entry.follow_up_case_id is not None:
        return
    actor = system("workflows.log_entry_asks_for_work", property_id=entry.property_id)
    room = rooms_by_number(entry.property_id, [entry.place]).get(entry.place)
    intake = Intake(
        kind=KIND,
        property_id=entry.property_id,
        text=f"{entry.place} {entry.text_redacted}",
        channel="on_site",
        noted_by=entry.by_id,
        room_number=entry.place if room else "",
        room_id=room.pk if room else None,
        is_anonymous=True,
        idempotency_key=f"log entry {entry.pk}",
    )

    def set_to_work(case: Case) -> None:
        """The task goes where the manager sent it, whatever the words made of the case."""
        detail_of(case, PLAIN, None)
        work = Job(
            title=entry.text_redacted[:120],
            department=department,
            room_number=case.room_number,
            minutes=MINUTES,
            step=DELIVER,
        )
        offer(case, work, actor=actor, at=at)

    opened = open_case(actor=actor, intake=intake, at=at, then=set_to_work)
    note_follow_up(actor=actor, entry_id=entry_id, case_id=opened.id, at=at)
