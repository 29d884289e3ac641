"""The story: a room asks for quiet until a time; nobody calls on its guest before, and who was to call goes then."""

from datetime import datetime
from uuid import UUID

from innkeeper.cases.actions import let_visits_go, put_visits_off
from innkeeper.kernel.actors import system
from innkeeper.outbox import actions as outbox
from innkeeper.outbox.jobs import job
from innkeeper.stays.queries import card_for_room

ROBOT = "workflows.quiet_room_is_left_in_peace"


@job("workflows.visits_wait_for_quiet", priority=2)
def follow(*, property_id: UUID, room: str, at: datetime) -> None:
    """For stays.RoomFlagChanged, and again at the end of the quiet: by what the room says now, however often it runs."""
    card = card_for_room(property_id, room, at)
    if card is None or card.stay_id is None:
        return
    actor = system(ROBOT, property_id=property_id)
    if card.quiet_until is None or card.quiet_until <= at:
        let_visits_go(actor=actor, stay_id=card.stay_id, at=at)
    elif put_visits_off(actor=actor, stay_id=card.stay_id, until=card.quiet_until, at=at):
        outbox.enqueue(
            "workflows.visits_wait_for_quiet",
            at=at,
            run_after=card.quiet_until,
            property_id=property_id,
            room=room,
        )
