"""Roles and their regular review (OPS-04)."""

import hashlib
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.accounts import policy
from innkeeper.accounts.actions.staff import want
from innkeeper.accounts.models import Assignment, RightsReview, Role
from innkeeper.accounts.queries import holds_role, role_to_change
from innkeeper.audit.actions import record
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.editions import edition_of, insist_unchanged
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted


def change_role(
    *, actor: Actor, role_id: UUID, permissions: Collection[str], at: datetime, seen: str = ""
) -> Role:
    """Say what a role may do; effective with the next request of everyone who holds it. What stands already is no change.

    `seen` is the edition that the actor looked at. Raises as `role_wished` does; EditConflict when somebody changed the
    role since.
    """
    role_wished(actor=actor, role_id=role_id, permissions=permissions)
    with transaction.atomic():
        role = Role.objects.select_for_update().get(pk=role_id)
        words = _("Somebody changed this role while you were at it. Yours is kept below.")
        insist_unchanged(seen, edition_of(role.permissions), words)
        fresh, was = sorted(set(permissions)), set(role.permissions)
        if set(fresh) == was:
            return role
        role.permissions = fresh
        role.save(update_fields=["permissions"])
        record(
            actor=actor,
            verb="accounts.role_changed",
            kind="role",
            object_id=role.pk,
            property_id=actor.property_id,
            at=at,
            facts={
                "role": role.code,
                "added": ",".join(sorted(set(fresh) - was)),
                "removed": ",".join(sorted(was - set(fresh))),
            },
        )
    return role


def role_wished(*, actor: Actor, role_id: UUID, permissions: Collection[str]) -> Role:
    """The role as it stands, when it may be changed so; nothing is written.

    Raises NotPermitted (also for a role that the actor holds), NotFound, InvalidInput.
    """
    want(actor)
    role = role_to_change(actor, role_id)
    if holds_role(actor.id, role.pk):
        raise NotPermitted(_("Nobody changes a role that they hold. Ask another administrator."))
    strange = sorted(set(permissions) - policy.ALL)
    if strange:
        words = _("Unknown rights: %(codes)s.") % {"codes": ", ".join(strange)[:200]}
        raise InvalidInput(words, fields={"permission": words})
    return role


def review_rights(*, actor: Actor, property_id: UUID, at: datetime) -> RightsReview:
    """The actor went through the hotel's rights and stands for them; the digest fixes what was seen.

    Raises NotPermitted, NotFound.
    """
    want(actor)
    if property_id not in actor.property_ids and not actor.is_system:
        raise NotFound(_("There is no such hotel."))
    rows = Assignment.objects.filter(property_id=property_id, staff__is_active=True)
    seen = sorted(rows.values_list("staff__staff_number", "post__code", "role__code"))
    with transaction.atomic():
        review = RightsReview.objects.create(
            property_id=property_id,
            reviewed_by_id=actor.id,
            reviewed_at=at,
            staff_count=len({number for number, _post, _role in seen}),
            digest=hashlib.sha256(repr(seen).encode()).hexdigest(),
        )
        record(
            actor=actor,
            verb="accounts.rights_reviewed",
            kind="rights_review",
            object_id=review.pk,
            property_id=property_id,
            at=at,
            facts={"staff_count": review.staff_count, "digest": review.digest},
        )
    return review
