"""The house board: figures, what burns, departments, the rack. Every figure opens the list it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from innkeeper.cases.queries.board import (
    NOTHING,
    OpenFigures,
    open_by_place,
)
from innkeeper.cases.queries.house import Repeat, repeats_in
from innkeeper.cases.queries.lists import burning
from innkeeper.desk.queries.rows import Words, case_row, department_name, words_for
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.properties.models import Property
from innkeeper.stays.queries import HouseFigures, house_figures, rack
from innkeeper.stays.queries.rack import Floor
from innkeeper.stays.rules.rooms import OCCUPIED, Flag, RoomState
from innkeeper.web.parts import CaseRow, Hook, Kpi, RackFloor, late_words, left_words

UNITS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """One department on the board: a square per open case, and when the next is due."""

    name: str
    href: str
    units: Sequence[str]
    words: str
    due: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Board:
    """The whole board at one moment."""

    house: Property
    at: datetime
    headline: str
    figures: OpenFigures
    kpis: Sequence[Kpi]
    rows: Sequence[CaseRow]
    rest: int
    departments: Sequence[DepartmentLine]
    floors: Sequence[RackFloor]
    elsewhere: int
    repeats: Sequence[Repeat]


def board(actor: Actor, house: Property, *, at: datetime) -> Board:
    """The board. Queries: 9, whatever the house holds."""
    on = local_date(at, house.timezone)
    counted = open_by_place(actor, house.pk, at=at)
    figures, rooms = counted.whole, counted.by_room
    cases = burning(actor)
    words = words_for(cases, actor=actor, property_id=house.pk, at=at)
    floors = rack(house.pk)
    return Board(
        house=house,
        at=at,
        headline=headline(figures),
        figures=figures,
        kpis=_kpis(house_figures(house.pk, on, floors=floors), figures, floors),
        rows=[case_row(one, words) for one in cases],
        rest=figures.open - len(cases),
        departments=[_department(code, line, words, at) for code, line in counted.by_department.items()],
        floors=[_floor(floor, rooms) for floor in floors],
        elsewhere=rooms.get("", NOTHING).open,
        repeats=repeats_in(house.pk, at=at),
    )


def headline(figures: OpenFigures) -> str:
    """What the board says first."""
    if figures.late:
        return ngettext("%(n)d case is late", "%(n)d cases are late", figures.late) % {"n": figures.late}
    if figures.soon:
        return ngettext("%(n)d case is due soon", "%(n)d cases are due soon", figures.soon) % {
            "n": figures.soon
        }
    return _("Nothing is burning")


def _kpis(stays: HouseFigures, figures: OpenFigures, floors: Sequence[Floor]) -> list[Kpi]:
    rooms = sum(len(floor.cells) for floor in floors)
    lists = [
        (stays.in_house, _("in house"), "in-house", _("of %(n)d rooms") % {"n": rooms}),
        (stays.due_in, _("due in"), "due-in", ""),
        (stays.due_out, _("due out"), "due-out", ""),
        (stays.due_out_left, _("due out, still here"), "due-out-left", ""),
        (stays.vip, _("VIP"), "vip", ""),
        (stays.out_of_order, _("out of order"), "out-of-order", ""),
        (stays.do_not_disturb, _("do not disturb"), "do-not-disturb", ""),
    ]
    cases = reverse("cases:all")
    return [
        *(
            Kpi(figure, label, href=reverse("desk:figure_list", args=[name]), note=note)
            for figure, label, name, note in lists
        ),
        Kpi(figures.open, _("open cases"), href=f"{cases}?state=open", is_open_cases=True),
        Kpi(
            figures.late,
            _("late"),
            href=f"{cases}?state=late",
            state="late" if figures.late else "",
            is_open_cases=True,
        ),
    ]


def _department(code: str, line: OpenFigures, words: Words, at: datetime) -> DepartmentLine:
    states = ["late"] * line.late + ["soon"] * line.soon + [""] * line.calm + ["hold"] * line.held
    due = ""
    if line.next_due_at:
        seconds = (line.next_due_at - at).total_seconds()
        due = left_words(seconds) if seconds >= 0 else late_words(-seconds)
    said = ngettext("%(n)d case", "%(n)d cases", line.open) % {"n": line.open}
    if line.late:
        said += ", " + ngettext("%(n)d late", "%(n)d late", line.late) % {"n": line.late}
    return DepartmentLine(
        name=department_name(code, words) or _("Not assigned"),
        href=f"{reverse('cases:all')}?state=open&department={code}",
        units=states[:UNITS_SHOWN],
        words=said,
        due=due.replace("[", "").replace("]", ""),
        is_late=bool(line.late),
    )


def _floor(floor: Floor, rooms: Mapping[str, OpenFigures]) -> RackFloor:
    language = get_language() or ""
    hooks = [
        _hook(cell.room, cell.state, cell.flags, cell.vip_level, open_.open, open_.late, language)
        for cell in floor.cells
        for open_ in (rooms.get(cell.room, NOTHING),)
    ]
    return RackFloor(
        label=_("Floor %(n)d") % {"n": floor.number},
        hooks=hooks,
        open_cases=sum(rooms[cell.room].open for cell in floor.cells if cell.room in rooms),
    )


@lru_cache(maxsize=4096)
def _hook(
    room: str, state: RoomState, flags: frozenset[Flag], vip_level: int, open_: int, late: int, _language: str
) -> Hook:
    """A room as the rack shows it; kept, as most rooms look as they did at the last poll."""
    states, words = _states(state, flags, vip_level)
    if open_:
        states.append("open")
        words.append(ngettext("%(n)d case", "%(n)d cases", open_) % {"n": open_})
    if late:
        states.append("late")
        words.append(ngettext("%(n)d late", "%(n)d late", late) % {"n": late})
    return Hook(
        number=room,
        short=room[-2:],
        states=tuple(states),
        words=" · ".join(words),
        href=reverse("stays:room", args=[room]),
    )


def _states(state: RoomState, flags: frozenset[Flag], vip_level: int) -> tuple[list[str], list[str]]:
    if state in OCCUPIED:
        states, words = ["oc"], [_("occupied")]
    elif state in (RoomState.OUT_OF_ORDER, RoomState.OUT_OF_SERVICE):
        states, words = ["ooo"], [_("out of order")]
    else:
        states, words = ["vc"], [_("vacant")]
    if Flag.DND in flags:
        states.append("dnd")
        words.append(_("do not disturb"))
    if vip_level:
        states.append("vip")
        words.append(_("VIP %(level)d") % {"level": vip_level})
    return states, words
