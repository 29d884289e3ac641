"""What a clock says, in both languages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from innkeeper.web.drawn import clock
from innkeeper.web.parts import (
    State,
    clock_face,
    clock_patterns,
    closed_face,
    late_words,
    left_words,
    span_words,
)

NOW = datetime(2026, 3, 14, 6, 20, tzinfo=UTC)


def face(*, started: float, due: float, **more):
    return clock_face(
        now=NOW, started_at=NOW + timedelta(minutes=started), due_at=NOW + timedelta(minutes=due), **more
    )


@pytest.mark.parametrize(
    ("started", "due", "state"),
    [
        (-8, 22, State.CALM),
        (-23, 7, State.SOON),
        (-1, 9, State.CALM),
        (-16, 14, State.CALM),
        (-90, 20, State.SOON),
        (-60, 0, State.SOON),
        (-60, -0.01, State.LATE),
    ],
)
def test_soon_is_ten_minutes_or_four_fifths(started, due, state):
    assert face(started=started, due=due).state is state


@pytest.mark.parametrize(
    ("seconds", "en", "zh"),
    [
        (47, "[47] s left", "剩 [47] 秒"),
        (60, "[1] min left", "剩 [1] 分"),
        (361, "[7] min left", "剩 [7] 分"),
        (92 * 60, "[1 h 32] left", "剩 [1 小时 32 分]"),
        (65 * 60, "[1 h 05] left", "剩 [1 小时 05 分]"),
        (50 * 3600, "[2 d 2 h] left", "剩 [2 天 2 小时]"),
    ],
)
def test_what_is_left(seconds, en, zh):
    for language, words in (("en", en), ("zh-hans", zh)):
        with translation.override(language):
            assert left_words(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "en", "zh"),
    [
        (0.2, "1 s late", "超 1 秒"),
        (12 * 60 + 59, "12 min late", "超 12 分"),
        (95 * 60, "1 h 35 late", "超 1 小时 35 分"),
        (26 * 3600, "1 d 2 h late", "超 1 天 2 小时"),
    ],
)
def test_how_late_it_is(seconds, en, zh):
    for language, words in (("en", en), ("zh-hans", zh)):
        with translation.override(language):
            assert late_words(seconds) == words


def test_a_pause_stops_the_share():
    early = face(started=-20, due=40, paused_at=NOW - timedelta(minutes=5))
    assert (early.state, early.share) == (State.HOLD, 0.25)


def test_done_says_when_and_how_long():
    with translation.override("en"):
        assert face(started=-30, due=30, stopped_at=NOW - timedelta(minutes=26)).words == "05:54, in 4 min"


def test_done_late_says_how_late():
    with translation.override("zh-hans"):
        done = face(started=-50, due=-20, stopped_at=NOW - timedelta(minutes=8))
    assert (done.state, done.words) == (State.DONE, "06:12，超 12 分")


def test_the_bar_never_leaves_its_ends():
    assert face(started=-90, due=-60).percent == 100
    assert face(started=5, due=60).percent == 0


def test_a_span_reads_like_speech():
    with translation.override("en"):
        assert [span_words(timedelta(minutes=m)) for m in (4, 92, 1500)] == [
            "4 min",
            "1 h 32 min",
            "1 d 1 h",
        ]


def test_the_browser_gets_every_pattern():
    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert set(clock_patterns()) == {f"{k}-{u}" for k in ("left", "late") for u in "smhd"}


def test_a_closed_case_says_so_where_its_clock_was():
    with translation.override("zh-hans"):
        drawn = clock(closed_face(), is_bare=True)
    assert "已关单" in drawn and "#i-check" in drawn
    assert "progress" not in drawn and "data-due" not in drawn
