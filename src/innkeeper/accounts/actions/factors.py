"""A colleague who lost their phone: an administrator removes their second factors, and they add new ones."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.accounts.actions.staff import answered_for, shut_out, want
from innkeeper.audit.actions import record
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import WrongState


def remove_factors(*, actor: Actor, staff_id: UUID, at: datetime) -> int:
    """Remove every second factor of a colleague and end their sessions; answers how many factors there were.

    Raises NotPermitted, NotFound; WrongState for oneself, or where there is none.
    """
    want(actor)
    if staff_id == actor.id:
        raise WrongState(_("Nobody removes their own second factor here. Use your own account page."))
    person = answered_for(actor, staff_id, at=at)
    with transaction.atomic():
        held = Authenticator.objects.filter(user_id=person.pk)
        count: int = held.exclude(type=Authenticator.Type.RECOVERY_CODES).count()
        if not count:
            raise WrongState(_("This colleague has no second factor."))
        held.delete()
        shut_out(person, actor=actor, at=at)
        record(
            actor=actor,
            verb="accounts.factors_removed",
            kind="staff",
            object_id=person.pk,
            property_id=actor.property_id,
            at=at,
            facts={"factors": count},
        )
    return count
