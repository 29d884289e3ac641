"""Erasing a guest file: keys shredded, or the file restricted while something holds it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.guests import events, policy, queries
from innkeeper.guests.actions.items import SEALED
from innkeeper.guests.models import Erasure, ErasureReason, Guest, GuestItem, GuestToken, Preference
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput
from innkeeper.outbox import actions as outbox
from innkeeper.vault import actions as vault

CONFIRMATIONS = frozenset({"erase", "删除"})
BLANK = {
    "name_masked": "",
    "phone_masked": "",
    "email_masked": "",
    "id_masked": "",
    "payment_masked": "",
    "birthday_masked": "",
    "show_name": "",
    "title": "",
    "language": "",
    "country": "",
    "vip_level": 0,
    "is_incognito": False,
    "special_needs": "",
    "referral_source": "",
}


@dataclass(frozen=True, slots=True)
class ErasureOutcome:
    """What came of it: "shredded", or "restricted" until a date because of named holds."""

    outcome: str
    holds: tuple[str, ...] = ()
    until_on: date | None = None


def erase_guest(
    *, actor: Actor, property_id: UUID, guest_id: UUID, reason: str, at: datetime, confirmation: str = ""
) -> ErasureOutcome:
    """Shred the guest's keys and empty the file; while something holds it, note the request instead.

    A person gives a reason of the list and types the word for it, in either language.
    Raises NotPermitted, NotFound, InvalidInput; SubjectHeld for a hold without an end; Unavailable when no sink
    takes the tombstone.
    """
    policy.ensure_may_erase(actor)
    _insist_meant(actor, reason, confirmation)
    guest = queries.guest_for(actor=actor, guest_id=guest_id, property_id=property_id)
    holds = policy.holds_on(guest.id)
    if holds:
        outcome = ErasureOutcome("restricted", tuple(holds), max(holds.values()))
    else:
        outcome = ErasureOutcome("shredded")
        vault.shred(actor=actor, subject_id=guest.id, at=at, reason=reason)
    with transaction.atomic():
        _write(actor, guest, outcome, property_id=property_id, reason=reason, at=at)
    return outcome


def _insist_meant(actor: Actor, reason: str, confirmation: str) -> None:
    """Raise InvalidInput for another reason than those of the list, or where a person did not type the word."""
    wrong = {}
    if reason not in set(ErasureReason):
        wrong["reason"] = _("Choose a reason.")
    if not actor.is_system and confirmation.strip().casefold() not in CONFIRMATIONS:
        wrong["confirmation"] = _("Type the word “erase” or 删除.")
    if wrong:
        raise InvalidInput(_("The file is not erased."), fields=wrong)


def _write(
    actor: Actor, guest: Guest, outcome: ErasureOutcome, *, property_id: UUID, reason: str, at: datetime
) -> None:
    Erasure.objects.create(
        guest_id=guest.id,
        outcome=outcome.outcome,
        reason=reason,
        holds=" ".join(outcome.holds)[:200],
        until_on=outcome.until_on,
        asked_by=actor.id,
        at=at,
    )
    if outcome.outcome == "shredded":
        Guest.objects.filter(pk=guest.pk).update(
            **BLANK, **dict.fromkeys(SEALED), erased_at=at, changed_at=at, revision=guest.revision + 1
        )
        for table in (GuestToken, GuestItem, Preference):
            table.objects.filter(guest=guest).delete()
        outbox.record(events.GuestErased(property_id=property_id, guest_id=guest.id), at=at)
    until = outcome.until_on.isoformat() if outcome.until_on else None
    audit.record(
        actor=actor,
        verb=f"guests.{'erased' if outcome.outcome == 'shredded' else 'restricted'}",
        kind="guest",
        object_id=guest.id,
        property_id=property_id,
        at=at,
        facts={"reason": reason, "holds": list(outcome.holds), "until_on": until},
        subject_ids=[guest.id],
    )
