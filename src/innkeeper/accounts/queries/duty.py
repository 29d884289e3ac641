"""Who is on duty, who answers for a post, who stands in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import CharField, DateTimeField, Q, QuerySet, UUIDField

from innkeeper.accounts.models import (
    Assignment,
    DeputyStep,
    DutyTurn,
    Post,
    Staff,
)
from innkeeper.accounts.queries.people import line_of
from innkeeper.accounts.queries.rights import SESSION_LIFE, assignments_held, module_codes
from innkeeper.accounts.rules import StaffLine
from innkeeper.kernel.days import local_date
from innkeeper.statements import Hole, Holes, Loaded, Several


def on_duty(property_id: UUID, post_code: str, at: datetime) -> list[StaffLine]:
    """Who answers for the post at this moment: those on duty, else their deputies, else the next post of the ladder.

    A post on call (general manager) is answered by those who hold it. Empty when nobody can be asked. Queries: 3.
    """
    ladder = _ladder(property_id, post_code)
    if not ladder:
        return []
    turns = TURNS.all(house=property_id, posts=[post.pk for post in ladder], at=at)
    for post in ladder:
        here = [turn for turn in turns if turn.post_id == post.pk]
        chosen = [turn.staff for turn in here if not turn.is_deputy] or [turn.staff for turn in here]
        if not chosen and post.is_on_call:
            chosen = _holders(post, at=at)
        if chosen:
            return [line_of(staff, post.code) for staff in chosen]
    return []


def _turns(*, house: Hole, posts: Holes, at: Hole) -> QuerySet[DutyTurn]:
    """Who is on duty at the moment in one of the posts, deputies last."""
    now = on_duty_now(house, at).filter(post__id__in=posts)
    return now.order_by("is_deputy", "staff__staff_number")


TURNS = Loaded(_turns, DutyTurn, "staff", house=UUIDField(), posts=Several(UUIDField()), at=DateTimeField())


def on_duty_now(property_id: UUID | Hole, at: datetime | Hole) -> QuerySet[DutyTurn]:
    """The turns of the roster that run at this moment, of colleagues who still work here."""
    return DutyTurn.objects.filter(
        property_id=property_id, starts_at__lte=at, ends_at__gt=at, staff__is_active=True
    )


def next_turn_at(property_id: UUID, post_code: str, at: datetime, *, within: timedelta) -> datetime | None:
    """From when the post has somebody on duty again, now at the soonest; None where the roster names nobody in that time.

    Queries: 1.
    """
    turns = DutyTurn.objects.filter(
        property_id=property_id, post__code=post_code, staff__is_active=True, is_deputy=False
    )
    coming = turns.filter(ends_at__gt=at, starts_at__lte=at + within).order_by("starts_at")
    first = coming.values_list("starts_at", flat=True).first()
    return max(first, at) if first else None


def manned(property_id: UUID, at: datetime) -> tuple[frozenset[str], frozenset[str], frozenset[UUID]]:
    """What is manned at this moment: the posts, the departments, and who is on duty. Queries: 1."""
    turns = on_duty_now(property_id, at)
    rows = list(turns.values_list("post__code", "post__department__code", "staff_id"))
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


def _ladder(property_id: UUID, post_code: str) -> list[Post]:
    """The post, then its fallback posts in order. Queries: 2."""
    post = POST.first(house=property_id, code=post_code)
    if post is None:
        return []
    return [post, *(step.deputy for step in STEPS.all(post=post.pk))]


POST = Loaded(
    lambda *, house, code: Post.objects.filter(property_id=house, code=code),
    Post,
    house=UUIDField(),
    code=CharField(),
)
STEPS = Loaded(
    lambda *, post: DeputyStep.objects.filter(post_id=post).order_by("position"),
    DeputyStep,
    "deputy",
    post=UUIDField(),
)


def _holders(post: Post, *, at: datetime) -> list[Staff]:
    held = Assignment.objects.filter(post=post, staff__is_active=True).select_related("staff", "property")
    return [
        row.staff
        for row in held.order_by("staff__staff_number")
        if row.holds_on(local_date(at, row.property.timezone))
    ]


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
    lines = [
        line_of(row.staff, row.post.code)
        for row in rows
        if row.holds_on(local_date(at, row.property.timezone))
    ]
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


def people_on_duty(property_id: UUID, department_code: str, *, at: datetime) -> int:
    """How many people are on duty now in the department and its modules. Queries: 1."""
    return people_in(property_id, [department_code], at=at)[department_code]


def people_in(property_id: UUID, department_codes: Sequence[str], *, at: datetime) -> dict[str, int]:
    """The same of several departments. Queries: 1."""
    turns = DutyTurn.objects.filter(property_id=property_id, starts_at__lte=at, ends_at__gt=at)
    own, above = "post__department__code", "post__department__reports_to__code"
    here = Q(**{f"{own}__in": department_codes}) | Q(**{f"{above}__in": department_codes})
    found: dict[str, set[UUID]] = {code: set() for code in department_codes}
    for staff_id, *codes in turns.filter(here, staff__is_active=True).values_list("staff_id", own, above):
        for code in codes:
            found.get(code, set()).add(staff_id)
    return {code: len(people) for code, people in found.items()}


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
