"""A book in the reader's words: headings, notes, clocks. What was frozen reads like what is live."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from innkeeper.cases.models import TaskState, title_shown
from innkeeper.cases.playbooks import registry
from innkeeper.guests.queries import GuestLine, guest_lines
from innkeeper.handovers.models import KIND_WORDS
from innkeeper.handovers.rules import ASKED, LINE_SECTIONS, Entry, LineKind, Section
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.money import Money
from innkeeper.stays.models import STATE_WORDS
from innkeeper.stays.models.care import loans
from innkeeper.stays.rules.rooms import RoomState
from innkeeper.web.parts import ClockFace, clock_face
from innkeeper.web.templatetags.parts import day, day_hour, hour

HEADINGS = {
    Section.WAKE_UPS: gettext_lazy("Wake-up calls"),
    Section.DOOR_CHECKS: gettext_lazy("Knock at the door"),
    Section.CALLERS: gettext_lazy("Callers' messages"),
    Section.CASES: gettext_lazy("Open cases"),
    Section.TASKS: gettext_lazy("Open tasks"),
    Section.APPROVALS: gettext_lazy("To approve and to ratify"),
    Section.PROMISES: gettext_lazy("Promised to guests"),
    Section.CONTRADICTIONS: gettext_lazy("Said differently before"),
    Section.TAXIS: gettext_lazy("Taxis"),
    Section.KEYS: gettext_lazy("Keys"),
    Section.VIPS: gettext_lazy("VIPs expected"),
    Section.DND: gettext_lazy("Do not disturb since 14:00"),
    Section.OUT_OF_ORDER: gettext_lazy("Rooms out of order"),
    Section.LOANS: gettext_lazy("Lent to guests"),
    Section.NOTES: gettext_lazy("Notes"),
}
CLOCKED = frozenset({Section.WAKE_UPS, Section.DOOR_CHECKS, Section.CASES, Section.TASKS, Section.TAXIS, Section.PROMISES})  # fmt: skip

PLACELESS = frozenset({Section.VIPS, Section.NOTES, Section.TAXIS, Section.KEYS, Section.CALLERS})
PRESSED_HERE = LINE_SECTIONS - {Section.CALLERS}
"""Lines that end by a press in the book; a caller's message ends at the phone card."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as a reader sees it. `line_id` is set where the reader can act on it here."""

    dom_id: str
    place: str
    is_room: bool
    title: str
    note: str
    href: str
    when: str
    clock: ClockFace | None
    line_id: str = ""
    kind: str = ""

    @property
    def is_late(self) -> bool:
        """Whether its clock has run out."""
        return self.clock is not None and self.clock.state == "late"


@dataclass(frozen=True, slots=True)
class ShownSection:
    """One section: its heading and rows."""

    name: str
    heading: str
    rows: Sequence[Row]


def shown(entries: Sequence[Entry], *, actor: Actor, at: datetime, can_act: bool) -> list[ShownSection]:
    """The entries in sections, in their order; empty sections are left out. Queries: 1 where VIPs are expected."""
    files = guest_lines({UUID(one.kind) for one in entries if one.section == Section.VIPS}, actor=actor)
    found: dict[str, list[Row]] = {}
    for entry in entries:
        found.setdefault(entry.section, []).append(row_of(entry, files, at=at, can_act=can_act))
    return [ShownSection(name, str(HEADINGS[Section(name)]), rows) for name, rows in found.items()]


def row_of(entry: Entry, files: Mapping[UUID, GuestLine], *, at: datetime, can_act: bool) -> Row:
    """One entry as a row. Queries: 0."""
    section = Section(entry.section)
    guest = files.get(UUID(entry.kind)) if section is Section.VIPS else None
    return Row(
        dom_id=f"entry-{section}-{entry.id}",
        place=entry.room or ("—" if entry.is_hidden or section in PLACELESS else _("Public area")),
        is_room=bool(entry.room),
        title=_title(entry, guest),
        note=note_of(entry),
        href=_href(entry, guest),
        when=_when(entry, at=at),
        clock=_clock(entry, at=at),
        line_id=entry.id if can_act and section in PRESSED_HERE and entry.code != ASKED else "",
        kind=entry.kind if section in LINE_SECTIONS else "",
    )


