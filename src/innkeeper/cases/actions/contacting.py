"""Reaching the guest: contacts, progress with an expected time, handing the matter to somebody outside."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases.actions.change import changing, tell
from innkeeper.cases.actions.running import emit, settle
from innkeeper.cases.actions.talking import Words, add_entry, prepared
from innkeeper.cases.actions.wording import hidden, not_later
from innkeeper.cases.events import CaseTransferred, GuestReached
from innkeeper.cases.models import Audience, Case, Channel, Contact, EntryKind, ThreadEntry, Transfer
from innkeeper.kernel.actors import Actor, ActorKind
from innkeeper.kernel.errors import InvalidInput
from innkeeper.kernel.ids import uuid7
from innkeeper.web.days import insist_near


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Spoken:
    """One try to reach the guest: how, whether the person was reached, what was said and promised, its true time.

    `key`: the id of the contact; what was kept under it stands.
    """

    means: str
    reached_guest: bool
    words: Words | None = None
    happened_at: datetime | None = None
    key: UUID | None = None


def record_contact(
    *, actor: Actor, case_id: UUID, spoken: Spoken, at: datetime, edit_version: int | None = None
) -> UUID:
    """Note a contact. Only a person of the house who reached the guest responds: a machine's receipt does not.

    Raises: InvalidInput; NotPermitted; NotFound; WrongState. The first one of a round stops the response clock.
    """
    if spoken.means not in Channel.values:
        raise InvalidInput(
            _("Choose how you reached the guest."), fields={"means": _("Choose one of the list.")}
        )
    draft = prepared(actor=actor, case_id=case_id, words=spoken.words, at=at) if spoken.words else None
    with changing(actor=actor, case_id=case_id, verb="contact", at=at, edit_version=edit_version) as case:
        if spoken.key is not None and Contact.objects.filter(pk=spoken.key).exists():
            return spoken.key
        happened_at = max(not_later(spoken.happened_at, than=at), case.received_at)
        entry: ThreadEntry | None = None
        if draft is not None:
            entry = add_entry(
                case,
                draft,
                audience=Audience.GUEST,
                kind=EntryKind.FROM_STAFF,
                channel=spoken.means,
                actor=actor,
                happened_at=happened_at,
                at=at,
            )
        contact = Contact.objects.create(
            id=spoken.key or uuid7(),
            case=case,
            round=case.round,
            means=spoken.means,
            reached_guest=spoken.reached_guest,
            by_machine=actor.kind is not ActorKind.PERSON,
            by_id=actor.id,
            entry=entry,
            at=happened_at,
            entered_at=at,
        )
        facts = {"means": spoken.means, "reached": spoken.reached_guest, "by_machine": contact.by_machine}
        tell(case, actor=actor, verb="contact_recorded", at=at, facts=facts)
        if spoken.reached_guest and not contact.by_machine:
            _responded(case, actor=actor, happened_at=happened_at, at=at)
        return contact.pk


def send_progress(
    *,
    actor: Actor,
    case_id: UUID,
    words: Words,
    channel: str,
    expected_at: datetime | None,
    at: datetime,
    edit_version: int | None = None,
) -> UUID:
    """Tell the guest the progress and when to expect the end. Without an expected time it is sent but does not count.

    Raises: InvalidInput for an expected time that has passed; NotPermitted for another than the handler. Source: CASE-13.
    """
    if expected_at is not None and expected_at <= at:
        raise InvalidInput(
            _("The expected time lies in the past."), fields={"expected_at": _("Give a time still to come.")}
        )
    insist_near(at=at, expected_at=expected_at)
    draft = prepared(actor=actor, case_id=case_id, words=words, at=at)
    with changing(actor=actor, case_id=case_id, verb="progress", at=at, edit_version=edit_version) as case:
        entry = add_entry(
            case,
            draft,
            audience=Audience.GUEST,
            kind=EntryKind.PROGRESS,
            channel=channel,
            actor=actor,
            happened_at=at,
            at=at,
            expected_at=expected_at,
        )
        if expected_at is not None:
            case.progress_told_at = case.progress_told_at or at
            case.save(update_fields=["progress_told_at"])
            emit(case, "progress_sent", actor=actor, at=at)
            settle(case, actor=actor, at=at)
        tell(
            case,
            actor=actor,
            verb="progress_sent",
            at=at,
            facts={"has_expected_time": expected_at is not None},
        )
        return entry.pk


def transfer_case(
    *,
    actor: Actor,
    case_id: UUID,
    addressee: str,
    reason: str,
    at: datetime,
    guest_told_at: datetime | None = None,
    edit_version: int | None = None,
) -> UUID:
    """Pass a matter that is not the house's to who is responsible; the case shows "transferred" (CASE-14).

    `addressee` is an organisation or an office; the guest was told by now at the latest, or not yet. Raises: InvalidInput naming the field; NotPermitted.
    """
    wrong = {
        key: _("This must be filled in.")
        for key, value in (("addressee", addressee), ("reason", reason))
        if not value.strip()
    }
    if wrong:
        raise InvalidInput(_("Say to whom and why."), fields=wrong)
    typed = {"addressee": addressee, "reason": reason}
    with changing(
        actor=actor, case_id=case_id, verb="transfer", at=at, edit_version=edit_version, typed=typed
    ) as case:
        transfer = Transfer.objects.create(
            case=case,
            addressee=hidden(addressee, case, length=120),
            reason=hidden(reason, case),
            at=at,
            by_id=actor.id,
            guest_told_at=min(guest_told_at, at) if guest_told_at else None,
        )
        case.is_transferred = True
        case.save(update_fields=["is_transferred"])
        emit(case, "transferred", actor=actor, at=at)
        event = CaseTransferred(property_id=case.property_id, case_id=case.pk, kind=case.kind)
        tell(
            case,
            actor=actor,
            verb="transferred",
            at=at,
            event=event,
            facts={"is_guest_told": guest_told_at is not None},
        )
        return transfer.pk


def tell_of_transfer(*, actor: Actor, case_id: UUID, at: datetime) -> None:
    """Note that the guest knows where the matter went. Raises NotPermitted."""
    with changing(actor=actor, case_id=case_id, verb="transfer", at=at) as case:
        Transfer.objects.filter(case=case, guest_told_at__isnull=True).update(guest_told_at=at)
        tell(case, actor=actor, verb="transfer_told", at=at)


def _responded(case: Case, *, actor: Actor, happened_at: datetime, at: datetime) -> None:
    is_first = case.responded_at is None
    case.responded_at = min(case.responded_at or happened_at, happened_at)
    case.last_told_at = max(case.last_told_at or happened_at, happened_at)
    case.save(update_fields=["responded_at", "last_told_at"])
    if is_first:
        emit(case, "responded", actor=actor, at=happened_at)
        event = GuestReached(property_id=case.property_id, case_id=case.pk, kind=case.kind)
        tell(case, actor=actor, verb="guest_reached", at=at, event=event)
    settle(case, actor=actor, at=at)
