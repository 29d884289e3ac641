"""The guest says that it was taken: a restricted case, kept from whoever is accused in it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.accounts.queries import staff_by_number
from innkeeper.cases import actions as cases
from innkeeper.cases import policy as case_policy
from innkeeper.cases.actions import OpenedCase
from innkeeper.cases.models import Audience, Case
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotPermitted
from innkeeper.lost_property.actions.items import keeper_of, open_item
from innkeeper.lost_property.models import LostItem


def allege_theft(
    *, actor: Actor, case_id: UUID, words: str, accused_number: str = "", at: datetime
) -> OpenedCase:
    """The guest says that it was taken: a restricted case, and nobody accused handles it or knows of it.

    There is one such case for a thing: what is said later stands in it as a note, and whom it accuses is named as well.
    Raises: InvalidInput without words; NotPermitted when the accused tries; NotFound; WrongState once it is closed.
    """
    item = open_item(actor, case_id)
    accused = staff_by_number(accused_number) if accused_number.strip() else None
    if accused is not None and accused.pk == actor.id:
        raise NotPermitted(_("A colleague whom the case names may not handle it."))
    own = case_policy.case_for(actor, pk=case_id)
    intake = cases.Intake(
        kind="complaint",
        property_id=item.property_id,
        text=words,
        channel="phone",
        is_anonymous=own.stay_id is None,
        room_number=item.room_number,
        stay_id=item.stay_id,
        guest_ids=[item.owner_id] if item.owner_id else (),
        taxonomy_code="theft",
        is_restricted=True,
        idempotency_key=f"theft:{item.pk}",
    )

    def then(case: Case) -> None:
        """Named before anybody is given the case, and in the matter that it came from as well."""
        LostItem.objects.filter(pk=item.pk).update(is_quarrelled=True)
        _name(accused.pk if accused else None, item, case.pk, by=actor, actor=actor, at=at)

    opened = cases.open_case(actor=actor, intake=intake, at=at, then=then)
    if not opened.is_new:
        knows = case_policy.visible_to(actor).filter(pk=opened.id).exists()
        with transaction.atomic():
            by = actor if knows else keeper_of(item)
            _name(accused.pk if accused else None, item, opened.id, by=by, actor=actor, at=at)
            cases.write_thread(
                actor=by, case_id=opened.id, words=cases.Words(text=words), audience=Audience.INTERNAL, at=at
            )
    return opened


def _name(
    accused_id: UUID | None, item: LostItem, theft_id: UUID, *, by: Actor, actor: Actor, at: datetime
) -> None:
    """Name the accused in the restricted case, as `by`, and in the matter that it came from. Twice is once."""
    if accused_id is not None:
        cases.name_staff(actor=by, case_id=theft_id, staff_id=accused_id, at=at)
        cases.name_staff(actor=actor, case_id=item.case_id, staff_id=accused_id, at=at)