def _title(entry: Entry, guest: GuestLine | None) -> str:
    section = Section(entry.section)
    if entry.is_hidden:
        return _("Restricted case")
    if section is Section.VIPS:
        level = _("VIP %(level)d") % {"level": entry.number}
        return f"{guest.shown_name} · {level}" if guest else level
    if section is Section.APPROVALS:
        return Money(entry.kind, entry.number).shown() if entry.kind else entry.text
    if section is Section.DND:
        return _("No service yet: phone the room, then look in")
    if section is Section.LOANS:
        item = str(dict(loans()).get(entry.kind, entry.kind))
        return f"{item} × {entry.number}" if entry.number > 1 else item
    if section is Section.OUT_OF_ORDER:
        return entry.text or str(STATE_WORDS[RoomState(entry.kind)])
    if section in LINE_SECTIONS:
        kind = str(KIND_WORDS[LineKind(entry.kind)])
        return f"{kind} · {entry.text}" if entry.text and entry.kind != LineKind.NOTE else entry.text or kind
    return title_shown(entry.text, entry.text_en) or entry.ref


def note_of(entry: Entry) -> str:
    """What else the next shift must know of it, in one line."""
    section = Section(entry.section)
    since = _("since %(time)s") % {"time": day_hour(entry.since)} if entry.since else ""
    said = {
        Section.CASES: lambda: _step_words(entry),
        Section.TASKS: lambda: str(TaskState(entry.code).label) if entry.code else "",
        Section.APPROVALS: lambda: _approval_words(entry),
        Section.OUT_OF_ORDER: lambda: (
            _("back on %(day)s") % {"day": day(entry.back_on)} if entry.back_on else since
        ),
        Section.WAKE_UPS: lambda: _("rung once, no answer") if entry.number else since,
        Section.VIPS: lambda: _("arrives %(day)s") % {"day": day(date.fromisoformat(entry.code))},
    }.get(section, lambda: since)()
    return " · ".join(part for part in (entry.ref if section is not Section.APPROVALS else "", said) if part)


def _step_words(entry: Entry) -> str:
    """The step that comes next, in the reader's language."""
    if entry.is_hidden:
        return ""
    if entry.code == "held":
        return _("on hold")
    if entry.kind not in {kind.name for kind in registry.kinds()}:
        return ""
    stage_name, _dot, step_name = entry.code.partition(".")
    stage = next((one for one in registry.shipped(entry.kind).stages if one.name == stage_name), None)
    if stage is None:
        return ""
    step = next((one for one in stage.steps if one.name == step_name), None)
    title = (step or stage).title
    words = title.zh if (get_language() or "zh").startswith("zh") else title.en
    return _("next: %(step)s") % {"step": words}


def _approval_words(entry: Entry) -> str:
    state = entry.code.partition(".")[0]
    words = _("given by phone, to ratify") if state == "given" else _("waits for a decision")
    return f"{entry.ref} · {words}"


def _href(entry: Entry, guest: GuestLine | None) -> str:
    section = Section(entry.section)
    if entry.is_hidden:
        return ""
    if entry.ref:
        return reverse("cases:case", args=[entry.ref])
    if section is Section.VIPS:
        return f"/guests/{entry.kind}/" if guest else ""
    if section is Section.CALLERS:
        return reverse("calls:card")
    return reverse("stays:room", args=[entry.room]) if entry.room else ""


def _when(entry: Entry, *, at: datetime) -> str:
    """The time of the entry, with its day where that is not today."""
    if entry.due_at is None:
        return ""
    is_today = localtime(entry.due_at).date() == localtime(at).date()
    return hour(entry.due_at) if is_today else day_hour(entry.due_at)


def _clock(entry: Entry, *, at: datetime) -> ClockFace | None:
    if entry.due_at is None or Section(entry.section) not in CLOCKED:
        return None
    started_at = min(entry.since or at, entry.due_at)
    return clock_face(now=at, started_at=started_at, due_at=entry.due_at)


def counts(entries: Collection[Entry]) -> dict[str, int]:
    """How many entries stand in each section."""
    found: dict[str, int] = {}
    for entry in entries:
        found[entry.section] = found.get(entry.section, 0) + 1
    return found
