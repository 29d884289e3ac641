"""Lists of cases: what is mine, all of them page by page, the figures of the board. Flat in the cases held."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import Count, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, When, Window

from innkeeper.cases import policy
from innkeeper.cases.models import Case, Hold, NeedToKnow, Task, TaskState, title_shown
from innkeeper.cases.playbooks import registry
from innkeeper.cases.queries.paging import after, cursor_after
from innkeeper.kernel.actors import Actor
from innkeeper.statements import Asker, Constant, Hole, Question, Rows, Statement, together

PAGE = 25
MINE = 500
FIRST = 12
NOWHERE = UUID(int=0)
Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case as lists show it. Where `is_hidden`, only that there is a restricted case."""

    id: UUID
    ref: str
    title: str
    kind: str
    stage: str
    priority: int
    category: str
    code: str
    room: str
    department: str
    owner_id: UUID | None
    owner_post: str
    received_at: datetime
    due_at: datetime | None
    is_open: bool
    is_held: bool
    is_restricted: bool
    title_en: str = ""
    waits_until: datetime | None = None
    is_hidden: bool = False

    def __post_init__(self) -> None:
        """A title that the house gave itself is read in the reader's language."""
        object.__setattr__(self, "title", title_shown(self.title, self.title_en))

    def is_late(self, at: datetime) -> bool:
        """Whether a clock of the case has run out."""
        return self.is_open and self.due_at is not None and self.due_at < at


