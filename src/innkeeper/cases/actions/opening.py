"""Taking a case in: heard, sealed, classified, clocked, on its way to its owner; all of it or nothing."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from innkeeper.cases.actions.change import playbook_for, tell
from innkeeper.cases.actions.publishing import version_in_force
from innkeeper.cases.actions.running import emit, enter, settle, tick
from innkeeper.cases.actions.wording import (
    TASK_TITLE_LENGTH,
    Both,
    Worded,
    index,
    names_of,
    not_later,
    worded,
)
from innkeeper.cases.events import CaseOpened
from innkeeper.cases.models import (
    Audience,
    Case,
    CaseGuest,
    Category,
    Cause,
    Channel,
    Classification,
    EntryKind,
    NeedToKnow,
    Priority,
    ThreadEntry,
)
from innkeeper.cases.queries.playbooks import code_named, code_words, word_rules
from innkeeper.cases.rules import Guess, guess, settled_priority
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotPermitted
from innkeeper.kernel.ids import random_code, uuid7
from innkeeper.kernel.text import clipped
from innkeeper.properties.actions import take_ref
from innkeeper.vault.sealing import seal
from innkeeper.vault.values import Sealed

TEXT_LIMIT = 20_000
Then = Callable[[Case], object]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Intake:
    """What the first receiver heard. Times are aware; `received_at` is the true time of a case entered later.

    `is_code_by_rule`: the code was read from the words, not chosen by a person. `title`: what lists say in place of the words in one line,
    in both languages where the house itself says it. `shown`: what lists and search say instead
    of the words, where the words may name somebody whom nobody looks up. `noted_by`: whose own note the words are, where no
    guest said them. The names of `guest_ids` are hidden in every text of the case.
    """

    kind: str
    property_id: UUID
    text: str
    channel: str
    shown: str = ""
    title: str | Both = ""
    demand: str = ""
    contact: str = ""
    noted_by: UUID | None = None
    is_anonymous: bool = False
    room_number: str = ""
    room_id: UUID | None = None
    stay_id: UUID | None = None
    guest_ids: Collection[UUID] = ()
    received_at: datetime | None = None
    happened_at: datetime | None = None
    departs_at: datetime | None = None
    script_steps: Collection[str] = ()
    taxonomy_code: str = ""
    is_code_by_rule: bool = False
    category: str = ""
    priority: int | None = None
    nature: str = ""
    subject: str = ""
    scope: str = ""
    urgency: str = ""
    satisfaction: str = ""
    cause: str = ""
    responsible_department: str = ""
    is_restricted: bool = False
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """The case as its receiver is told: `is_new` is false when the same intake came twice."""

    id: UUID
    ref: str
    guest_code: str
    is_new: bool


@dataclass(frozen=True, slots=True, repr=False)
class CaseDraft:
    """Everything that is made before the transaction opens."""

    intake: Intake
    case: Case
    text: Worded
    entry_id: UUID
    entry: Sealed


def open_case(*, actor: Actor, intake: Intake, at: datetime, then: Then | None = None) -> OpenedCase:
    """Take a case in with its first words, classification, clocks and event; the ref is taken last.

    `then` adds what a kind of case always has (its first tasks) inside the same transaction, once.

    Raises: NotPermitted; InvalidInput naming the field, also for no contact without "anonymous" (CASE-02).
    Queries: about 40, whatever the house holds. Source: CASE-01, CASE-02, CASE-03, CASE-05.
    """
    draft = draft_case(actor=actor, intake=intake, at=at)
    return write_case(draft, actor=actor, at=at, then=then)


def draft_case(*, actor: Actor, intake: Intake, at: datetime) -> CaseDraft | OpenedCase:
    """The case as it will be written, sealed before any transaction; the case itself where the same intake made it before.

    Raises: as `open_case`.
    """
    if not actor.may("cases.take_in") or not _is_of_house(actor, intake.property_id):
        raise NotPermitted(_("Your post does not take in cases here."))
    _refuse_bad(intake)
    return _earlier(intake) or _drafted(actor=actor, intake=intake, at=at)


def write_case(
    draft: CaseDraft | OpenedCase, *, actor: Actor, at: datetime, then: Then | None = None
) -> OpenedCase:
    """Write a drafted case, inside the caller's transaction where there is one; the same intake twice is one case."""
    if isinstance(draft, OpenedCase):
        return draft
    try:
        with transaction.atomic():
            opened = _written(draft, actor=actor, at=at)
            if then is not None:
                then(draft.case)
            return opened
    except IntegrityError:
        again = _earlier(draft.intake)
        if again is None:
            raise
        return again


