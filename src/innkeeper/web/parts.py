"""What the components show, as frozen values: words and states are decided here, shapes in the templates."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

MINUTE, HOUR, DAY = 60, 3600, 86400
SOON_SHARE, SOON_LEFT, CALM_SHARE = 0.8, timedelta(minutes=10), 0.5


class State(StrEnum):
    """The conditions a part can be in; calm has no mark of its own."""

    CALM = ""
    SOON = "soon"
    LATE = "late"
    HOLD = "hold"
    DONE = "done"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class ClockFace:
    """One clock as a person reads it. In `words` the figure to stress stands in [brackets]; `share` is 0 to 1."""

    state: State
    words: str
    due_at: datetime | None
    started_at: datetime | None
    share: float = 0.0
    label: str = ""

    @property
    def icon(self) -> str:
        """The mark that says the state without a colour."""
        return {State.LATE: "flag", State.HOLD: "pause", State.DONE: "check"}.get(self.state, "")

    @property
    def percent(self) -> int:
        """How much of the time is used, in per cent, 100 at most."""
        return min(100, max(0, round(self.share * 100)))


@dataclass(frozen=True, slots=True)
class RailStage:
    """One stage of a playbook: done, now, late or, without a state, later."""

    label: str
    note: str = ""
    state: str = ""
    href: str = ""

    @property
    def icon(self) -> str:
        """Tick, flag or dot."""
        return {"done": "check", "late": "flag"}.get(self.state, "dot")


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition of closure, and where to go to fulfil it."""

    label: str
    is_done: bool
    note: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a setting: when, by whom, why; each thing with what it was and what it became.

    `back` is the address that fills the form with what it became, for who wants that again.
    """

    at: datetime
    who: str
    lines: Sequence[tuple[str, str, str]]
    reason: str = ""
    back: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a task card: what, and done, now or later."""

    label: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """A button: its words, where it posts or leads, its weight (empty, plain, quiet, burn)."""

    label: str
    url: str = ""
    kind: str = ""
    icon: str = ""
    name: str = ""
    value: str = ""
    is_link: bool = False
    reason_disabled: str = ""


@dataclass(frozen=True, slots=True)
class TaskCard:
    """Where, what, by when, and the one next step."""

    dom_id: str
    place: str
    title: str
    clock: ClockFace | None = None
    state: str = ""
    level: int | None = None
    steps: Sequence[Step] = ()
    next_step: Press | None = None
    others: Sequence[Press] = ()
    hint: str = ""
    href: str = ""
    is_room: bool = True


@dataclass(frozen=True, slots=True)
class Job:
    """One line in a department's list of tasks."""

    title: str
    note: str = ""
    state: str = ""
    clock: ClockFace | None = None
    href: str = ""

    @property
    def icon(self) -> str:
        """Tick, flag, half a disc or a ring."""
        return {"done": "check", "late": "flag", "now": "half"}.get(self.state, "ring")


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One entry of a thread. `source` is guest, staff or note; `via` says how ("by phone"); `text` is clear to see."""

    dom_id: str
    at: datetime
    who: str
    via: str
    text: str
    source: str = "staff"
    promise: str = ""
    is_contradiction: bool = False


@dataclass(frozen=True, slots=True)
class Mask:
    """A sealed value: masked, refused with a reason, or open until `hides_in_seconds` have passed."""

    dom_id: str
    label: str
    masked: str
    reveal_url: str = ""
    refused: str = ""
    open_value: str = ""
    purposes: Sequence[tuple[str, str]] = ()
    asked: bool = False
    hides_in_seconds: int = 30


@dataclass(frozen=True, slots=True)
class Kpi:
    """A key figure and the list it counts."""

    figure: int | str
    label: str
    href: str = ""
    note: str = ""
    state: str = ""
    is_open_cases: bool = False


@dataclass(frozen=True, slots=True)
class Hook:
    """One room on the rack. `states` are oc vc ooo dnd vip open late; `words` says them."""

    number: str
    short: str
    states: tuple[str, ...]
    words: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class RackFloor:
    """One floor of the rack and how many open cases it has."""

    label: str
    hooks: Sequence[Hook]
    open_cases: int = 0
    href: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: a link to a view of the page, or the id of a panel on it."""

    label: str
    href: str = ""
    panel: str = ""
    is_selected: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """A piece of the sentence given; with `meaning` it was understood, and `is_sure` says how well."""

    text: str
    meaning: str = ""
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list: when, where, what, who."""

    dom_id: str
    href: str
    title: str
    place: str
    sub: str = ""
    who: str = ""
    who_note: str = ""
    clock: ClockFace | None = None
    level: int | None = None
    is_room: bool = True

    @property
    def state(self) -> str:
        """Late where its clock is."""
        return "late" if self.clock is not None and self.clock.state is State.LATE else ""


@dataclass(frozen=True, slots=True)
class NavItem:
    """A place of the frame. Empty permission: everybody who is signed in."""

    label: str
    href: str
    icon: str = ""
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Banner:
    """A state of the house that everybody must see: plain, brass or burn."""

    title: str
    text: str = ""
    kind: str = ""
    icon: str = "bell"
    href: str = ""
    presses: Sequence[Press] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page."""

    house_name: str = ""
    person_name: str = ""
    duty_line: str = ""
    nav: Sequence[NavItem] = ()
    dock: Sequence[NavItem] = ()
    more: Sequence[NavItem] = ()
    intake_url: str = ""
    calls_url: str = ""
    search_url: str = ""
    notices_url: str = ""
    sign_out_url: str = ""
    account_url: str = ""
    unread: int = 0
    banners: Sequence[Banner] = field(default_factory=tuple)


