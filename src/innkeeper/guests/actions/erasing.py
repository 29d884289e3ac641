"""Erasing a guest file: keys shredded, or the file restricted while something holds it, and erased after that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.guests import events, policy, queries
from innkeeper.guests.actions.items import SEALED
from innkeeper.guests.models import Erasure, ErasureReason, Guest, GuestItem, GuestToken, Outcome, Preference
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound, WrongState
from innkeeper.notices.actions import notify_post
from innkeeper.outbox import actions as outbox
from innkeeper.properties.models import Property
from innkeeper.vault import actions as vault
from innkeeper.vault import queries as vault_queries

BATCH = 500
OFFICER = "privacy_officer"
CONFIRMATIONS = frozenset({"erase", "删除"})
VERBS = {
    Outcome.SHREDDED: "erased",
    Outcome.RESTRICTED: "restricted",
    Outcome.WITHDRAWN: "erasure_withdrawn",
}
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

    outcome: Outcome
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
        outcome = ErasureOutcome(Outcome.RESTRICTED, tuple(holds), max(holds.values()))
        _write(actor, guest, outcome, property_id=property_id, reason=reason, at=at)
        return outcome
    return _shred(actor, guest, property_id=property_id, reason=reason, asked_by=actor.id, at=at)


def carry_out_erasure(*, actor: Actor, property_id: UUID, guest_id: UUID, at: datetime) -> ErasureOutcome:
    """Erase a file whose erasure was noted, now that nothing holds it; the typed word was given when it was noted.

    Raises NotPermitted; NotFound for a file that is gone or none asked to erase; WrongState while something holds it;
    Unavailable when no sink takes the tombstone.
    """
    policy.ensure_may_erase(actor)
    guest = queries.guest_for(actor=actor, guest_id=guest_id, property_id=property_id)
    noted = _noted(guest)
    if policy.holds_on(guest.id):
        raise WrongState(_("Something holds the file still; it is erased when that ends."))
    return _shred(actor, guest, property_id=property_id, reason=noted.reason, asked_by=noted.asked_by, at=at)


def withdraw_erasure(*, actor: Actor, property_id: UUID, guest_id: UUID, at: datetime) -> None:
    """The guest wants the file kept after all: what was noted is not carried out.

    Raises NotPermitted; NotFound for a file that is gone or none asked to erase.
    """
    policy.ensure_may_erase(actor)
    guest = queries.guest_for(actor=actor, guest_id=guest_id, property_id=property_id)
    noted = _noted(guest)
    outcome = ErasureOutcome(Outcome.WITHDRAWN)
    _write(actor, guest, outcome, property_id=property_id, reason=noted.reason, at=at)


def finish_erasures(*, actor: Actor, at: datetime) -> int:
    """Empty the files that still stand though their keys are destroyed; how many. Safe to repeat.

    A crash between the keys and the file leaves such a one, and a backup from before the erasure brings it back: masks,
    show name, special needs, preferences, and the tokens by which it would be found. Raises NotPermitted.
    Queries: 1, 1 per 500 tombstones, about 9 a file.
    """
    policy.ensure_may_erase(actor)
    buried = {one.subject_id: one for one in vault_queries.tombstones()}
    ids, done = list(buried), 0
    for first in range(0, len(ids), BATCH):
        for guest in Guest.objects.filter(pk__in=ids[first : first + BATCH], erased_at=None):
            house = (
                Property.objects.filter(group_id=guest.group_id)
                .order_by("pk")
                .values_list("pk", flat=True)[0]
            )
            one, outcome = buried[guest.pk], ErasureOutcome(Outcome.SHREDDED)
            _write(actor, guest, outcome, property_id=house, reason=one.reason, at=at, asked_by=one.actor_id)
            done += 1
    return done


def tell_erasure_due(*, actor: Actor, property_id: UUID, guest_id: UUID, at: datetime) -> None:
    """Nothing holds a noted erasure any more, but a case of the guest is open: the privacy officer decides. Said once.

    Raises NotPermitted, NotFound.
    """
    policy.ensure_may_erase(actor)
    guest = queries.guest_for(actor=actor, guest_id=guest_id, property_id=property_id)
    noted = _noted(guest)
    with transaction.atomic():
        if not Erasure.objects.filter(pk=noted.pk, due_at=None).update(due_at=at):
            return
        notify_post(
            actor=actor,
            post_code=OFFICER,
            property_id=property_id,
            kind="guests.erasure_due",
            object_kind="guest",
            object_id=guest.id,
            at=at,
            text_key="guests.erasure_due",
        )
        _audit(actor, guest, "erasure_due", property_id=property_id, at=at, facts={"reason": noted.reason})


def _noted(guest: Guest) -> Erasure:
    noted = queries.noted_erasures([guest.id])
    if not noted:
        raise NotFound(_("No erasure of this file is noted."))
    return noted[0]


def _insist_meant(actor: Actor, reason: str, confirmation: str) -> None:
    """Raise InvalidInput for another reason than those of the list, or where a person did not type the word."""
    wrong = {}
    if reason not in set(ErasureReason):
        wrong["reason"] = _("Choose a reason.")
    if not actor.is_system and confirmation.strip().casefold() not in CONFIRMATIONS:
        wrong["confirmation"] = _("Type the word “erase” or 删除.")
    if wrong:
        raise InvalidInput(_("The file is not erased."), fields=wrong)


def _shred(
    actor: Actor, guest: Guest, *, property_id: UUID, reason: str, asked_by: UUID, at: datetime
) -> ErasureOutcome:
    """The keys first, then the file: who is stopped in between finds the file still to be erased: `finish_erasures` does it."""
    outcome = ErasureOutcome(Outcome.SHREDDED)
    vault.shred(actor=actor, subject_id=guest.id, at=at, reason=reason)
    _write(actor, guest, outcome, property_id=property_id, reason=reason, at=at, asked_by=asked_by)
    return outcome


def _write(
    actor: Actor,
    guest: Guest,
    outcome: ErasureOutcome,
    *,
    property_id: UUID,
    reason: str,
    at: datetime,
    asked_by: UUID | None = None,
) -> None:
    with transaction.atomic():
        if not Guest.objects.select_for_update().filter(pk=guest.pk, erased_at=None).exists():
            raise NotFound(_("There is no such guest file."))
        Erasure.objects.create(
            guest_id=guest.id,
            property_id=property_id,
            outcome=outcome.outcome,
            reason=reason,
            holds=" ".join(outcome.holds)[:200],
            until_on=outcome.until_on,
            asked_by=asked_by or actor.id,
            at=at,
        )
        if outcome.outcome == Outcome.SHREDDED:
            _empty(guest, property_id=property_id, at=at)
        until = outcome.until_on.isoformat() if outcome.until_on else None
        facts = {"reason": reason, "holds": list(outcome.holds), "until_on": until}
        _audit(actor, guest, VERBS[outcome.outcome], property_id=property_id, at=at, facts=facts)


def _empty(guest: Guest, *, property_id: UUID, at: datetime) -> None:
    Guest.objects.filter(pk=guest.pk).update(
        **BLANK, **dict.fromkeys(SEALED), erased_at=at, changed_at=at, revision=guest.revision + 1
    )
    for table in (GuestToken, GuestItem, Preference):
        table.objects.filter(guest=guest).delete()
    outbox.record(events.GuestErased(property_id=property_id, guest_id=guest.id), at=at)


def _audit(
    actor: Actor, guest: Guest, verb: str, *, property_id: UUID, at: datetime, facts: Mapping[str, Any]
) -> None:
    audit.record(
        actor=actor,
        verb=f"guests.{verb}",
        kind="guest",
        object_id=guest.id,
        property_id=property_id,
        at=at,
        facts=facts,
        subject_ids=[guest.id],
    )
