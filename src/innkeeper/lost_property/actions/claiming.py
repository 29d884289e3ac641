"""Two guests claim one thing: the second report is tied to the find, and nobody hands it over until one claim is ended."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.lost_property.actions.items import keeper_of, open_item
from innkeeper.lost_property.models import LostItem, Side
from innkeeper.lost_property.queries import CLAIM, is_spoken_for, visible_to

DECIDES = "assistant_manager"


def claim_item(*, actor: Actor, case_id: UUID, found_case_id: UUID, at: datetime) -> None:
    """The guest of this report claims a find that is matched with another report, or was handed over already.

    Both cases are linked, and the assistant manager is told; neither guest hears of the other. Twice is once.
    Raises: InvalidInput for what is no such find; NotFound; NotPermitted; WrongState for a report that is over.
    """
    report = open_item(actor, case_id)
    if not actor.may("cases.take_in"):
        raise NotPermitted(_("Your post does not allow this."))
    found = visible_to(actor).filter(case_id=found_case_id).first()
    if found is None:
        raise NotFound(_("There is no such thing."))
    if report.side != Side.LOST or found.side != Side.FOUND or not is_spoken_for(found, report):
        text = _("A report claims a find that went to another guest, or is matched with another report.")
        raise InvalidInput(text, fields={"other": text})
    with cases.changing(
        actor=keeper_of(report), case_id=report.case_id, verb="task", at=at, beside=found.case_id
    ) as case:
        whole = Case.objects.get(pk=found.case_id)
        if case.linked_from.filter(case=whole, relation=CLAIM, undone_at=None).exists():
            raise WrongState(_("This is claimed already."))
        cases.link(whole, case, CLAIM, actor=actor, reason="", at=at)
        LostItem.objects.filter(pk=found.pk).update(is_quarrelled=True)
        for one, other in ((case, whole), (whole, case)):
            cases.tell(one, actor=actor, verb="item_claimed", at=at, facts={"other": str(other.pk)})
        cases.summon(case, (DECIDES,), text_key="lost_property.claimed", actor=actor, at=at)
