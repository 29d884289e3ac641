"""Reads of the staff: who acts with which rights, who is on duty, who stands in."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from innkeeper.accounts import policy
from innkeeper.accounts.models import (
    Assignment,
    DeputyStep,
    DutyTurn,
    Post,
    RightsReview,
    Role,
    SessionRecord,
    Staff,
)
from innkeeper.accounts.rules import StaffLine
from innkeeper.kernel.actors import Actor, ActorKind
from innkeeper.kernel.errors import NotFound
from innkeeper.properties.models import Department, Property
from innkeeper.properties.queries import departments

SESSION_LIFE = timedelta(hours=12)


def assignments_held(staff_id: UUID, *, at: datetime) -> list[Assignment]:
    """What the person holds now, each hotel by its own date. Queries: 1."""
    rows = Assignment.objects.filter(staff_id=staff_id).select_related(
        "property", "post", "department__reports_to", "role"
    )
    return [row for row in rows.order_by("from_on", "pk") if row.holds_on(today_in(row.property, at))]


def actor_for(
    staff: Staff, *, property_id: UUID | None, session: str, at: datetime, has_second_factor: bool = False
) -> Actor:
    """The person as an actor in one hotel, with what they hold there now; without a hotel, in their first one.

    A hotel that the person does not work in gives no post and no permission. Queries: 1, 0 for an inactive person.
    """
    held = assignments_held(staff.pk, at=at) if staff.is_active else []
    return actor_from(
        staff, held, property_id=property_id, session=session, has_second_factor=has_second_factor
    )


def actor_from(
    staff: Staff,
    held: Sequence[Assignment],
    *,
    property_id: UUID | None,
    session: str,
    has_second_factor: bool,
) -> Actor:
    """The actor from assignments already read. Queries: 0."""
    works_in = frozenset(row.property_id for row in held)
    if property_id is None and held:
        property_id = held[0].property_id
    here = [row for row in held if row.property_id == property_id]
    mine = _held(here)
    alike = {one for one in works_in if here and mine <= _held(row for row in held if row.property_id == one)}
    return Actor(
        kind=ActorKind.PERSON,
        id=staff.pk,
        label=staff.staff_number,
        property_id=property_id if here else None,
        property_ids=frozenset(alike),
        works_in=works_in,
        posts=frozenset(row.post.code for row in here),
        departments=frozenset(code for row in here for code in module_codes(row.department)),
        permissions=policy.usable(mine, has_second_factor=has_second_factor),
        session=session,
        has_second_factor=has_second_factor,
    )


def _held(rows: Iterable[Assignment]) -> frozenset[str]:
    """Posts and rights together: two hotels are alike to a person who holds the same in both."""
    return frozenset(code for row in rows for code in (f"post {row.post.code}", *row.role.permissions))


def module_codes(department: Department) -> tuple[str, ...]:
    """The department and the module it is part of: who works in reception works in the front office.

    The executive office, to which all report, is nobody's module but its own.
    """
    above = department.reports_to
    if above is None or above.reports_to_id is None:
        return (department.code,)
    return (department.code, above.code)


def on_duty(property_id: UUID, post_code: str, at: datetime) -> list[StaffLine]:
    """Who answers for the post at this moment: those on duty, else their deputies, else the next post of the ladder.

    A post on call (general manager) is answered by those who hold it. Empty when nobody can be asked. Queries: 3.
    """
    ladder = _ladder(property_id, post_code)
    if not ladder:
        return []
    turns = list(
        DutyTurn.objects.filter(
            property_id=property_id,
            post_id__in=[post.pk for post in ladder],
            starts_at__lte=at,
            ends_at__gt=at,
            staff__is_active=True,
        )
        .select_related("staff")
        .order_by("is_deputy", "staff__staff_number")
    )
    for post in ladder:
        here = [turn for turn in turns if turn.post_id == post.pk]
        chosen = [turn.staff for turn in here if not turn.is_deputy] or [turn.staff for turn in here]
        if not chosen and post.is_on_call:
            chosen = _holders(post, at=at)
        if chosen:
            return [line_of(staff, post.code) for staff in chosen]
    return []


def manned(property_id: UUID, at: datetime) -> tuple[frozenset[str], frozenset[str], frozenset[UUID]]:
    """What is manned at this moment: the posts, the departments, and who is on duty. Queries: 1."""
    turns = DutyTurn.objects.filter(
        property_id=property_id, starts_at__lte=at, ends_at__gt=at, staff__is_active=True
    ).values_list("post__code", "post__department__code", "staff_id")
    rows = list(turns)
    return (
        frozenset(row[0] for row in rows),
        frozenset(row[1] for row in rows),
        frozenset(row[2] for row in rows),
    )


def shift_began(staff_id: UUID, property_id: UUID | None, at: datetime) -> datetime:
    """When the person's present turn began, or the one that ended within two hours; else a session's life ago. Queries: 1."""
    turns = DutyTurn.objects.filter(staff_id=staff_id, starts_at__lte=at, ends_at__gt=at - timedelta(hours=2))
    if property_id is not None:
        turns = turns.filter(property_id=property_id)
    return turns.order_by("starts_at").values_list("starts_at", flat=True).first() or at - SESSION_LIFE


@dataclass(frozen=True, slots=True)
class StandIns:
    """Who can be asked in somebody's place now, in order; the post and the departments they work in."""

    people: tuple[StaffLine, ...]
    post_code: str
    departments: frozenset[str]


