"""Tables of the live house: stays, rooms as they are, imports, and what is done around a stay."""

from .care import (
    DETAIL_WORDS,
    FIELD_WORDS,
    INSPECTS_WORDS,
    LOAN_END_WORDS,
    LOAN_WORDS,
    TASK_STATE_WORDS,
    TASK_WORDS,
    Correction,
    DetailTick,
    HouseWishes,
    LoanedItem,
    RecordClosure,
    RoomTask,
    correctable,
    details,
    inspection_wishes,
    loan_ends,
    loans,
    task_kinds,
)
from .live import (
    BOOKING_WORDS,
    PART_WORDS,
    STATE_WORDS,
    STATUS_WORDS,
    BadRow,
    ImportFile,
    ImportRun,
    RoomMove,
    RoomStatus,
    Stay,
    StayGuest,
    booking_types,
    parts,
    states,
    statuses,
)

__all__ = [
    "BOOKING_WORDS", "DETAIL_WORDS", "FIELD_WORDS", "INSPECTS_WORDS", "LOAN_END_WORDS", "LOAN_WORDS", "PART_WORDS",
    "STATE_WORDS", "STATUS_WORDS", "TASK_STATE_WORDS", "TASK_WORDS", "BadRow", "Correction", "DetailTick",
    "HouseWishes", "ImportFile", "ImportRun", "LoanedItem", "RecordClosure", "RoomMove", "RoomStatus", "RoomTask",
    "Stay", "StayGuest", "booking_types", "correctable", "details", "inspection_wishes", "loan_ends", "loans", "parts",
    "states", "statuses", "task_kinds",
]  # fmt: skip
