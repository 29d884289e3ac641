"""Days that a hotel can mean, and times that a night in spring leaves out."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from innkeeper.kernel.days import is_thinkable, was_skipped

PARIS, SHANGHAI = ZoneInfo("Europe/Paris"), ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("on", "wanted"),
    [
        (date.min, False),
        (date(1899, 12, 31), False),
        (date(1900, 1, 1), True),
        (date(2199, 12, 31), True),
        (date.max, False),
    ],
)
def test_the_ends_of_time_are_no_day_of_a_hotel(on, wanted):
    assert is_thinkable(on) is wanted


@pytest.mark.parametrize(
    ("at", "wanted"),
    [
        (datetime(2026, 3, 29, 2, 30, tzinfo=PARIS), True),  # the clocks go from two to three
        (datetime(2026, 3, 29, 1, 59, tzinfo=PARIS), False),
        (datetime(2026, 3, 29, 3, 0, tzinfo=PARIS), False),
        (datetime(2026, 10, 25, 2, 30, tzinfo=PARIS), False),  # shown twice
        (datetime(2026, 3, 29, 2, 30, tzinfo=SHANGHAI), False),
    ],
)
def test_the_hour_over_which_the_clocks_go_forward_is_no_time(at, wanted):
    assert was_skipped(at) is wanted
