"""Writing in the thread: to the guest, or among colleagues; who has read; a word that contradicts an earlier promise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from innkeeper.cases import policy
from innkeeper.cases.actions.change import changing, tell
from innkeeper.cases.actions.wording import not_later, worded
from innkeeper.cases.models import Audience, Case, EntryKind, ThreadEntry, ThreadRead
from innkeeper.cases.queries.merges import all_within
from innkeeper.cases.rules import Promise, is_contradiction, promise_in
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, WrongState
from innkeeper.kernel.ids import uuid7
from innkeeper.vault.values import Sealed

TEXT_LIMIT = 20_000


class PromiseContradicted(WrongState):
    """A word that differs from an earlier promise; it can be written all the same, knowingly (ERR-06)."""

    code = "promise_contradicted"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Words:
    """What is said, and what it promises. `is_knowing` writes it in spite of an earlier promise."""

    text: str
    promise: Promise | None = None
    guest_id: UUID | None = None
    is_knowing: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class DraftEntry:
    """Words sealed for their entry, before the transaction."""

    id: UUID
    sealed: Sealed
    redacted: str
    words: Words


def prepared(*, actor: Actor, case_id: UUID, words: Words, at: datetime) -> DraftEntry:
    """Seal and redact words for a case that the actor may see. Raises: InvalidInput; NotFound."""
    if not words.text.strip():
        raise InvalidInput(_("Write what was said."), fields={"text": _("Write what was said.")})
    if len(words.text) > TEXT_LIMIT or "\x00" in words.text:
        raise InvalidInput(_("This text cannot be stored."), fields={"text": _("Shorten it.")})
    case = policy.case_for(actor, pk=case_id)
    entry_id = uuid7()
    draft = worded(words.text, case=case, field_id="cases.ThreadEntry.text", row_id=entry_id, at=at)
    return DraftEntry(id=entry_id, sealed=draft.sealed, redacted=draft.redacted, words=words)


def write_thread(
    *,
    actor: Actor,
    case_id: UUID,
    words: Words,
    audience: str,
    at: datetime,
    channel: str = "",
    is_from_guest: bool = False,
    happened_at: datetime | None = None,
) -> UUID:
    """Add one entry to the thread of a case: a word to or from the guest, or a note among colleagues (CHAN-03).

    Raises: InvalidInput; NotFound; PromiseContradicted carrying the earlier entry's id (ERR-06).
    """
    if audience not in Audience.values:
        raise InvalidInput(
            _("Say whether it is for the guest or for colleagues."), fields={"audience": "guest, internal"}
        )
    kind = EntryKind.NOTE if audience == Audience.INTERNAL else EntryKind.FROM_STAFF
    kind = EntryKind.FROM_GUEST if is_from_guest else kind
    verb = "contact" if audience == Audience.GUEST else "note"
    draft = prepared(actor=actor, case_id=case_id, words=words, at=at)
    with changing(actor=actor, case_id=case_id, verb=verb, at=at, is_open_needed=False) as case:
        entry = add_entry(
            case,
            draft,
            audience=audience,
            kind=kind,
            channel=channel,
            actor=actor,
            happened_at=not_later(happened_at, than=at),
            at=at,
        )
        tell(
            case,
            actor=actor,
            verb="thread_written",
            at=at,
            facts={"entry": str(entry.pk), "kind": kind.value},
        )
        return entry.pk


def write_to_guests(drafts: Mapping[UUID, DraftEntry], *, actor: Actor, channel: str, at: datetime) -> None:
    """Add each case's prepared words to its guest's thread, inside the caller's transaction. Queries: 1, and 5 a case."""
    for case in Case.objects.select_for_update().filter(pk__in=drafts).order_by("pk"):
        kind = EntryKind.FROM_STAFF
        entry = add_entry(
            case,
            drafts[case.pk],
            audience=Audience.GUEST,
            kind=kind,
            channel=channel,
            actor=actor,
            happened_at=at,
            at=at,
        )
        Case.objects.filter(pk=case.pk).update(edit_version=F("edit_version") + 1)
        facts = {"entry": str(entry.pk), "kind": kind.value}
        tell(case, actor=actor, verb="thread_written", at=at, facts=facts)


def add_entry(
    case: Case,
    draft: DraftEntry,
    *,
    audience: str,
    kind: EntryKind,
    channel: str,
    actor: Actor,
    happened_at: datetime,
    at: datetime,
    expected_at: datetime | None = None,
) -> ThreadEntry:
    """Write the entry inside the open transaction. Raises: PromiseContradicted. Queries: 2 to 3."""
    promise = draft.words.promise or Promise()
    if kind is not EntryKind.FROM_GUEST and audience == Audience.GUEST:
        promise = draft.words.promise or promise_in(draft.words.text) or promise
        _warn_of_contradiction(case, promise, is_knowing=draft.words.is_knowing)
        case.last_told_at = max(case.last_told_at or happened_at, happened_at)
        Case.objects.filter(pk=case.pk).update(last_told_at=case.last_told_at)
    return ThreadEntry.objects.create(
        id=draft.id,
        case=case,
        audience=audience,
        kind=kind,
        channel=channel,
        guest_id=draft.words.guest_id,
        author_id=None if kind is EntryKind.FROM_GUEST else actor.id,
        text=draft.sealed,
        text_redacted=draft.redacted,
        promise_currency=promise.currency,
        promise_minor=promise.amount_minor,
        promise_at=promise.by,
        expected_at=expected_at,
        at=happened_at,
        entered_at=at,
    )


def mark_read(*, actor: Actor, case: Case, upto_at: datetime, at: datetime) -> None:
    """Note how far the actor has read the case that the policy gave them (CHAN-03): to the newest word shown. Queries: 1."""
    ThreadRead.objects.bulk_create(
        [ThreadRead(case=case, staff_id=actor.id, upto_at=upto_at, read_at=at)],
        update_conflicts=True,
        unique_fields=["case", "staff_id"],
        update_fields=["upto_at", "read_at"],
    )


def earlier_promise(case: Case, promise: Promise) -> ThreadEntry | None:
    """The newest word to the guest that the promise contradicts, also in what went up in the case from the same room. Queries: 3 or more."""
    same = Case.objects.filter(pk__in=all_within(case.pk), room_number=case.room_number)
    rows = ThreadEntry.objects.filter(case__in=list(same), audience=Audience.GUEST)
    said = rows.exclude(promise_minor=None, promise_at=None).order_by("-at", "-id")[:20]
    for entry in said:
        earlier = Promise(entry.promise_currency, entry.promise_minor, entry.promise_at)
        if is_contradiction(earlier, promise):
            return entry
    return None


def _warn_of_contradiction(case: Case, promise: Promise, *, is_knowing: bool) -> None:
    if promise == Promise() or is_knowing:
        return
    earlier = earlier_promise(case, promise)
    if earlier is not None:
        raise PromiseContradicted(
            _(
                "This differs from what the guest was promised before. Read it, then send it knowingly or change it."
            ),
            fields={"earlier": str(earlier.pk)},
        )
