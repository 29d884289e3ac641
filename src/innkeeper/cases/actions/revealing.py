"""Opening what is sealed in a case, by a grant for the work at hand and with its audit entry."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.cases import policy
from innkeeper.cases.models import Evidence, ThreadEntry
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotFound, NotPermitted
from innkeeper.vault.grants import Grant

MINUTES = 5


def evidence_picture(*, actor: Actor, ref: str, evidence_id: UUID, at: datetime) -> bytes:
    """The stripped copy of a picture for who may see the case; one entry a session. Raises NotFound."""
    case = policy.case_for(actor, ref=ref)
    piece = Evidence.objects.filter(pk=evidence_id, case=case).first()
    if piece is None or piece.display is None:
        raise NotFound(_("There is no such picture."))
    return audit.reveal_bytes(
        _grant(actor, "cases.Evidence.display", at=at),
        [piece.display],
        kind="cases.Case",
        object_id=case.pk,
        property_id=case.property_id,
        at=at,
        once_key=f"{actor.id}:{case.pk}:{actor.session}",
    )[0]


def open_words(*, actor: Actor, ref: str, at: datetime) -> str:
    """What the guest said, word by word: for the handler and who handles cases. Raises NotPermitted, NotFound."""
    case = policy.case_for(actor, ref=ref)
    if not (actor.may("cases.handle") or policy.is_handler(actor, case)):
        raise NotPermitted(_("Your post does not open the guest's own words."))
    return audit.reveal(
        _grant(actor, "cases.Case.text", at=at),
        [case.text],
        kind="cases.Case",
        object_id=case.pk,
        property_id=case.property_id,
        at=at,
        once_key=f"{actor.id}:{case.pk}:{actor.session}",
    )[0]


def open_contact(*, actor: Actor, ref: str, at: datetime) -> str:
    """The contact that the guest gave: one entry each time. Raises NotPermitted, NotFound."""
    case = policy.case_for(actor, ref=ref)
    if not actor.may("guests.reveal_contact"):
        raise NotPermitted(_("Your post does not open contacts."))
    if case.contact is None:
        raise NotFound(_("No contact was given."))
    return audit.reveal(
        _grant(actor, "cases.Case.contact", at=at),
        [case.contact],
        kind="cases.Case",
        object_id=case.pk,
        property_id=case.property_id,
        at=at,
    )[0]


def entry_words(*, actor: Actor, entry_id: UUID, at: datetime) -> str:
    """One entry of a thread as it was said. Raises NotPermitted, NotFound."""
    entry = (
        ThreadEntry.objects.filter(pk=entry_id, case__in=policy.visible_to(actor))
        .select_related("case")
        .first()
    )
    if entry is None:
        raise NotFound(_("There is no such entry."))
    if not (actor.may("cases.handle") or policy.is_handler(actor, entry.case)):
        raise NotPermitted(_("Your post does not open the guest's own words."))
    return audit.reveal(
        _grant(actor, "cases.ThreadEntry.text", at=at),
        [entry.text],
        kind="cases.Case",
        object_id=entry.case_id,
        property_id=entry.case.property_id,
        at=at,
        once_key=f"{actor.id}:{entry.case_id}:{actor.session}:{entry.pk}",
    )[0]


def _grant(actor: Actor, field: str, *, at: datetime) -> Grant:
    return Grant(actor, frozenset({field}), "case", at + timedelta(minutes=MINUTES))
