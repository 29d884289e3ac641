"""What a change of the roster or of a ladder would do: who answers for the post hour by hour, now and then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from innkeeper.accounts.models import Assignment, DutyTurn, Post, Staff
from innkeeper.accounts.queries.duty import ladders
from innkeeper.accounts.queries.people import line_of, shown_name, staff_lines
from innkeeper.accounts.rules import Answer, Rung, StaffLine, Turn, answers, shift_span, side_by_side
from innkeeper.kernel.days import local_date

AHEAD = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Cover:
    """One span of a preview: who answers now and would answer, as which post where it is another's."""

    begins_at: datetime
    ends_at: datetime
    now: str
    now_post: str
    wished: str
    wished_post: str
    is_changed: bool
    is_empty: bool

    @property
    def is_long(self) -> bool:
        """Whether the hour of its end alone would not say which day is meant."""
        return self.ends_at - self.begins_at > AHEAD / 2

    @property
    def is_gap(self) -> bool:
        """Whether the post itself would have nobody, and has somebody now."""
        return (
            self.is_changed
            and not self.now_post
            and bool(self.now)
            and (self.is_empty or bool(self.wished_post))
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One post of a wished ladder: who holds it, who of them is on duty now or on call."""

    post: Post
    holders: tuple[str, ...]
    on_duty: tuple[str, ...]


def covers_of_turn(
    post: Post, turn: DutyTurn, *, deputies: Sequence[Post], is_removed: bool, at: datetime
) -> list[Cover]:
    """The roster's day of the turn, 7:00 to 7:00, without the turn and with it; `deputies` is the post's ladder. Queries: 3."""
    zone = post.property.timezone
    begins_at, ends_at = shift_span(turn.on, "early", zone)[0], shift_span(turn.on, "night", zone)[1]
    ladder = [post, *deputies]
    rows = [one for one in _turns(ladder, begins_at, ends_at) if one.pk != turn.pk]
    without, with_it = [_turn(one) for one in rows], [_turn(one) for one in (*rows, turn)]
    people = _held(ladder, at=at)
    lines = {one.pk: line_of(one) for here in people.values() for one in here}
    lines |= {one.staff_id: line_of(one.staff) for one in (*rows, turn)}
    rungs = _rungs(ladder, _ids(people))
    now, wished = (
        answers(rungs, found, begins_at=begins_at, ends_at=ends_at)
        for found in ((with_it, without) if is_removed else (without, with_it))
    )
    return _covers(ladder, now, wished, lines)


def covers_of_ladder(post: Post, wished: Sequence[Post], *, at: datetime) -> tuple[list[Cover], list[Step]]:
    """Who would answer for the post in the next 24 hours, and who stands on each step. Queries: 4."""
    present = [post, *ladders(post.property_id).get(post.pk, [])]
    fresh = [post, *wished]
    everybody = [*present, *(one for one in wished if one not in present)]
    held = _ids(_held(everybody, at=at))
    rows = _turns(everybody, at, at + AHEAD)
    turns = [_turn(one) for one in rows]
    now, then = (
        answers(_rungs(ladder, held), turns, begins_at=at, ends_at=at + AHEAD) for ladder in (present, fresh)
    )
    here = {(one.post_id, one.staff_id) for one in rows if one.starts_at <= at < one.ends_at}
    lines = staff_lines({one for people in held.values() for one in people} | {one for _post, one in here})
    steps = [
        Step(
            one,
            tuple(shown_name(lines.get(person)) for person in held.get(one.pk, ())),
            tuple(shown_name(lines.get(person)) for person in _on(one, held, here)),
        )
        for one in wished
    ]
    lines |= {one.staff_id: line_of(one.staff) for one in rows}
    return _covers(everybody, now, then, lines), steps


def held_posts(property_id: UUID, *, at: datetime) -> frozenset[str]:
    """The posts that somebody holds today. Queries: 1."""
    rows = Assignment.objects.filter(property_id=property_id, staff__is_active=True)
    return frozenset(
        row.post.code
        for row in rows.select_related("property", "post")
        if row.holds_on(local_date(at, row.property.timezone))
    )


def _on(post: Post, held: dict[UUID, tuple[UUID, ...]], here: set[tuple[UUID, UUID]]) -> list[UUID]:
    rostered = sorted({person for one, person in here if one == post.pk}, key=str)
    return rostered or (list(held.get(post.pk, ())) if post.is_on_call else [])


def _held(ladder: Sequence[Post], *, at: datetime) -> dict[UUID, tuple[Staff, ...]]:
    """Who holds each of the posts today. Queries: 1."""
    rows = Assignment.objects.filter(post__in=ladder, staff__is_active=True)
    found: dict[UUID, list[Staff]] = {}
    for row in rows.select_related("property", "staff").order_by("staff__staff_number"):
        if row.holds_on(local_date(at, row.property.timezone)) and row.staff not in found.setdefault(
            row.post_id, []
        ):
            found[row.post_id].append(row.staff)
    return {post: tuple(people) for post, people in found.items()}


def _ids(held: Mapping[UUID, Sequence[Staff]]) -> dict[UUID, tuple[UUID, ...]]:
    return {post: tuple(one.pk for one in people) for post, people in held.items()}


def _rungs(ladder: Sequence[Post], held: dict[UUID, tuple[UUID, ...]]) -> list[Rung]:
    return [Rung(one.code, held.get(one.pk, ()) if one.is_on_call else ()) for one in ladder]


def _turns(ladder: Sequence[Post], begins_at: datetime, ends_at: datetime) -> list[DutyTurn]:
    """The turns of the posts within the hours. Queries: 1."""
    rows = DutyTurn.objects.filter(
        post__in=ladder, starts_at__lt=ends_at, ends_at__gt=begins_at, staff__is_active=True
    )
    return list(rows.select_related("post", "staff"))


def _turn(row: DutyTurn) -> Turn:
    return Turn(row.post.code, row.staff_id, row.starts_at, row.ends_at, is_deputy=row.is_deputy)


def _covers(
    ladder: Sequence[Post], now: Sequence[Answer], wished: Sequence[Answer], lines: Mapping[UUID, StaffLine]
) -> list[Cover]:
    """The spans in the reader's words; `lines` are the people by id. Queries: 0."""
    posts = {one.code: "" if one == ladder[0] else str(one.name) for one in ladder} | {"": ""}

    def names(one: Answer) -> str:
        return ", ".join(shown_name(lines.get(person)) for person in one.staff_ids)

    return [
        Cover(
            begins_at=before.begins_at,
            ends_at=before.ends_at,
            now=names(before),
            now_post=posts[before.post_code],
            wished=names(after),
            wished_post=posts[after.post_code],
            is_changed=not before.is_same_person(after),
            is_empty=not after.staff_ids,
        )
        for before, after in side_by_side(now, wished)
    ]
