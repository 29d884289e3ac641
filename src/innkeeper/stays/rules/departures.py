"""What is looked at when a guest leaves: loaned items, when a room is inspected, what a record needs. Pure."""

from collections.abc import Collection, Mapping
from enum import StrEnum


class Loan(StrEnum):
    """What the house lends (STAY-13)."""

    UMBRELLA = "umbrella"
    ADAPTER = "adapter"
    CHARGER = "charger"
    IRON = "iron"
    HUMIDIFIER = "humidifier"
    COT = "cot"
    WHEELCHAIR = "wheelchair"
    OTHER = "other"


class LoanEnd(StrEnum):
    """How a loan ended: back, or settled otherwise."""

    RETURNED = "returned"
    PAID = "paid"
    WAIVED = "waived"


class Inspects(StrEnum):
    """When the hotel inspects a room that a guest leaves."""

    ALWAYS = "always"
    WITH_REASON = "with_reason"
    NEVER = "never"


class Detail(StrEnum):
    """What must be settled before the record of a stay is closed (ERR-10)."""

    LOANS = "loans"
    INSPECTION = "inspection"
    KEYS = "keys"
    MINIBAR = "minibar"
    DEPOSIT = "deposit"
    INVOICE = "invoice"
    LUGGAGE = "luggage"


SEEN_BY_THE_HOUSE = frozenset({Detail.LOANS, Detail.INSPECTION})
BY_HAND = tuple(one for one in Detail if one not in SEEN_BY_THE_HOUSE)


def is_inspected(wish: Inspects, *, loans_out: int, is_vip: bool) -> bool:
    """Whether the room is inspected at this departure: as the hotel wishes."""
    if wish is Inspects.WITH_REASON:
        return loans_out > 0 or is_vip
    return wish is Inspects.ALWAYS


def open_details(
    wanted: Collection[Detail], *, ticked: Collection[Detail], loans_out: int, inspections_open: int
) -> tuple[Detail, ...]:
    """What still stands between a stay and its closed record, in the order of the list."""
    counts: Mapping[Detail, int] = {Detail.LOANS: loans_out, Detail.INSPECTION: inspections_open}
    return tuple(
        one
        for one in Detail
        if (counts[one] > 0 if one in SEEN_BY_THE_HOUSE else one in wanted and one not in ticked)
    )
