"""Opening what a case holds sealed, through the log: the guest's own words, pictures, contact, what a colleague said."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.cases import policy
from innkeeper.cases.models import Case, Evidence, Hearing
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotFound, NotPermitted
from innkeeper.vault.grants import Grant
from innkeeper.vault.values import Sealed

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
        once_key=_once(actor, case),
    )[0]


def open_words(*, actor: Actor, ref: str, at: datetime) -> str:
    """What the guest said, word by word: for the handler and who handles cases. Raises NotPermitted, NotFound."""
    case = policy.case_for(actor, ref=ref)
    _insist_handles(actor, case)
    return _opened(actor, case, case.text, "cases.Case.text", once_key=_once(actor, case), at=at)


def open_contact(*, actor: Actor, ref: str, at: datetime) -> str:
    """The contact that the guest gave: one entry each time. Raises NotPermitted, NotFound."""
    case = policy.case_for(actor, ref=ref)
    if not actor.may("guests.reveal_contact"):
        raise NotPermitted(_("Your post does not open contacts."))
    if case.contact is None:
        raise NotFound(_("No contact was given."))
    return _opened(actor, case, case.contact, "cases.Case.contact", once_key=None, at=at)


def hearing_words(*, actor: Actor, ref: str, hearing_id: UUID, at: datetime) -> str:
    """What a colleague said to what they are named in, word by word. Raises NotPermitted, NotFound."""
    case = policy.case_for(actor, ref=ref)
    hearing = Hearing.objects.filter(pk=hearing_id, named__case=case).first()
    if hearing is None:
        raise NotFound(_("There is no such entry."))
    _insist_handles(actor, case)
    once_key = f"{_once(actor, case)}:{hearing.pk}"
    return _opened(actor, case, hearing.words, "cases.Hearing.words", once_key=once_key, at=at)


def _insist_handles(actor: Actor, case: Case) -> None:
    if not (actor.may("cases.handle") or policy.is_handler(actor, case)):
        raise NotPermitted(_("Your post does not open the guest's own words."))


def _opened(
    actor: Actor, case: Case, value: Sealed, field: str, *, once_key: str | None, at: datetime
) -> str:
    """One sealed text of the case, opened under the purpose of its work."""
    return audit.reveal(
        _grant(actor, field, at=at),
        [value],
        kind="cases.Case",
        object_id=case.pk,
        property_id=case.property_id,
        at=at,
        once_key=once_key,
    )[0]


def _once(actor: Actor, case: Case) -> str:
    """One entry in the log per person, case and session."""
    return f"{actor.id}:{case.pk}:{actor.session}"


def _grant(actor: Actor, field: str, *, at: datetime) -> Grant:
    return Grant(actor, frozenset({field}), "case", at + timedelta(minutes=MINUTES))
