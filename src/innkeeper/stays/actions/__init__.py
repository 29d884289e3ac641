"""The only writers of the live house."""

from innkeeper.stays.actions.allocating import RoomPromised, allocate_room
from innkeeper.stays.actions.booking import Party, cancel_stay, expect_stay, mark_no_show, reinstate_stay
from innkeeper.stays.actions.correcting import Wrong, correct_stay
from innkeeper.stays.actions.importing import import_stays
from innkeeper.stays.actions.importing_rooms import import_rooms
from innkeeper.stays.actions.keys import press_key
from innkeeper.stays.actions.leaving import RecordIncomplete, check_out, close_record, tick_detail
from innkeeper.stays.actions.lists import note_look, read_list
from innkeeper.stays.actions.living import change_departure, check_in, move_room
from innkeeper.stays.actions.loans import end_loan, lend_item
from innkeeper.stays.actions.room_jobs import accept_tasks, finish_tasks, hand_over_tasks
from innkeeper.stays.actions.rooms import (
    clear_flag,
    keep_quiet,
    open_rooms,
    out_of_order,
    set_dnd,
    set_flag,
    set_room_state,
)
from innkeeper.stays.actions.searching import HouseHit, forget_snapshots, search_house
from innkeeper.stays.actions.tasks import finish_task, leave_out_task, order_amenity, plan_day, warn_of_task
from innkeeper.stays.actions.uploading import import_uploaded, upload_file
from innkeeper.stays.actions.wishes import change_wishes

__all__ = [
    "HouseHit",
    "Party",
    "RecordIncomplete",
    "RoomPromised",
    "Wrong",
    "accept_tasks",
    "allocate_room",
    "cancel_stay",
    "change_departure",
    "change_wishes",
    "check_in",
    "check_out",
    "clear_flag",
    "close_record",
    "correct_stay",
    "end_loan",
    "expect_stay",
    "finish_task",
    "finish_tasks",
    "forget_snapshots",
    "hand_over_tasks",
    "import_rooms",
    "import_stays",
    "import_uploaded",
    "keep_quiet",
    "leave_out_task",
    "lend_item",
    "mark_no_show",
    "move_room",
    "note_look",
    "open_rooms",
    "order_amenity",
    "out_of_order",
    "plan_day",
    "press_key",
    "read_list",
    "reinstate_stay",
    "search_house",
    "set_dnd",
    "set_flag",
    "set_room_state",
    "tick_detail",
    "upload_file",
    "warn_of_task",
]
