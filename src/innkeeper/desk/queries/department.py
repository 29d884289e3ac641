"""The department board for a thumb: cards with one next step, what colleagues hold, what nobody holds."""

import base64
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from innkeeper.accounts.queries import roster, staff_lines
from innkeeper.cases.actions import OBSTACLES
from innkeeper.cases.models import TaskState
from innkeeper.cases.queries.board import first_clocks
from innkeeper.cases.queries.department import DepartmentTasks
from innkeeper.cases.queries.lists import TaskLine
from innkeeper.clocks.queries import ClockLine
from innkeeper.desk.queries.room_work import room_cards
from innkeeper.desk.queries.rows import name_of
from innkeeper.desk.queries.work import headline, task_card
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.properties.models import Property
from innkeeper.stays.queries import RoomJob
from innkeeper.web.parts import TaskCard

SHOWN = 20
NEXT = {TaskState.OFFERED: "accept", TaskState.ACCEPTED: "arrive", TaskState.ARRIVED: "done"}


@dataclass(frozen=True, slots=True)
class ThumbCard:
    """One task under a thumb: the card, the verb that comes next, the words of each, who holds it."""

    id: UUID
    card: TaskCard
    verb: str
    labels: Mapping[str, str]
    key: UUID
    holder: str = ""
    is_mine: bool = False
    may_give: bool = False

    @property
    def label(self) -> str:
        """What the button says now."""
        return self.labels[self.verb]


@dataclass(frozen=True, slots=True)
class DepartmentBoard:
    """The board as one person sees it."""

    at: datetime
    headline: str
    mine: Sequence[ThumbCard]
    offered: Sequence[ThumbCard]
    others: Sequence[ThumbCard]
    rooms: Sequence[TaskCard]
    rooms_rest: int
    orphans: Sequence[ThumbCard]
    colleagues: Sequence[tuple[str, str]]
    obstacles: Sequence[tuple[str, str]]
    clock_time: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing is open here."""
        return not (self.mine or self.offered or self.others or self.orphans or self.rooms)


def department_board(
    actor: Actor,
    hotel: Property,
    tasks: DepartmentTasks,
    jobs: Sequence[RoomJob] = (),
    *,
    at: datetime,
) -> DepartmentBoard:
    """The open tasks of the actor's department, from the lines at hand. Queries: 4 at most."""
    lines = [*tasks.mine, *tasks.offered, *tasks.others, *tasks.orphans]
    clocks = first_clocks([line.id for line in lines])
    holders = {line.assignee_id for line in lines if line.assignee_id} - {actor.id}
    people = staff_lines(holders)

    def cards(rows: Sequence[TaskLine]) -> list[ThumbCard]:
        return [
            _card(
                row,
                clocks.get(row.id),
                name_of(people.get(row.assignee_id) if row.assignee_id else None),
                actor=actor,
                at=at,
            )
            for row in rows[:SHOWN]
        ]

    return DepartmentBoard(
        at=at,
        headline=headline(len(tasks.mine) + len(tasks.offered) + len(jobs), _late(tasks, jobs, at)),
        mine=cards(tasks.mine),
        offered=cards(tasks.offered),
        others=cards(tasks.others),
        orphans=cards(tasks.orphans),
        rooms=room_cards(jobs[:SHOWN], actor=actor, back="board", at=at),
        rooms_rest=len(jobs[SHOWN:]),
        colleagues=_on_shift(actor, hotel, at=at),
        obstacles=[(code, str(words)) for code, words in OBSTACLES.items()],
        clock_time=f"{localtime(at):%H:%M}",
    )


def key_of_hand(scope: str) -> str:
    """The key under which the phone keeps presses while it is offline: it comes with the page and is never kept there."""
    made = hmac.new(settings.SECRET_KEY.encode(), b"taps:" + scope.encode(), sha256).digest()
    return base64.b64encode(made).decode("ascii")


def _card(line: TaskLine, clock: ClockLine | None, holder: str, *, actor: Actor, at: datetime) -> ThumbCard:
    card = replace(task_card(line, clock, actor=actor, at=at), next_step=None, others=())
    room = line.room or _("the place")
    labels = {
        "accept": _("Accept"),
        "arrive": _("I am at %(room)s") % {"room": room},
        "done": pgettext("tap", "Done"),
    }
    return ThumbCard(
        id=line.id,
        card=card,
        verb=NEXT.get(TaskState(line.state), "done"),
        labels=labels,
        key=uuid4(),
        holder=holder,
        is_mine=line.assignee_id == actor.id,
        may_give=actor.may("cases.assign"),
    )


def _late(tasks: DepartmentTasks, jobs: Sequence[RoomJob], at: datetime) -> int:
    lines: list[TaskLine | RoomJob] = [*tasks.mine, *tasks.offered, *jobs]
    return sum(line.is_late(at) for line in lines)


def _on_shift(actor: Actor, hotel: Property, *, at: datetime) -> list[tuple[str, str]]:
    """Who is on duty now, to be chosen for a job reported by radio; only for who may enter one."""
    if not (actor.may("cases.take_in") or actor.may("cases.handle")):
        return []
    turns = roster(hotel.pk, local_date(at, hotel.timezone))
    here = {turn.staff_id: turn.staff for turn in turns if turn.starts_at <= at < turn.ends_at}
    return [(str(staff_id), staff.shown_name) for staff_id, staff in here.items()]
