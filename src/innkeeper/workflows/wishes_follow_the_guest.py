"""The story: a guest moves to another room, or leaves. What they asked for goes along, or ends; nobody else is woken.

Of their complaints each task goes along or stays with the room."""

from datetime import datetime
from uuid import UUID

from innkeeper.complaints.actions import follow_guest
from innkeeper.handovers.actions import end_lines, move_lines
from innkeeper.kernel.actors import system
from innkeeper.outbox.jobs import job
from innkeeper.service_requests.actions import end_with_stay, follow_to_room
from innkeeper.stays.queries import has_left, stay_card

ROBOT = "workflows.wishes_follow_the_guest"


@job("workflows.wishes_move_along", priority=2)
def move_along(
    *, property_id: UUID, stay_id: UUID, from_room: str, recorded_at: datetime, at: datetime
) -> None:
    """For stays.RoomMoved: into the room that the guest has by now, however late or often the job runs."""
    if has_left(stay_id):
        return
    actor, to_room = system(ROBOT, property_id=property_id), stay_card(stay_id, has_moves=False).room
    follow_to_room(actor=actor, stay_id=stay_id, room_number=to_room, at=at)
    follow_guest(actor=actor, stay_id=stay_id, room_number=to_room, at=at)
    if from_room != to_room:
        move_lines(
            actor=actor,
            property_id=property_id,
            from_room=from_room,
            to_room=to_room,
            until=recorded_at,
            at=at,
        )


@job("workflows.wishes_end_with_stay", priority=2)
def end(*, property_id: UUID, stay_id: UUID, room: str, recorded_at: datetime, at: datetime) -> None:
    """For stays.GuestCheckedOut; a guest who is back in house by then keeps everything."""
    if not has_left(stay_id):
        return
    actor = system(ROBOT, property_id=property_id)
    end_with_stay(actor=actor, stay_id=stay_id, at=at)
    end_lines(actor=actor, property_id=property_id, room=room, until=recorded_at, at=at)
