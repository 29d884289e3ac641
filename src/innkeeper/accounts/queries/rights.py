"""Who acts with which rights: what a person holds, where they are signed in, who still works here."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, UUIDField

from innkeeper.accounts import policy
from innkeeper.accounts.models import (
    Assignment,
    SessionRecord,
    SharedDevice,
    Staff,
)
from innkeeper.accounts.rules import id_or_none
from innkeeper.kernel.actors import Actor, ActorKind
from innkeeper.kernel.days import local_date
from innkeeper.properties.models import Department
from innkeeper.statements import Loaded

SESSION_LIFE = timedelta(hours=12)


def assignments_held(staff_id: UUID, *, at: datetime) -> list[Assignment]:
    """What the person holds now, each hotel by its own date. Queries: 1."""
    return held_now(HELD.all(staff=staff_id), at=at)


def held_now(rows: Iterable[Assignment], *, at: datetime) -> list[Assignment]:
    """Those of the assignments that are held at this moment, each hotel by its own date. Queries: 0."""
    return [row for row in rows if row.holds_on(local_date(at, row.property.timezone))]


HELD_WITH = ("property", "post", "department", "department__reports_to", "role")
HELD = Loaded(
    lambda *, staff: Assignment.objects.filter(staff_id=staff).order_by("from_on", "pk"),
    Assignment,
    *HELD_WITH,
    staff=UUIDField(),
)


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


def staff_of_house(ids: Collection[UUID], property_id: UUID) -> frozenset[UUID]:
    """Those of these people who hold, held or will hold a post in the hotel. Queries: 1."""
    rows = Assignment.objects.filter(staff_id__in=ids, property_id=property_id)
    return frozenset(rows.values_list("staff_id", flat=True))


def still_here(property_id: UUID, staff_ids: Iterable[UUID], *, at: datetime) -> frozenset[UUID]:
    """Those of these people who hold a post in the hotel today and were not deactivated. Queries: 1."""
    rows = Assignment.objects.filter(property_id=property_id, staff_id__in=staff_ids, staff__is_active=True)
    held = [
        row for row in rows.select_related("property") if row.holds_on(local_date(at, row.property.timezone))
    ]
    return frozenset(row.staff_id for row in held)


def open_sessions(staff_id: UUID, *, at: datetime) -> list[SessionRecord]:
    """Where the person is signed in and was seen within a session's life, last seen first. Queries: 1."""
    mine = SessionRecord.objects.filter(
        staff_id=staff_id, ended_at__isnull=True, seen_at__gt=at - SESSION_LIFE
    )
    return list(mine.order_by("-seen_at"))


def is_at_a_screen(staff_id: UUID, at: datetime) -> bool:
    """Whether the person was seen on a signed-in screen within ten minutes. Queries: 1."""
    seen = SessionRecord.objects.filter(staff_id=staff_id, ended_at__isnull=True)
    return seen.filter(seen_at__gt=at - timedelta(minutes=10)).exists()


def put_down(sessions: Iterable[str], *, at: datetime) -> frozenset[str]:
    """Those of these sessions whose phone is in its person's hand no more, so that it does not ring for them.

    One's own phone: when somebody else ended the session on it. A shared one: when it was put down or given to the next
    hand, when the shift is over, when it was revoked; not because it locked in a pocket. Queries: 1, 0 for none.
    """
    wanted = [found for one in sessions if (found := id_or_none(one)) is not None]
    here = SessionRecord.objects.filter(shared_device_id=OuterRef("shared_device_id"))
    rows = SessionRecord.objects.filter(pk__in=wanted).annotate(
        is_passed_on=Exists(
            here.filter(started_at__gt=OuterRef("started_at")).exclude(staff=OuterRef("staff"))
        ),
        is_revoked=Exists(
            SharedDevice.objects.filter(pk=OuterRef("shared_device_id"), revoked_at__isnull=False)
        ),
    )
    return frozenset(str(row.pk) for row in (rows if wanted else ()) if _is_put_down(row, at=at))


def _is_put_down(row: SessionRecord, *, at: datetime) -> bool:
    if row.shared_device_id is None:
        return row.ended_by_id not in (None, row.staff_id)
    is_over = row.until_at is not None and row.until_at <= at
    return is_over or row.ended_by_id is not None or row.is_passed_on or row.is_revoked  # type: ignore[attr-defined]
