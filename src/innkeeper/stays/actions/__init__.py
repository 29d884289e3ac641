"""The only writers of the live house."""

from innkeeper.stays.actions.booking import Party, cancel_stay, expect_stay, mark_no_show, reinstate_stay
from innkeeper.stays.actions.importing import begin_run, import_stays
from innkeeper.stays.actions.living import change_departure, check_in, check_out, move_room
from innkeeper.stays.actions.rooms import (
    clear_dnd,
    clear_flag,
    open_rooms,
    out_of_order,
    set_dnd,
    set_flag,
    set_room_state,
)
from innkeeper.stays.actions.searching import HouseHit, forget_snapshots, search_house
from innkeeper.stays.actions.uploading import import_uploaded, upload_stays

__all__ = [
    "HouseHit",
    "Party",
    "begin_run",
    "cancel_stay",
    "change_departure",
    "check_in",
    "check_out",
    "clear_dnd",
    "clear_flag",
    "expect_stay",
    "forget_snapshots",
    "import_stays",
    "import_uploaded",
    "mark_no_show",
    "move_room",
    "open_rooms",
    "out_of_order",
    "reinstate_stay",
    "search_house",
    "set_dnd",
    "set_flag",
    "set_room_state",
    "upload_stays",
]
