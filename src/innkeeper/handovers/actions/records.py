"""The second look (ERR-05): somebody other than who recorded a complaint looks whether it was recorded rightly."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.cases.actions.wording import hidden, learn_names
from innkeeper.cases.policy import case_for
from innkeeper.handovers import policy
from innkeeper.handovers.models import SecondLook
from innkeeper.handovers.rules import Verdict
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotPermitted, WrongState


def look_again(*, actor: Actor, ref: str, verdict: str, note: str = "", at: datetime) -> SecondLook:
    """Say whether the record of a complaint is right.

    Raises: NotFound; NotPermitted, also for who recorded it; InvalidInput; WrongState when it was looked at before.
    """
    policy.insist_overseer(actor)
    case = case_for(actor, ref=ref)
    if verdict not in {one.value for one in Verdict}:
        raise InvalidInput(_("Choose one of the list."), fields={"verdict": _("Choose one of the list.")})
    if "\x00" in note:
        raise InvalidInput(_("This text cannot be stored."), fields={"note": _("Shorten it.")})
    if verdict == Verdict.CORRECTED and not note.strip():
        raise InvalidInput(_("Say what was wrong."), fields={"note": _("Say what was wrong.")})
    if actor.id == case.recorded_by_id:
        raise NotPermitted(_("Who recorded it cannot be the second to look."))
    learn_names(case, at=at)
    try:
        with transaction.atomic():
            look = SecondLook.objects.create(
                property_id=case.property_id,
                case_id=case.pk,
                verdict=verdict,
                note_redacted=hidden(note, case),
                by_id=actor.id,
                at=at,
            )
            audit.record(
                actor=actor,
                verb="handovers.record_looked_at",
                kind="cases.Case",
                object_id=case.pk,
                property_id=case.property_id,
                at=at,
                facts={"verdict": verdict},
                subject_ids=(case.pk,),
            )
    except IntegrityError as twice:
        raise WrongState(_("This record was looked at already.")) from twice
    return look