WAITS = Hold.objects.filter(case=OuterRef("pk"), ended_at=None).values("until_at")
LINE_COLUMNS: tuple[Any, ...] = (
    "id", "ref", "title_redacted", "kind", "stage", "priority", "category", "taxonomy_code", "room_number",
    "handling_department", "owner_id", "owner_post", "received_at", "next_due_at", "is_open", "is_held",
    "is_restricted", "title_en", Choice(When(is_held=True, then=Subquery(WAITS[:1]))),
)  # fmt: skip
TASK_COLUMNS = (
    "id", "case_id", "case__ref", "title_redacted", "department", "post", "room_number", "case__priority",
    "state", "assignee_id", "due_at", "offered_at", "needs_evidence", "title_en",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task as its doer sees it."""

    id: UUID
    case_id: UUID
    ref: str
    title: str
    department: str
    post: str
    room: str
    priority: int
    state: str
    assignee_id: UUID | None
    due_at: datetime | None
    offered_at: datetime
    needs_evidence: bool
    title_en: str = ""

    def __post_init__(self) -> None:
        """A title that the house gave itself is read in the reader's language."""
        object.__setattr__(self, "title", title_shown(self.title, self.title_en))

    def is_late(self, at: datetime) -> bool:
        """Whether the task should be done by now."""
        return self.due_at is not None and self.due_at < at


@dataclass(frozen=True, slots=True)
class DueFirst(Generic[Line]):
    """The first lines of a list by their due time, how many the whole list has, and how many of them are late."""

    lines: tuple[Line, ...]
    count: int = 0
    late: int = 0

    @property
    def rest(self) -> int:
        """How many are not among the lines."""
        return self.count - len(self.lines)


@dataclass(frozen=True, slots=True)
class Work:
    """Everything that waits for one person, due first: tasks, the cases in their hands, those that wait for a post."""

    tasks: DueFirst[TaskLine]
    mine: DueFirst[CaseLine]
    waiting: DueFirst[CaseLine]

    @property
    def count(self) -> int:
        """How many things wait."""
        return self.tasks.count + self.mine.count + self.waiting.count

    @property
    def late(self) -> int:
        """How many of them are late."""
        return self.tasks.late + self.mine.late + self.waiting.late


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list of all cases can be narrowed by; "" or None leaves a dimension open."""

    is_open: bool | None = None
    kind: str = ""
    priority: int | None = None
    category: str = ""
    nature: str = ""
    subject: str = ""
    scope: str = ""
    urgency: str = ""
    satisfaction: str = ""
    code: str = ""
    department: str = ""
    responsible_department: str = ""
    channel: str = ""
    room: str = ""
    owner_id: UUID | None = None
    is_late_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of a list and how to ask for the next; "" at the end."""

    lines: tuple[CaseLine, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Open cases of a hotel counted: in all, late, unowned, and by handling department."""

    open: int
    late: int
    unowned: int
    by_department: dict[str, int]


def my_work(actor: Actor, *, at: datetime) -> Question[Work]:
    """The open cases in my hands, those waiting for my post, and my tasks; the FIRST of each. Queries: 4."""
    statements = (ASSIGNED, OFFERED, MINE_OPEN, WAITING)
    return together(*(one.filled(actor=actor, at=at) for one in statements)).then(_as_work)


def _as_work(found: tuple[Rows, ...]) -> Work:
    assigned, offered, mine, waiting = found
    return Work(
        tasks=_tasks_due_first(_lines(TaskLine, assigned), _lines(TaskLine, offered)),
        mine=_lines(CaseLine, mine),
        waiting=_lines(CaseLine, waiting),
    )


def _tasks_due_first(mine: DueFirst[TaskLine], offered: DueFirst[TaskLine]) -> DueFirst[TaskLine]:
    """My tasks and those offered to me, each found by its own index."""
    lines = sorted([*mine.lines, *offered.lines], key=_soonest)[:FIRST]
    return DueFirst(tuple(lines), mine.count + offered.count, mine.late + offered.late)


def _lines(line: Callable[..., Line], rows: Sequence[tuple[Any, ...]]) -> DueFirst[Line]:
    return DueFirst(tuple(line(*row[:-2]) for row in rows), *(rows[0][-2:] if rows else ()))


def _due_first(rows: QuerySet[Any, Any], due: str, columns: Sequence[Any], at: Hole) -> QuerySet[Any, Any]:
    """The first of the rows, and over all of them how many and how many late."""
    late = Count("pk", filter=Q(**{f"{due}__lt": at}))
    counted = rows.annotate(n=Window(Count("pk")), n_late=Window(late))
    soonest: QuerySet[Any, Any] = counted.order_by(F(due).asc(nulls_last=True))
    return soonest.values_list(*columns, "n", "n_late")[:FIRST]


def _mine_open(*, actor: Actor, at: Hole) -> QuerySet[Any, Any]:
    here = policy.visible_to(actor).filter(is_open=True, owner_id=actor.id)
    return _due_first(here, "next_due_at", LINE_COLUMNS, at)


def _waiting(*, actor: Actor, at: Hole) -> QuerySet[Any, Any]:
    here = policy.visible_to(actor).filter(is_open=True, property_id=_house(actor))
    return _due_first(here.filter(owner_id=None, owner_post__in=actor.posts), "next_due_at", LINE_COLUMNS, at)


def my_tasks(actor: Actor) -> list[TaskLine]:
    """My open tasks and those offered to my department and post, due first. Queries: 1."""
    rows = _assigned(actor).values_list(*TASK_COLUMNS)
    rows = rows.union(_offered(actor).values_list(*TASK_COLUMNS), all=True).order_by("due_at")[:MINE]
    return [TaskLine(*row) for row in rows]


def _assigned(actor: Actor) -> QuerySet[Task]:
    states = [Constant(state) for state in Task.OPEN]
    return Task.objects.filter(state__in=states, case__is_open=True, assignee_id=actor.id)


def _offered(actor: Actor) -> QuerySet[Task]:
    """What waits for the actor's department and post; of a restricted case by need to know."""
    knows = Exists(NeedToKnow.objects.filter(case=OuterRef("case"), staff_id=actor.id))
    return Task.objects.filter(
        Q(post="") | Q(post__in=actor.posts),
        Q(case__is_restricted=False) | knows,
        case__is_open=True,
        property_id=_house(actor),
        department__in=actor.departments,
        assignee_id=None,
        state=TaskState.OFFERED,
    )


def _statement(made: Callable[..., QuerySet[Any, Any]]) -> Statement:
    return Statement(made, actor=Asker(), at=DateTimeField())


MINE_OPEN, WAITING = _statement(_mine_open), _statement(_waiting)
ASSIGNED = _statement(lambda *, actor, at: _due_first(_assigned(actor), "due_at", TASK_COLUMNS, at))
OFFERED = _statement(lambda *, actor, at: _due_first(_offered(actor), "due_at", TASK_COLUMNS, at))


def cases_page(
    actor: Actor, *, filters: Filters | None = None, cursor: str = "", size: int = PAGE
) -> CasePage:
    """All cases of the actor's hotel, newest first. A restricted one shows as a neutral line, and only unfiltered.

    Raises: InvalidInput for a broken cursor. Queries: 2.
    """
    wanted = filters or Filters()
    is_plain = wanted in (Filters(), Filters(is_open=True), Filters(is_open=False))
    rows = policy.in_house(actor) if is_plain else policy.visible_to(actor)
    rows = narrowed(rows.filter(property_id=_house(actor)), wanted)
    found = lines_of(after(rows, cursor, by="received_at")[: size + 1])
    shown = found[:size]
    known = _known(actor, shown)
    lines = tuple(hidden(line) if line.is_restricted and line.id not in known else line for line in shown)
    more = len(found) > size
    return CasePage(lines, cursor_after(shown[-1].received_at, shown[-1].id) if more else "")


def narrowed(rows: QuerySet[Case], wanted: Filters) -> QuerySet[Case]:
    """The rows that pass the filters."""
    columns = {
        "kind": wanted.kind,
        "category": wanted.category,
        "nature": wanted.nature,
        "subject": wanted.subject,
        "scope": wanted.scope,
        "urgency": wanted.urgency,
        "satisfaction": wanted.satisfaction,
        "taxonomy_code": wanted.code,
        "handling_department": wanted.department,
        "responsible_department": wanted.responsible_department,
        "channel": wanted.channel,
        "room_number": wanted.room,
        "priority": wanted.priority,
        "owner_id": wanted.owner_id,
    }
    rows = rows.filter(**{column: value for column, value in columns.items() if value})
    if not wanted.kind:
        rows = of_the_shift(rows)
    if wanted.is_open is not None:
        rows = rows.filter(is_open=wanted.is_open)
    if wanted.is_late_at is not None:
        rows = rows.filter(is_open=True, next_due_at__lt=wanted.is_late_at)
    return rows


def of_the_shift(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Without the kinds that wait for no guest: they are found by their kind, never among what the shift must do."""
    return rows.exclude(kind__in=registry.quiet_kinds())


def open_figures(property_id: UUID, *, at: datetime) -> Figures:
    """The board's counts of open cases, restricted ones counted with them. Queries: 1, on the partial index."""
    rows = list(
        of_the_shift(Case.objects.filter(property_id=property_id, is_open=True))
        .values("handling_department")
        .annotate(
            n=Count("property_id"),
            late=Count("property_id", filter=Q(next_due_at__lt=at)),
            free=Count("property_id", filter=Q(owner_id=None)),
        )
        .order_by()
    )
    return Figures(
        open=sum(row["n"] for row in rows),
        late=sum(row["late"] for row in rows),
        unowned=sum(row["free"] for row in rows),
        by_department=_summed((row["handling_department"], row["n"]) for row in rows),
    )


def burning(actor: Actor) -> list[CaseLine]:
    """The open cases of the hotel that are due first; restricted ones only for who may know. Queries: 1."""
    return [CaseLine(*row) for row in BURNING.rows(actor=actor)]


def _burning(*, actor: Actor) -> QuerySet[Any, Any]:
    rows = of_the_shift(policy.visible_to(actor)).filter(property_id=_house(actor), is_open=True)
    return rows.exclude(next_due_at=None).order_by("next_due_at").values_list(*LINE_COLUMNS)[:FIRST]


BURNING = Statement(_burning, actor=Asker())


def cases_by_id(actor: Actor, case_ids: Sequence[UUID]) -> list[CaseLine]:
    """The cases behind hits of the search that the actor may see, in the order given. Queries: 1."""
    found = {line.id: line for line in lines_of(policy.visible_to(actor).filter(pk__in=case_ids))}
    return [found[one] for one in case_ids if one in found]


def lines_of(cases: QuerySet[Case]) -> list[CaseLine]:
    """Cases as list lines, reading the columns of a line and no others. Queries: 1."""
    return [CaseLine(*row) for row in cases.values_list(*LINE_COLUMNS)]


def hidden(line: CaseLine) -> CaseLine:
    """The line of a case that says nothing but that it is there."""
    return replace(
        line,
        title="",
        title_en="",
        waits_until=None,
        kind="",
        stage="",
        category="",
        code="",
        room="",
        department="",
        owner_id=None,
        owner_post="",
        due_at=None,
        is_hidden=True,
    )


def _house(actor: Actor) -> UUID:
    """The hotel that the actor works in now; none for who works nowhere."""
    return actor.property_id or NOWHERE


def _known(actor: Actor, lines: Sequence[CaseLine]) -> set[UUID]:
    """Which of the cases the actor may know of. Queries: 0 or 1."""
    closed = [line.id for line in lines if line.is_restricted]
    if actor.is_system or not closed:
        return set(closed)
    return set(policy.visible_to(actor).filter(pk__in=closed).values_list("pk", flat=True))


def _soonest(line: TaskLine) -> tuple[bool, float, int]:
    return (line.due_at is None, line.due_at.timestamp() if line.due_at else 0.0, line.priority)


def _summed(pairs: Iterable[tuple[object, int]]) -> dict:  # type: ignore[type-arg]
    total: dict[object, int] = {}
    for key, number in pairs:
        total[key] = total.get(key, 0) + number
    return total
