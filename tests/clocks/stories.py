"""Invented lives of a clock, for hypothesis, and how the product tells the same life: as values and in the tables."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from hypothesis import strategies as st

from innkeeper.clocks import actions, rules
from innkeeper.clocks.models import ClockFiring, ClockRun
from innkeeper.kernel.ids import uuid7
from tests.clocks.minutes import MINUTE, Step, Story, Walker, walked
from tests.makers.clocks import BERLIN, HOTEL, SHANGHAI, ShiftCalendar, make_clock

LADDERS = st.sampled_from(
    [
        (rules.Threshold(50, 0), rules.Threshold(80, 0), rules.Threshold(100, 1, timedelta(minutes=7), 3)),
        (rules.Threshold(33, 0), rules.Threshold(100, 1), rules.Threshold(150, 2)),
        (rules.Threshold(100, 1, timedelta(seconds=90), 4),),
    ]
)
BEGINNINGS = st.sampled_from(
    [
        datetime(2026, 3, 28, 23, 30, tzinfo=BERLIN).astimezone(UTC),
        datetime(2026, 10, 24, 22, 45, tzinfo=BERLIN).astimezone(UTC),
        datetime(2026, 2, 28, 23, 50, tzinfo=SHANGHAI).astimezone(UTC),
        datetime(2026, 12, 31, 6, 10, tzinfo=SHANGHAI).astimezone(UTC),
    ]
)
QUIET = st.sampled_from(
    [
        None,
        rules.QuietHours(time(22), time(8), SHANGHAI),
        rules.QuietHours(time(13), time(14, 30), SHANGHAI),
        rules.QuietHours(time(23, 30), time(7), BERLIN),
    ]
)


@dataclass(frozen=True)
class Life:
    """A clock's whole life: how it begins and what happens to it."""

    begun: datetime
    target: int
    ladder: tuple[rules.Threshold, ...]
    cap: int | None
    quiet: rules.QuietHours | None
    steps: tuple[Step, ...]
    until: int


@st.composite
def lives(draw):
    target = draw(st.integers(3, 240))
    until = target * 2 + 700
    minutes = st.integers(0, target * 2 + 60)
    verbs = st.sampled_from(
        ["pause", "resume", "pause", "resume", "rebase", "recap", "sweep", "sweep", "stop"]
    )
    picked = draw(st.lists(st.tuples(minutes, verbs, st.integers(1, 300)), max_size=9))
    steps = tuple(Step(*one) for one in sorted(picked, key=lambda one: one[0]))
    cap = draw(st.none() | st.integers(1, target))
    return Life(draw(BEGINNINGS), target, draw(LADDERS), cap, draw(QUIET), steps, until)


def by_the_minute(life: Life) -> Story:
    """The life as the walker sees it."""
    walker = Walker(life.begun, life.target, life.ladder, life.cap, life.quiet)
    return walked(walker, list(life.steps), until=life.until)


def minute_of(life: Life, at: datetime) -> int:
    """The first whole minute at which something due at `at` can be seen."""
    return -(-int((at - life.begun).total_seconds()) // 60)


def by_the_rules(life: Life) -> tuple[Story, rules.ClockState, list[rules.Happening]]:
    """The life as pure values, with what happened for a replay."""
    cap_at = life.begun + life.cap * MINUTE if life.cap else None
    happenings = [rules.Happening(rules.Kind.STARTED, life.begun, life.target * 60, cap_at)]
    state = rules.replay(happenings, rungs=rules.rungs_of(life.ladder), quiet=life.quiet)
    dues: list[rules.Due] = []
    for step in life.steps:
        at = life.begun + step.minute * MINUTE
        if step.verb == "sweep":
            state, found = state.settled(at)
        else:
            happening = _happening(life, step, at)
            happenings.append(happening)
            found = state.settled(happening.settles_at)[1]
            state = rules.after(state, happening)
        dues += found
    state, found = state.settled(life.begun + life.until * MINUTE)
    told = [
        (minute_of(life, due.due_at), due.rung.share, due.rung.level, due.rung.step)
        for due in [*dues, *found]
    ]
    return Story(told, state.outcome), state, happenings


def _happening(life, step, at):
    match step.verb:
        case "pause":
            return rules.Happening(rules.Kind.PAUSED, at)
        case "resume":
            return rules.Happening(rules.Kind.RESUMED, at)
        case "rebase":
            return rules.Happening(rules.Kind.REBASED, at, target_seconds=step.value * 60)
        case "recap":
            return rules.Happening(rules.Kind.CAPPED, at, cap_at=life.begun + step.value * MINUTE)
    return rules.Happening(rules.Kind.STOPPED, at)


def by_the_tables(life: Life) -> tuple[Story, ClockRun]:
    """The life in the database, by the actions that the house uses."""
    caps = [life.begun + life.cap * MINUTE] if life.cap else []
    run = make_clock(
        owner_id=uuid7(), minutes=life.target, at=life.begun, ladder=life.ladder, caps=caps, quiet=life.quiet
    )
    for number, step in enumerate(life.steps):
        _act(life, run, step, str(number))
    actions.sweep(now=life.begun + life.until * MINUTE)
    run.refresh_from_db()
    firings = ClockFiring.objects.filter(run=run).order_by("due_at", "share", "step")
    told = [(minute_of(life, one.due_at), one.share, one.level, one.step) for one in firings]
    return Story(told, run.outcome or None), run


def _act(life, run, step, version):
    at, owner = life.begun + step.minute * MINUTE, run.owner_id
    match step.verb:
        case "pause":
            actions.pause_clocks(owner_id=owner, at=at)
        case "resume":
            actions.resume_clocks(owner_id=owner, at=at)
        case "sweep":
            actions.sweep(now=at)
        case "stop":
            actions.stop_clock(owner_id=owner, name=run.name, at=at)
        case "recap":
            actions.cap_clocks(owner_id=owner, cap_at=life.begun + step.value * MINUTE, at=at)
        case "rebase":
            actions.rebase_clocks(
                property_id=HOTEL,
                at=at,
                calendar=ShiftCalendar(),
                calendar_version="1",
                policy_version=version,
                targets={run.name: rules.FixedTime(step.value * 60)},
            )