def _is_of_house(actor: Actor, property_id: UUID) -> bool:
    if actor.is_system or actor.property_id == property_id:
        return actor.property_id in (None, property_id)
    return False


def _refuse_bad(intake: Intake) -> None:
    """Raises: InvalidInput with every field that is wrong and what would be right."""
    wrong: dict[str, str] = {}
    if not intake.text.strip():
        wrong["text"] = _("Write what happened.")
    elif len(intake.text) > TEXT_LIMIT:
        wrong["text"] = _("At most %(limit)d characters; the rest can follow in the thread.") % {
            "limit": TEXT_LIMIT
        }
    if "\x00" in intake.text + intake.demand + intake.contact:
        wrong["text"] = _("The text holds a character that cannot be stored.")
    if intake.channel not in Channel.values:
        wrong["channel"] = _("Choose how it came in.")
    if not (intake.contact.strip() or intake.room_number or intake.stay_id or intake.is_anonymous):
        wrong["contact"] = _("Give a room or a contact, or mark the case as anonymous.")
    if intake.priority is not None and intake.priority not in Priority.values:
        wrong["priority"] = _("Choose one of the four priorities.")
    if intake.category and intake.category not in Category.values:
        wrong["category"] = _("Choose one of the four categories.")
    if intake.cause and intake.cause not in Cause.values:
        wrong["cause"] = _("Choose a cause of the list.")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)


def _earlier(intake: Intake) -> OpenedCase | None:
    """The case that the same intake has made before. Queries: 0 or 1."""
    if intake.idempotency_key is None:
        return None
    found = Case.objects.filter(
        property_id=intake.property_id, idempotency_key=intake.idempotency_key
    ).first()
    return OpenedCase(found.pk, found.ref, found.guest_code, is_new=False) if found else None


def _drafted(*, actor: Actor, intake: Intake, at: datetime) -> CaseDraft:
    """The case before it is written: sealed, redacted, classified. The key is made before the transaction."""
    version = version_in_force(intake.kind, intake.property_id, actor=actor, at=at)
    case = Case(property_id=intake.property_id, kind=intake.kind, playbook=version)
    case.names_to_hide = names_of(
        tuple(intake.guest_ids), case_id=case.pk, property_id=case.property_id, at=at
    )
    text = _word(case, intake.text, "text", at=at)
    if intake.shown:
        text = replace(text, redacted=intake.shown)
    _take_course(case, intake=intake, actor=actor, at=at)
    case.text, case.text_redacted = text.sealed, text.redacted
    title = intake.title or _title(text, intake.room_number)
    both = title if isinstance(title, Both) else Both(title, "")
    case.title_redacted, case.title_en = (clipped(words, TASK_TITLE_LENGTH) for words in (both.zh, both.en))
    if intake.demand.strip():
        demand = _word(case, intake.demand, "demand", at=at)
        case.demand, case.demand_redacted = demand.sealed, demand.redacted
    if intake.contact.strip():
        case.contact = _word(case, intake.contact.strip(), "contact", at=at).sealed
    _classify_draft(case, intake)
    entry_id = uuid7()
    said = seal(
        intake.text,
        field_id="cases.ThreadEntry.text",
        row_id=entry_id,
        subject_id=case.pk,
        scope_id=intake.property_id,
    )
    return CaseDraft(intake=intake, case=case, text=text, entry_id=entry_id, entry=said)


def _title(text: Worded, room_number: str) -> str:
    """The words in one line, without the room that stands beside them on every list."""
    return text.title.removeprefix(room_number).lstrip(" ，,:：") or text.title


def _word(case: Case, text: str, column: str, *, at: datetime) -> Worded:
    return worded(text, case=case, field_id=f"cases.Case.{column}", row_id=case.pk, at=at)


