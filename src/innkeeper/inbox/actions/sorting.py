"""Putting a message where it belongs: into one case, out of it into another, aside; each step kept."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from innkeeper.audit import actions as audit
from innkeeper.cases import actions as cases
from innkeeper.cases.actions.talking import add_entry, prepared
from innkeeper.cases.models import Audience, Case, EntryKind, ThreadEntry
from innkeeper.cases.policy import visible_to
from innkeeper.clocks import actions as clocks
from innkeeper.inbox.actions.receiving import CLOCK, READING_CLOCK
from innkeeper.inbox.models import Attachment, Message, Placement, Process
from innkeeper.kernel.actors import Actor, system
from innkeeper.kernel.errors import NotFound, NotPermitted, WrongState
from innkeeper.vault.grants import Grant

FIELDS = frozenset({"inbox.Message.text", "inbox.Message.sender", "inbox.Attachment.original"})


def message_for(actor: Actor, message_id: UUID) -> Message:
    """A message of the actor's hotels; once it stands in a case, for those who see that case. Queries: 1 or 2.

    Raises NotFound; NotPermitted for who takes nothing in.
    """
    found = Message.objects.filter(pk=message_id, property_id__in=actor.property_ids).first()
    if found is None or not is_seen(actor, found):
        raise NotFound(_("There is no such message."))
    if not actor.may("cases.take_in"):
        raise NotPermitted(_("Your post does not take in cases here."))
    return found


def is_seen(actor: Actor, message: Message) -> bool:
    """Whether the actor sees where the message stands: the words of a restricted case are restricted with it."""
    return message.case_id is None or visible_to(actor).filter(pk=message.case_id).exists()


def open_message(*, actor: Actor, message_id: UUID, at: datetime) -> tuple[str, str]:
    """The words and the sender, opened through the log, once a session; the message counts as read."""
    message = message_for(actor, message_id)
    items = [message.text, *([message.sender] if message.sender is not None else [])]
    said = audit.reveal(
        Grant(actor, FIELDS, "case", at + timedelta(minutes=5)),
        items,
        kind="inbox.Message",
        object_id=message.pk,
        property_id=message.property_id,
        at=at,
        once_key=f"{actor.id}:{message.pk}:{actor.session}",
    )
    unread = Message.objects.filter(pk=message.pk, first_read_at__isnull=True)
    if unread.update(first_read_at=at, first_read_by_id=actor.id) and message.danger:
        clocks.stop_clock(owner_id=message.pk, name=READING_CLOCK, at=at, actor=actor)
    return said[0], said[1] if len(said) > 1 else ""


def place_message(*, actor: Actor, message_id: UUID, case_id: UUID, at: datetime) -> None:
    """Put a message into a case: its words join the thread, its files the evidence. Out of another case it is taken.

    Raises: NotFound, NotPermitted; WrongState where it stands there already, or where it opened its case.
    """
    message = message_for(actor, message_id)
    _insist_movable(message, case_id)
    text, _sender = open_message(actor=actor, message_id=message_id, at=at)
    words = cases.Words(text=text or _("A picture"))
    draft = prepared(actor=actor, case_id=case_id, words=words, at=at)
    with cases.changing(actor=actor, case_id=case_id, verb="contact", at=at, is_open_needed=False) as case:
        _take_out(message, actor=actor, at=at)
        entry = add_entry(
            case,
            draft,
            audience=Audience.GUEST,
            kind=EntryKind.FROM_GUEST,
            channel=message.channel,
            actor=actor,
            happened_at=message.received_at,
            at=at,
        )
        _put(message, Process.CASE, case_id=case.pk, entry_id=entry.pk, actor=actor, at=at)
        cases.tell(case, actor=actor, verb="message_placed", at=at, facts={"message": str(message.pk)})
    _bring_files(message, case_id, actor=actor, at=at)
    _say_refused(message, case_id, at=at)


def note_opened(*, actor: Actor, message_id: UUID, case_id: UUID, at: datetime) -> None:
    """The message became a case of its own; its files join the evidence. Safe to repeat."""
    message = message_for(actor, message_id)
    if message.case_id != case_id:
        _insist_movable(message, case_id)
        with transaction.atomic():
            _take_out(message, actor=actor, at=at)
            _put(message, Process.CASE, case_id=case_id, is_opening=True, actor=actor, at=at)
        _say_refused(message, case_id, at=at)
    _bring_files(message, case_id, actor=actor, at=at)


def set_aside(*, actor: Actor, message_id: UUID, at: datetime) -> None:
    """Nothing to do: an advertisement, a thank-you. Raises NotFound, NotPermitted, WrongState."""
    message = message_for(actor, message_id)
    _insist_movable(message, None)
    with transaction.atomic():
        _take_out(message, actor=actor, at=at)
        _put(message, Process.NOTHING, actor=actor, at=at)
        clocks.cancel_clocks(owner_id=message.pk, at=at, actor=actor)


def note_answered(*, actor: Actor, case_id: UUID, at: datetime) -> int:
    """The guest got an answer in this case: its messages wait no more. Queries: 1 and 3 a message."""
    waiting = list(Message.objects.filter(case_id=case_id, answered_at__isnull=True))
    with transaction.atomic():
        for message in waiting:
            Message.objects.filter(pk=message.pk).update(answered_at=at)
            clocks.stop_clock(owner_id=message.pk, name=CLOCK, at=at, actor=actor)
    return len(waiting)


def _insist_movable(message: Message, case_id: UUID | None) -> None:
    present = Placement.objects.filter(message=message, ended_at__isnull=True).first()
    if present is None:
        return
    if present.case_id == case_id:
        raise WrongState(_("The message stands there already."))
    if present.is_opening:
        raise WrongState(_("This message opened its case. Merge the cases instead."))


def _take_out(message: Message, *, actor: Actor, at: datetime) -> None:
    """End the present placement: the words and files leave the case they were put into by mistake."""
    present = Placement.objects.select_for_update().filter(message=message, ended_at__isnull=True).first()
    if present is None:
        return
    present.ended_at = at
    present.save(update_fields=["ended_at"])
    if present.case_id is None or present.entry_id is None:
        return
    case = Case.objects.select_for_update().get(pk=present.case_id)
    ThreadEntry.objects.filter(pk=present.entry_id, case=case).delete()
    digests = list(message.attachments.values_list("digest", flat=True))
    case.evidence.filter(digest__in=digests).delete()
    cases.tell(case, actor=actor, verb="message_moved_out", at=at, facts={"message": str(message.pk)})


def _put(
    message: Message,
    process: Process,
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID | None = None,
    entry_id: UUID | None = None,
    is_opening: bool = False,
) -> None:
    Placement.objects.create(
        message=message,
        process=process,
        case_id=case_id,
        entry_id=entry_id,
        is_opening=is_opening,
        by_id=actor.id,
        at=at,
    )
    Message.objects.filter(pk=message.pk).update(process=process, case_id=case_id)
    audit.record(
        actor=actor,
        verb="inbox.placed",
        kind="inbox.Message",
        object_id=message.pk,
        property_id=message.property_id,
        at=at,
        facts={"process": process.value, "case": str(case_id or "")},
        subject_ids=(message.pk,),
    )


def _bring_files(message: Message, case_id: UUID, *, actor: Actor, at: datetime) -> None:
    """The files as evidence of the case; the same file twice is kept once."""
    rows: list[Attachment] = list(message.attachments.all())
    if not rows:
        return
    contents = audit.reveal_bytes(
        Grant(actor, FIELDS, "case", at + timedelta(minutes=5)),
        [row.original for row in rows],
        kind="inbox.Message",
        object_id=message.pk,
        property_id=message.property_id,
        at=at,
        once_key=f"{actor.id}:{message.pk}:{actor.session}:files",
    )
    for content in contents:
        cases.add_evidence(
            actor=actor, case_id=case_id, content=content, happened_at=message.received_at, at=at
        )


def _say_refused(message: Message, case_id: UUID, *, at: datetime) -> None:
    """Who works on the case learns in its thread that files came which the house does not keep, and where they are."""
    if not message.refused_files:
        return
    said = ngettext(
        "%(n)d file of message %(code)s was not kept: too large, or of a kind that is not kept. Look where it came in.",
        "%(n)d files of message %(code)s were not kept: too large, or of a kind that is not kept. Look where it came in.",
        message.refused_files,
    ) % {"n": message.refused_files, "code": message.code}
    house = system("inbox", property_id=message.property_id)
    words = cases.Words(text=said)
    cases.write_thread(actor=house, case_id=case_id, words=words, audience=Audience.INTERNAL, at=at)
