"""A hand key typed as one line: `1208 VC` does what one tap does."""

from datetime import datetime
from uuid import UUID

from innkeeper.kernel.actors import Actor
from innkeeper.stays.actions.rooms import clear_flag, set_flag, set_room_state
from innkeeper.stays.models import RoomStatus
from innkeeper.stays.rules.hand_keys import HandKey


def press_key(*, actor: Actor, property_id: UUID, key: HandKey, at: datetime) -> RoomStatus:
    """Set the state, or set or clear the mark. Raises NotPermitted, NotFound, WrongState, InvalidInput."""
    if key.state is not None:
        return set_room_state(
            actor=actor,
            property_id=property_id,
            room_number=key.room,
            state=key.state,
            reason=key.reason,
            at=at,
        )
    assert key.flag is not None
    act = set_flag if key.is_set else clear_flag
    return act(actor=actor, property_id=property_id, room_number=key.room, flag=key.flag, at=at)