def stand_ins_for(staff_id: UUID, property_id: UUID, *, at: datetime) -> StandIns:
    """Who stands in for a colleague at this moment: others on duty in the same post, then down its ladder.

    Queries: 1, and 3 for each step of the ladder that is empty.
    """
    held = [row for row in assignments_held(staff_id, at=at) if row.property_id == property_id]
    departments = frozenset(code for row in held for code in module_codes(row.department))
    if not held:
        return StandIns((), "", departments)
    post = held[0].post
    found: dict[UUID, StaffLine] = {}
    for one in _ladder(property_id, post.code):
        for line in on_duty(property_id, one.code, at):
            found.setdefault(line.id, line)
    found.pop(staff_id, None)
    return StandIns(tuple(found.values()), post.code, departments)


def is_at_a_screen(staff_id: UUID, at: datetime) -> bool:
    """Whether the person was seen on a signed-in screen within ten minutes. Queries: 1."""
    seen = SessionRecord.objects.filter(staff_id=staff_id, ended_at__isnull=True)
    return seen.filter(seen_at__gt=at - timedelta(minutes=10)).exists()


def _ladder(property_id: UUID, post_code: str) -> list[Post]:
    """The post, then its fallback posts in order. Queries: 2."""
    post = Post.objects.filter(property_id=property_id, code=post_code).first()
    if post is None:
        return []
    steps = DeputyStep.objects.filter(post=post).select_related("deputy").order_by("position")
    return [post, *(step.deputy for step in steps)]


def _holders(post: Post, *, at: datetime) -> list[Staff]:
    held = Assignment.objects.filter(post=post, staff__is_active=True).select_related("staff", "property")
    rows = held.order_by("staff__staff_number")
    return [row.staff for row in rows if row.holds_on(today_in(row.property, at))]


def holders(property_id: UUID, post_code: str, *, at: datetime) -> list[StaffLine]:
    """Everyone who holds the post now, on duty or not. Queries: 2."""
    post = Post.objects.filter(property_id=property_id, code=post_code).first()
    return [line_of(staff, post_code) for staff in _holders(post, at=at)] if post else []


def holders_of(property_id: UUID, post_codes: Sequence[str], *, at: datetime) -> list[StaffLine]:
    """Everyone who holds one of the posts now, each once, in the order of the posts. Queries: 1."""
    held = Assignment.objects.filter(
        property_id=property_id, post__code__in=post_codes, staff__is_active=True
    ).select_related("staff", "property", "post")
    rows = sorted(held, key=lambda row: (post_codes.index(row.post.code), row.staff.staff_number))
    lines = [line_of(row.staff, row.post.code) for row in rows if row.holds_on(today_in(row.property, at))]
    return list({line.id: line for line in reversed(lines)}.values())[::-1]


