"""Reads of the staff: who acts with which rights, who is on duty, who stands in."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from innkeeper.accounts import policy
from innkeeper.accounts.models import (
    Assignment,
    DeputyStep,
    DutyTurn,
    Post,
    RightsReview,
    SessionRecord,
    Staff,
)
from innkeeper.accounts.rules import StaffLine
from innkeeper.kernel.actors import Actor, ActorKind
from innkeeper.kernel.errors import NotFound


def assignments_held(staff_id: UUID, *, at: datetime) -> list[Assignment]:
    """What the person holds now, each hotel by its own date. Queries: 1."""
    rows = Assignment.objects.filter(staff_id=staff_id).select_related(
        "property", "post", "department", "role"
    )
    return [
        row
        for row in rows.order_by("from_on", "pk")
        if row.holds_on(at.astimezone(ZoneInfo(row.property.timezone)).date())
    ]


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
    places = frozenset(row.property_id for row in held)
    if property_id is None and held:
        property_id = held[0].property_id
    here = [row for row in held if row.property_id == property_id]
    permissions = frozenset(code for row in here for code in row.role.permissions)
    return Actor(
        kind=ActorKind.PERSON,
        id=staff.pk,
        label=staff.staff_number,
        property_id=property_id if here else None,
        property_ids=places,
        posts=frozenset(row.post.code for row in here),
        departments=frozenset(row.department.code for row in here),
        permissions=policy.usable(permissions, has_second_factor=has_second_factor),
        session=session,
        has_second_factor=has_second_factor,
    )


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


def _ladder(property_id: UUID, post_code: str) -> list[Post]:
    """The post, then its fallback posts in order. Queries: 2."""
    post = Post.objects.filter(property_id=property_id, code=post_code).first()
    if post is None:
        return []
    steps = DeputyStep.objects.filter(post=post).select_related("deputy").order_by("position")
    return [post, *(step.deputy for step in steps)]


def _holders(post: Post, *, at: datetime) -> list[Staff]:
    held = Assignment.objects.filter(post=post, staff__is_active=True).select_related("staff", "property")
    return [
        row.staff
        for row in held.order_by("staff__staff_number")
        if row.holds_on(at.astimezone(ZoneInfo(row.property.timezone)).date())
    ]


def holders(property_id: UUID, post_code: str, *, at: datetime) -> list[StaffLine]:
    """Everyone who holds the post now, on duty or not. Queries: 2."""
    post = Post.objects.filter(property_id=property_id, code=post_code).first()
    return [line_of(staff, post_code) for staff in _holders(post, at=at)] if post else []


def line_of(staff: Staff, post_code: str = "") -> StaffLine:
    """The person in one line. Queries: 0."""
    return StaffLine(staff.pk, staff.staff_number, staff.work_name, staff.work_name_en, post_code)


def staff_lines(ids: Collection[UUID]) -> dict[UUID, StaffLine]:
    """People by id, each with the newest post held; unknown ids are left out. Queries: 2, 0 for none."""
    if not ids:
        return {}
    posts = dict(
        Assignment.objects.filter(staff_id__in=ids)
        .order_by("from_on", "pk")
        .values_list("staff_id", "post__code")
    )
    return {staff.pk: line_of(staff, posts.get(staff.pk, "")) for staff in Staff.objects.filter(pk__in=ids)}


def staff_of(staff_id: UUID) -> Staff:
    """The person. Queries: 1. Raises NotFound."""
    found = Staff.objects.filter(pk=staff_id).first()
    if found is None:
        raise NotFound(_("There is no such colleague."))
    return found


def open_sessions(staff_id: UUID) -> list[SessionRecord]:
    """Where the person is signed in, last seen first. Queries: 1."""
    return list(SessionRecord.objects.filter(staff_id=staff_id, ended_at__isnull=True).order_by("-seen_at"))


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
