"""The damage report (财产损坏报告): piece by piece, with a photo and an estimate."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases import policy as case_policy
from innkeeper.cases.actions.wording import hidden
from innkeeper.incidents import policy
from innkeeper.incidents.models import DamageItem
from innkeeper.kernel.actors import Actor, system
from innkeeper.kernel.errors import InvalidInput
from innkeeper.properties.queries import room


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Damage:
    """One damaged thing. Units: `estimate_minor` in the currency's minor unit; `photo` the file's bytes."""

    room_number: str
    what: str
    estimate_minor: int | None = None
    currency: str = "CNY"
    photo: bytes | None = None


def note_damage(*, actor: Actor, case_id: UUID, damage: Damage, at: datetime) -> UUID:
    """Add one thing to the damage report of the case; its photo becomes evidence of the case.

    Raises: InvalidInput naming the field; NotFound; NotPermitted.
    """
    case = case_policy.case_for(actor, pk=case_id)
    policy.insist_manage(actor, case, "damage")
    number = _checked(case.property_id, damage)
    house = system("incidents", property_id=case.property_id)
    photo = (
        cases.draft_evidence(actor=house, case_id=case.pk, content=damage.photo, at=at)
        if damage.photo is not None
        else None
    )
    is_open_needed = photo is not None
    with cases.changing(
        actor=house, case_id=case.pk, verb="evidence", at=at, is_open_needed=is_open_needed
    ) as held:
        evidence_id = None
        if photo is not None:
            caption = f"{number} {damage.what}"
            evidence_id = cases.keep_evidence(held, photo, caption=caption, actor=house, at=at)
        item = DamageItem.objects.create(
            case_id=held.pk,
            property_id=held.property_id,
            room_number=number,
            what_redacted=hidden(damage.what, held),
            currency=damage.currency,
            estimate_minor=damage.estimate_minor,
            evidence_id=evidence_id,
            noted_by_id=actor.id,
            at=at,
        )
        facts = {"room": number, "estimate_minor": damage.estimate_minor, "item": str(item.pk)}
        cases.tell(held, actor=actor, verb="damage_noted", at=at, facts=facts)
    return item.pk


def _checked(property_id: UUID, damage: Damage) -> str:
    wrong: dict[str, str] = {}
    if not damage.what.strip() or "\x00" in damage.what:
        wrong["what"] = _("Say what is damaged.")
    if damage.estimate_minor is not None and damage.estimate_minor < 0:
        wrong["estimate"] = _("An amount, not below zero.")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)
    return room(property_id, damage.room_number).number