def posts_of(property_id: UUID, staff_id: UUID, *, at: datetime) -> set[str]:
    """The posts that a person holds in the hotel now, and those they are on the roster for at this moment. Queries: 2."""
    held = {row.post.code for row in assignments_held(staff_id, at=at) if row.property_id == property_id}
    return held | posts_on_roster(property_id, staff_id, at=at)


def posts_on_roster(property_id: UUID, staff_id: UUID, *, at: datetime) -> set[str]:
    """The posts that a person is on the roster for at this moment. Queries: 1."""
    turns = DutyTurn.objects.filter(
        property_id=property_id, staff_id=staff_id, starts_at__lte=at, ends_at__gt=at
    )
    return set(turns.values_list("post__code", flat=True))


def line_of(staff: Staff, post_code: str = "") -> StaffLine:
    """The person in one line. Queries: 0."""
    return StaffLine(staff.pk, staff.staff_number, staff.work_name, staff.work_name_en, post_code)


def shown_name(line: StaffLine | None) -> str:
    """The work name in the reader's language; empty for nobody. Queries: 0."""
    zh, en = (line.work_name, line.work_name_en) if line else ("", "")
    return zh if (get_language() or "zh").startswith("zh") else (en or zh)


def staff_lines(ids: Collection[UUID]) -> dict[UUID, StaffLine]:
    """People by id, each with the newest post held; unknown ids are left out. Queries: 1, 0 for none."""
    if not ids:
        return {}
    newest = Assignment.objects.filter(staff_id=OuterRef("pk")).order_by("-from_on", "-pk")
    people = Staff.objects.filter(pk__in=ids).annotate(
        post_code=Coalesce(Subquery(newest.values("post__code")[:1]), Value(""))
    )
    rows = people.values_list("pk", "staff_number", "work_name", "work_name_en", "post_code")
    return {row[0]: StaffLine(*row) for row in rows}


class Colleagues(Mapping[UUID, StaffLine]):
    """People whom a page names: each of its parts says whom, and all are read once. Queries: 1 at the first look."""

    def __init__(self, ids: Iterable[UUID | None] = ()) -> None:
        self._wanted = {one for one in ids if one is not None}

    def want(self, ids: Iterable[UUID | None]) -> None:
        """These will be named too. Whoever says so after the first look costs a query more."""
        self._wanted |= {one for one in ids if one is not None}
        self.__dict__.pop("_lines", None)

    @cached_property
    def _lines(self) -> dict[UUID, StaffLine]:
        return staff_lines(self._wanted)

    def __getitem__(self, key: UUID) -> StaffLine:
        return self._lines[key]

    def __iter__(self) -> Iterator[UUID]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def staff_of_house(ids: Collection[UUID], property_id: UUID) -> frozenset[UUID]:
    """Those of these people who hold, held or will hold a post in the hotel. Queries: 1."""
    rows = Assignment.objects.filter(staff_id__in=ids, property_id=property_id)
    return frozenset(rows.values_list("staff_id", flat=True))


def still_here(property_id: UUID, staff_ids: Iterable[UUID], *, at: datetime) -> frozenset[UUID]:
    """Those of these people who hold a post in the hotel today and were not deactivated. Queries: 1."""
    rows = Assignment.objects.filter(property_id=property_id, staff_id__in=staff_ids, staff__is_active=True)
    held = [row for row in rows.select_related("property") if row.holds_on(today_in(row.property, at))]
    return frozenset(row.staff_id for row in held)


def today_in(house: Property, at: datetime) -> date:
    """The local date in the hotel."""
    return at.astimezone(ZoneInfo(house.timezone)).date()


def open_sessions(staff_id: UUID, *, at: datetime) -> list[SessionRecord]:
    """Where the person is signed in and was seen within a session's life, last seen first. Queries: 1."""
    mine = SessionRecord.objects.filter(
        staff_id=staff_id, ended_at__isnull=True, seen_at__gt=at - SESSION_LIFE
    )
    return list(mine.order_by("-seen_at"))


