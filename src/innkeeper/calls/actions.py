"""The only writers of the phone card: a call logged, a message left and settled, help called, officers passed on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.calls import policy
from innkeeper.calls.events import MessageLeft, MessageSettled
from innkeeper.calls.models import Call, CallKind, CallMessage, Outcome
from innkeeper.calls.rules import (
    ALARMED_POSTS,
    MESSAGE_LIMIT,
    OFFICERS_AT_MOST,
    OPENED_BY,
    POLICE_DUTIES,
    WELFARE_DUTIES,
    Duty,
)
from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case
from innkeeper.kernel.actors import Actor, system
from innkeeper.kernel.errors import InvalidInput, NotFound, WrongState
from innkeeper.kernel.ids import key_of, uuid7
from innkeeper.notices import actions as notices
from innkeeper.outbox import actions as outbox
from innkeeper.vault import actions as vault
from innkeeper.vault.grants import Grant
from innkeeper.vault.sealing import seal

OPEN_MINUTES = 5


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Officers:
    """Officers at the desk: how many, whether both cards and a written request were seen, what they want."""

    number: int
    has_papers: bool
    words: str = ""


def log_call(*, actor: Actor, key: UUID, at: datetime) -> None:
    """Note that somebody asked after a guest and was told nothing. Nobody looked, no name is kept. Twice is once.

    Raises: NotPermitted for who works in no hotel. Queries: 3.
    """
    policy.insist_here(actor)
    with transaction.atomic():
        _noted(actor, CallKind.ASKED, key=key, at=at)


def take_message(*, actor: Actor, words: str, key: UUID, at: datetime) -> None:
    """Keep a caller's message sealed under a key of its own, and tell who may open it that one lies there. Twice is once.

    Raises: NotPermitted; InvalidInput for no words or too many.
    """
    policy.insist_here(actor)
    house = _house(actor)
    said = _said(words, is_needed=True)
    message_id = uuid7()
    sealed = seal(
        said, field_id="calls.CallMessage.words", row_id=message_id, subject_id=message_id, scope_id=house
    )
    with transaction.atomic():
        call, is_new = _noted(actor, CallKind.MESSAGE, key=key_of(key, said), at=at)
        if not is_new:
            return
        CallMessage.objects.create(id=message_id, call=call, property_id=house, words=sealed, left_at=at)
        notices.notify_post(
            actor=actor,
            post_code=OPENED_BY,
            property_id=house,
            kind="calls.message",
            object_kind="call",
            object_id=call.pk,
            at=at,
            text_key="calls.message",
        )
        outbox.record(MessageLeft(property_id=house, message_id=message_id), at=at)


def open_message(*, actor: Actor, message_id: UUID, at: datetime) -> str:
    """The words of a message that waits, opened through the log for who may deliver it. Raises: NotFound."""
    message = _waiting(actor, message_id)
    grant = Grant(
        actor, frozenset({"calls.CallMessage.words"}), "message", at + timedelta(minutes=OPEN_MINUTES)
    )
    return audit.reveal(
        grant,
        [message.words],
        kind="calls.CallMessage",
        object_id=message.pk,
        property_id=message.property_id,
        at=at,
    )[0]


def settle_message(*, actor: Actor, message_id: UUID, outcome: str, at: datetime) -> None:
    """Passed on, or for nobody here; either way its words are destroyed. Raises: NotFound, InvalidInput, WrongState."""
    message = _waiting(actor, message_id)
    if outcome not in Outcome.values:
        raise InvalidInput(_("Choose one of the list."), fields={"outcome": _("Choose one of the list.")})
    with transaction.atomic():
        left = CallMessage.objects.filter(pk=message.pk, settled_at=None)
        if not left.update(settled_at=at, settled_by_id=actor.id, outcome=outcome):
            raise WrongState(_("Somebody settled this message already."))
        _log(actor, "message_settled", message.pk, at=at)
        outbox.record(MessageSettled(property_id=message.property_id, message_id=message.pk), at=at)


def forget_message(*, actor: Actor, message_id: UUID, at: datetime) -> bool:
    """Destroy the key of a settled message. False where it still waits. Safe to repeat. Raises: Unavailable."""
    if not CallMessage.objects.filter(pk=message_id, settled_at__isnull=False).exists():
        return False
    vault.shred(actor=actor, subject_id=message_id, at=at, reason="message_settled")
    return True


def raise_welfare(*, actor: Actor, words: str, key: UUID, at: datetime) -> UUID:
    """A life may be at risk: manager on duty and security are told at once; what was said is sealed in a restricted case.

    The caller is told nothing of any stay. Raises: NotPermitted; InvalidInput.
    """
    policy.insist_here(actor)
    heard, shown = _said(words), cases.in_both(lambda: _("A caller fears for somebody's life."))
    said = (heard or _("A caller fears for somebody's life. No words were taken down."), shown)
    once = key_of(key, heard)
    return _alarmed(actor, CallKind.WELFARE, said, priority=1, duties=WELFARE_DUTIES, key=once, at=at)


def log_police_check(*, actor: Actor, officers: Officers, key: UUID, at: datetime) -> UUID:
    """Officers stand at the desk: manager on duty and security are told at once, and a restricted case begins.

    Raises: NotPermitted; InvalidInput for a number that cannot be.
    """
    policy.insist_here(actor)
    if not 1 <= officers.number <= OFFICERS_AT_MOST:
        text = _("Give the number of officers.")
        raise InvalidInput(text, fields={"number": text})
    shown = cases.in_both(lambda: _officers(officers))
    heard = _said(officers.words)
    said = (f"{_officers(officers)} {heard}".strip(), shown)
    once = key_of(key, officers.number, officers.has_papers, heard)
    return _alarmed(actor, CallKind.POLICE, said, priority=2, duties=POLICE_DUTIES, key=once, at=at)


def _officers(officers: Officers) -> str:
    papers = _("papers seen") if officers.has_papers else _("papers not yet seen")
    return _("%(n)d officers at the desk, %(papers)s.") % {"n": officers.number, "papers": papers}


def _alarmed(
    actor: Actor,
    kind: CallKind,
    said: tuple[str, cases.Both],
    *,
    priority: int,
    duties: Sequence[Duty],
    key: UUID,
    at: datetime,
) -> UUID:
    """The call, its restricted case, its tasks and its alarms in one transaction; the case's id.

    `said`: the words, sealed, and what the lists show of them. Whoever is named there is nobody whom the house looks up.
    """
    house = _house(actor)
    opener = actor if actor.may("cases.take_in") else system("calls", property_id=house)
    intake = cases.Intake(
        kind="welfare" if kind is CallKind.WELFARE else "police_check",
        property_id=house,
        text=said[0],
        shown=said[1].zh,
        title=said[1],
        channel="phone" if kind is CallKind.WELFARE else "on_site",
        noted_by=actor.id,
        is_anonymous=True,
        is_restricted=True,
        category="special_need",
        priority=priority,
        taxonomy_code="other",
        idempotency_key=f"call:{key}",
    )

    def then(case: Case) -> None:
        call, _new = _noted(actor, kind, key=key, at=at)
        Call.objects.filter(pk=call.pk).update(case_id=case.pk)
        cases.summon(
            case, ALARMED_POSTS, text_key=f"calls.{kind.value}", also={actor.id}, actor=opener, at=at
        )
        for duty in duties:
            cases.offer(case, _job(duty), actor=opener, at=at)

    return cases.open_case(actor=opener, intake=intake, at=at, then=then).id


def _job(duty: Duty) -> cases.Job:
    return cases.Job(
        title=cases.Both(duty.zh, duty.en),
        department=duty.department,
        post=duty.post,
        minutes=duty.minutes,
    )


def _noted(actor: Actor, kind: CallKind, *, key: UUID, at: datetime) -> tuple[Call, bool]:
    call, is_new = Call.objects.get_or_create(
        key=key, defaults={"property_id": _house(actor), "kind": kind, "taken_by_id": actor.id, "at": at}
    )
    if is_new:
        _log(actor, kind.value, call.pk, at=at)
    return call, is_new


def _log(actor: Actor, verb: str, object_id: UUID, *, at: datetime) -> None:
    audit.record(
        actor=actor,
        verb=f"calls.{verb}",
        kind="calls.Call",
        object_id=object_id,
        property_id=actor.property_id,
        at=at,
        facts={},
    )


def _house(actor: Actor) -> UUID:
    policy.insist_here(actor)
    assert actor.property_id is not None
    return actor.property_id


def _said(words: str, *, is_needed: bool = False) -> str:
    said = words.strip()
    if (is_needed and not said) or len(said) > MESSAGE_LIMIT or "\x00" in said:
        text = _("Write the message, at most %(n)d characters.") % {"n": MESSAGE_LIMIT}
        raise InvalidInput(text, fields={"words": text})
    return said


def _waiting(actor: Actor, message_id: UUID) -> CallMessage:
    found = policy.visible_to(actor).filter(pk=message_id, settled_at=None).first()
    if found is None:
        raise NotFound(_("There is no such message."))
    return found
