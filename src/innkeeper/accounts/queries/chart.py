"""The chart of the hotel: its modules, posts, roles, and who holds them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from innkeeper.accounts.models import (
    Assignment,
    Post,
    RightsReview,
    Role,
    Staff,
)
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.kernel.errors import NotFound
from innkeeper.properties.models import Department, Property
from innkeeper.properties.queries import departments


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

    def holds(self, post_id: UUID, on: date) -> bool:
        """Whether the colleague holds the post on that day."""
        return any(one.post_id == post_id and one.holds_on(on) for one in self.posts)


def colleagues(property_id: UUID) -> list[ColleagueRow]:
    """Everyone with a post in the hotel, past ones too, active first. Queries: 1."""
    rows = Assignment.objects.filter(property_id=property_id)
    held: dict[UUID, list[Assignment]] = {}
    for row in rows.select_related("post", "role", "department", "staff").order_by("from_on", "pk"):
        held.setdefault(row.staff_id, []).append(row)
    found = [ColleagueRow(own[0].staff, tuple(own)) for own in held.values()]
    return sorted(found, key=lambda one: (not one.staff.is_active, one.staff.staff_number))


def roles(group_id: UUID) -> list[Role]:
    """The roles of the group. Queries: 1."""
    return list(Role.objects.filter(group_id=group_id).order_by("code"))


def role_to_change(actor: Actor, role_id: UUID) -> Role:
    """A role of the actor's group; the system sees all. Raises NotFound. Queries: 1."""
    rows = Role.objects.filter(pk=role_id)
    if not actor.is_system:
        rows = rows.filter(group_id__in=Property.objects.filter(pk__in=actor.property_ids).values("group_id"))
    found = rows.first()
    if found is None:
        raise NotFound(_("There is no such role."))
    return found


def holds_role(staff_id: UUID, role_id: UUID) -> bool:
    """Whether the person holds, held or will hold the role: nobody changes that one. Queries: 1."""
    return Assignment.objects.filter(staff_id=staff_id, role_id=role_id).exists()


@dataclass(frozen=True, slots=True)
class RoleHolders:
    """Who would feel a change of a role, and which rights nobody would have any more."""

    people: int
    without: tuple[str, ...]


def role_holders(role: Role, wished: Collection[str], *, on: date) -> RoleHolders:
    """How many colleagues hold the role on the day, and which of the rights it loses nobody else has. Queries: 1."""
    rows = Assignment.objects.filter(role__group_id=role.group_id, from_on__lte=on, staff__is_active=True)
    rows = rows.filter(Q(until_on=None) | Q(until_on__gte=on))
    people: set[UUID] = set()
    others: set[str] = set()
    for staff_id, role_id, permissions in rows.values_list("staff_id", "role_id", "role__permissions"):
        if role_id == role.pk:
            people.add(staff_id)
        else:
            others |= set(permissions)
    lost = set(role.permissions) - set(wished)
    return RoleHolders(people=len(people), without=tuple(sorted(lost - others)))


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
        if row.holds_on(local_date(at, row.property.timezone)):
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