def posts(property_id: UUID) -> list[Post]:
    """The posts of the hotel in the order of the chart. Queries: 1."""
    return list(
        Post.objects.filter(property_id=property_id)
        .select_related("department", "reports_to", "role")
        .order_by("department__position", "position", "code")
    )


def last_review(property_id: UUID) -> RightsReview | None:
    """The newest review of the hotel's rights. Queries: 1."""
    return RightsReview.objects.filter(property_id=property_id).order_by("-reviewed_at").first()


@dataclass(frozen=True, slots=True)
class ColleagueRow:
    """A colleague in the list of settings: who, which posts, since when without access."""

    staff: Staff
    posts: tuple[Assignment, ...]


def colleagues(property_id: UUID) -> list[ColleagueRow]:
    """Everyone with a post in the hotel, past ones too, active first. Queries: 2."""
    rows = Assignment.objects.filter(property_id=property_id).select_related("post", "role", "department")
    held: dict[UUID, list[Assignment]] = {}
    for row in rows.order_by("from_on", "pk"):
        held.setdefault(row.staff_id, []).append(row)
    people = Staff.objects.filter(pk__in=held).order_by("-is_active", "staff_number")
    return [ColleagueRow(person, tuple(held[person.pk])) for person in people]


def roster(property_id: UUID, on: date) -> list[DutyTurn]:
    """The turns of a local date, by shift and post. Queries: 1."""
    turns = DutyTurn.objects.filter(property_id=property_id, on=on).select_related("post", "staff")
    return list(turns.order_by("starts_at", "post__position", "is_deputy", "staff__staff_number"))


def ladders(property_id: UUID) -> dict[UUID, list[Post]]:
    """The deputy posts of each post, in order. Queries: 1."""
    steps = (
        DeputyStep.objects.filter(post__property_id=property_id).select_related("deputy").order_by("position")
    )
    found: dict[UUID, list[Post]] = {}
    for step in steps:
        found.setdefault(step.post_id, []).append(step.deputy)
    return found


def roles(group_id: UUID) -> list[Role]:
    """The roles of the group. Queries: 1."""
    return list(Role.objects.filter(group_id=group_id).order_by("code"))


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A module of the chart: its head post, who holds it, the module above, its posts (ORG-01)."""

    department: Department
    head: Post | None
    holders: tuple[Staff, ...]
    posts: tuple[Post, ...]


def chart(property_id: UUID, *, at: datetime) -> list[ChartRow]:
    """The whole chart in its order. Queries: 3."""
    all_posts = posts(property_id)
    by_code = {post.code: post for post in all_posts}
    held: dict[UUID, list[Staff]] = {}
    rows = Assignment.objects.filter(property_id=property_id, staff__is_active=True)
    for row in rows.select_related("staff", "property").order_by("staff__staff_number"):
        if row.holds_on(today_in(row.property, at)):
            held.setdefault(row.post_id, []).append(row.staff)
    return [
        ChartRow(
            department=one,
            head=(head := by_code.get(one.head_post_code)),
            holders=tuple(held.get(head.pk, ())) if head else (),
            posts=tuple(post for post in all_posts if post.department_id == one.pk),
        )
        for one in departments(property_id)
    ]


def staff_by_number(staff_number: str) -> Staff:
    """The colleague of that number. Queries: 1. Raises NotFound."""
    found = Staff.objects.filter(staff_number=staff_number).first()
    if found is None:
        raise NotFound(_("There is no colleague with this number."))
    return found


def people_on_duty(property_id: UUID, department_code: str, *, at: datetime) -> int:
    """How many people are on duty now in the department and its modules. Queries: 1."""
    turns = DutyTurn.objects.filter(property_id=property_id, starts_at__lte=at, ends_at__gt=at)
    here = Q(post__department__code=department_code) | Q(post__department__reports_to__code=department_code)
    return turns.filter(here, staff__is_active=True).values("staff").distinct().count()