def _take_course(case: Case, *, intake: Intake, actor: Actor, at: datetime) -> None:
    """The plain columns: where, when, how, by whom."""
    case.guest_code = random_code(10)
    case.channel, case.is_anonymous = intake.channel, intake.is_anonymous
    case.room_number, case.room_id, case.stay_id = intake.room_number, intake.room_id, intake.stay_id
    case.received_at = not_later(intake.received_at, than=at)
    case.happened_at, case.created_at = intake.happened_at, at
    case.departs_at = intake.departs_at
    case.recorded_by_id = case.first_contact_id = actor.id
    case.idempotency_key = intake.idempotency_key
    case.cause = intake.cause
    case.scope, case.urgency, case.satisfaction = intake.scope, intake.urgency, intake.satisfaction


def _classify_draft(case: Case, intake: Intake) -> None:
    """First classification: the receiver's own choice, else rules on the words. Queries: 1 to 4.

    Danger to life is an emergency whatever was chosen beside it; who finds it is none says so with a reason (CASE-08).
    """
    code = code_named(intake.property_id, intake.taxonomy_code) if intake.taxonomy_code else None
    if code is not None:
        base = Guess(code.code, code.category, code.priority)
    else:
        said, house = f"{intake.text}\n{intake.demand}", intake.property_id
        base = guess(said, word_rules(house), code_words(house))
        code = code_named(house, base.code)
    case.taxonomy_code, case.category = base.code, intake.category or base.category
    chosen = Priority.EMERGENCY if code and code.is_life_safety else intake.priority or base.priority
    case.priority = settled_priority(case.category, chosen)
    case.nature = intake.nature or (code.nature if code else "")
    case.subject = intake.subject or (code.subject if code else "")
    case.handling_department = code.handling_department if code else ""
    case.responsible_department = intake.responsible_department or (code.responsible if code else "")
    case.is_restricted = intake.is_restricted or bool(code and code.is_restricted)
    case.owner_post = _owner_post(case)


def _owner_post(case: Case) -> str:
    routing = playbook_for(case).routing
    return routing.departments.get(case.handling_department, routing.default)


def _written(draft: CaseDraft, *, actor: Actor, at: datetime) -> OpenedCase:
    case, intake = draft.case, draft.intake
    first = playbook_for(case).stages[0]
    case.stage = first.name
    case.ref = "~" + case.pk.hex[:22]
    case.save(force_insert=True)
    CaseGuest.objects.bulk_create(
        [CaseGuest(case=case, guest_id=one) for one in dict.fromkeys(intake.guest_ids)]
    )
    _first_words(draft, intake=intake, at=at)
    _first_classification(
        case, actor=actor, is_by_rule=intake.is_code_by_rule or not intake.taxonomy_code, at=at
    )
    if case.is_restricted and not actor.is_system:
        NeedToKnow.objects.create(case=case, staff_id=actor.id, given_by_id=actor.id, given_at=at)
    tick(case, intake.script_steps, actor=actor, at=at)
    emit(case, "opened", actor=actor, at=case.received_at)
    enter(case, first.name, actor=actor, at=case.received_at)
    settle(case, actor=actor, at=at)
    index(case, is_new=True)
    event = CaseOpened(property_id=case.property_id, case_id=case.pk, kind=case.kind)
    facts = {
        "kind": case.kind,
        "channel": case.channel,
        "code": case.taxonomy_code,
        "priority": case.priority,
    }
    tell(case, actor=actor, verb="opened", at=at, event=event, facts=facts)
    case.ref = take_ref(case.property_id, at=at)
    Case.objects.filter(pk=case.pk).update(ref=case.ref)
    return OpenedCase(case.pk, case.ref, case.guest_code, is_new=True)


def _first_words(draft: CaseDraft, *, intake: Intake, at: datetime) -> None:
    ThreadEntry.objects.create(
        id=draft.entry_id,
        case=draft.case,
        audience=Audience.INTERNAL if intake.noted_by else Audience.GUEST,
        kind=EntryKind.NOTE if intake.noted_by else EntryKind.FROM_GUEST,
        channel=intake.channel,
        author_id=intake.noted_by,
        text=draft.entry,
        text_redacted=draft.text.redacted,
        at=draft.case.received_at,
        entered_at=at,
    )


def _first_classification(case: Case, *, actor: Actor, is_by_rule: bool, at: datetime) -> None:
    Classification.objects.create(
        case=case,
        code=case.taxonomy_code,
        category=case.category,
        priority=case.priority,
        by_rule=is_by_rule,
        by_id=actor.id,
        at=at,
    )
