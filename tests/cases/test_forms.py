"""What a form of the spine takes for a time."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from innkeeper.cases.forms import a_moment, a_time
from innkeeper.kernel.errors import InvalidInput


@pytest.mark.parametrize(
    "typed", ["0001-01-01T00:00", "9999-12-31T23:59", "2026-02-31T12:00", "2026-03-14T25:00", "0001-01-01T00:00:00+14:00"],
)  # fmt: skip
def test_a_time_that_no_hotel_can_mean_is_refused_by_its_field(typed):
    with pytest.raises(InvalidInput) as refused:
        a_time({"until_at": typed}, "until_at")
    assert set(refused.value.fields) == {"until_at"}


def test_an_hour_that_the_clocks_leave_out_is_refused_and_its_neighbours_are_taken():
    with timezone.override("Europe/Paris"):
        with pytest.raises(InvalidInput):
            a_time({"at": "2026-03-29T02:30"}, "at")
        assert a_time({"at": "2026-03-29T03:00"}, "at") == datetime(2026, 3, 29, 1, tzinfo=UTC)
        assert a_time({"at": "2026-03-29T01:59"}, "at") == datetime(2026, 3, 29, 0, 59, tzinfo=UTC)


@pytest.mark.parametrize("written", ["", "moon", "0001-01-01T00:00:00+08:00", "2026-03-14T12:00"])
def test_a_moment_that_no_page_wrote_counts_as_none(written):
    assert a_moment({"seen_at": written}, "seen_at") is None