def clock_face(
    *,
    now: datetime,
    started_at: datetime,
    due_at: datetime,
    stopped_at: datetime | None = None,
    paused_at: datetime | None = None,
    label: str = "",
    hold_words: str = "",
) -> ClockFace:
    """How a clock reads at `now`: calm, soon (10 minutes or 80 % used), late, on hold, done.

    `due_at` already carries the pauses of the past; while paused the share stands still.
    """
    until = stopped_at or paused_at or now
    whole = max((due_at - started_at).total_seconds(), 1.0)
    share = max((until - started_at).total_seconds() / whole, 0.0)
    if stopped_at is not None:
        state, words = State.DONE, done_words(started_at=started_at, stopped_at=stopped_at, due_at=due_at)
    elif paused_at is not None:
        state, words = State.HOLD, hold_words or _("On hold")
    elif now > due_at:
        state, words = State.LATE, late_words((now - due_at).total_seconds())
    else:
        left = due_at - now
        is_soon = share >= SOON_SHARE or (left <= SOON_LEFT and share >= CALM_SHARE)
        state, words = (State.SOON if is_soon else State.CALM), left_words(left.total_seconds())
    return ClockFace(state=state, words=words, due_at=due_at, started_at=started_at, share=share, label=label)


def closed_face() -> ClockFace:
    """What stands in the place of the clock where the case is closed."""
    return ClockFace(
        state=State.DONE, words=pgettext("case", "Closed"), due_at=None, started_at=None, share=1.0
    )


def left_words(seconds: float) -> str:
    """How much time is left: seconds in the last minute, then minutes rounded up, hours, days."""
    if seconds < MINUTE:
        return _("[%(seconds)s] s left") % {"seconds": max(0, math.floor(seconds))}
    minutes = math.ceil(seconds / MINUTE)
    if minutes < HOUR / MINUTE:
        return _("[%(minutes)s] min left") % {"minutes": minutes}
    if seconds < DAY:
        return _("[%(hours)s h %(minutes)s] left") % {"hours": minutes // 60, "minutes": f"{minutes % 60:02}"}
    hours = math.ceil(seconds / HOUR)
    return _("[%(days)s d %(hours)s h] left") % {"days": hours // 24, "hours": hours % 24}


def late_words(seconds: float) -> str:
    """How long something is late: seconds in the first minute, then whole minutes, hours, days."""
    if seconds < MINUTE:
        return _("%(seconds)s s late") % {"seconds": max(1, math.floor(seconds))}
    minutes = int(seconds // MINUTE)
    if minutes < HOUR / MINUTE:
        return _("%(minutes)s min late") % {"minutes": minutes}
    if seconds < DAY:
        return _("%(hours)s h %(minutes)s late") % {"hours": minutes // 60, "minutes": f"{minutes % 60:02}"}
    return _("%(days)s d %(hours)s h late") % {"days": minutes // 1440, "hours": minutes % 1440 // 60}


def done_words(*, started_at: datetime, stopped_at: datetime, due_at: datetime) -> str:
    """When it was done (in the house's time) and how long it took, or how late it was."""
    time = f"{localtime(stopped_at):%H:%M}"
    if stopped_at > due_at:
        return _("%(time)s, %(late)s") % {
            "time": time,
            "late": late_words((stopped_at - due_at).total_seconds()),
        }
    return _("%(time)s, in %(span)s") % {"time": time, "span": span_words(stopped_at - started_at)}


def span_words(span: timedelta) -> str:
    """A length of time: 4 min, 1 h 32 min, 2 d 3 h."""
    minutes = max(0, round(span.total_seconds() / MINUTE))
    if minutes < 60:
        return _("%(minutes)s min") % {"minutes": minutes}
    if minutes < 1440:
        return _("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}
    return _("%(days)s d %(hours)s h") % {"days": minutes // 1440, "hours": minutes % 1440 // 60}


def clock_patterns() -> dict[str, str]:
    """The same words as patterns for the countdown in the browser: {s} seconds, {m} minutes, {h} hours, {d} days."""
    marks = {"seconds": "{s}", "minutes": "{m}", "hours": "{h}", "days": "{d}"}
    return {
        "left-s": _("[%(seconds)s] s left") % marks,
        "left-m": _("[%(minutes)s] min left") % marks,
        "left-h": _("[%(hours)s h %(minutes)s] left") % marks,
        "left-d": _("[%(days)s d %(hours)s h] left") % marks,
        "late-s": _("%(seconds)s s late") % marks,
        "late-m": _("%(minutes)s min late") % marks,
        "late-h": _("%(hours)s h %(minutes)s late") % marks,
        "late-d": _("%(days)s d %(hours)s h late") % marks,
    }
