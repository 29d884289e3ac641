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
from innkeeper.audit.actions import record
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.properties.models import Property


def change_role(*, actor: Actor, role_id: UUID, permissions: Collection[str], at: datetime) -> Role:
    """Say what a role may do; effective with the next request of everyone who holds it.

    Raises NotPermitted (also for a role that the actor holds), NotFound, InvalidInput.
    """
    want(actor)
    groups = Property.objects.filter(pk__in=actor.property_ids).values("group_id")
    role = Role.objects.filter(pk=role_id).first()
    if role is None or not (actor.is_system or Role.objects.filter(pk=role_id, group_id__in=groups).exists()):
        raise NotFound(_("There is no such role."))
    if Assignment.objects.filter(staff_id=actor.id, role=role).exists():
        raise NotPermitted(_("Nobody changes a role that they hold. Ask another administrator."))
    strange = sorted(set(permissions) - policy.ALL)
    if strange:
        raise InvalidInput(_("Unknown rights: %(codes)s.") % {"codes": ", ".join(strange)[:200]})
    fresh = sorted(set(permissions))
    added, removed = sorted(set(fresh) - set(role.permissions)), sorted(set(role.permissions) - set(fresh))
    with transaction.atomic():
        role.permissions = fresh
        role.save(update_fields=["permissions"])
        record(
            actor=actor,
            verb="accounts.role_changed",
            kind="role",
            object_id=role.pk,
            property_id=actor.property_id,
            at=at,
            facts={"role": role.code, "added": ",".join(added), "removed": ",".join(removed)},
        )
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
