"""Decisions beyond one's limit: asked for, given, given by phone and ratified by morning (审批, 补批)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.accounts import queries as accounts
from innkeeper.cases import policy
from innkeeper.cases.actions.change import changing, log_refusal, tell
from innkeeper.cases.actions.handling import notice_about, share, tell_post
from innkeeper.cases.actions.running import settle
from innkeeper.cases.actions.wording import hidden, learn_names, not_later
from innkeeper.cases.models import Approval, ApprovalState, Case
from innkeeper.cases.rules import ratify_by
from innkeeper.clocks import actions as clocks
from innkeeper.clocks import rules as clock_rules
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.notices import actions as notices
from innkeeper.properties.queries import property_of

RATIFY = "ratify"
RATIFY_LADDER = (clock_rules.Threshold(80, 0), clock_rules.Threshold(100, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is to be approved, by which post. Units: `amount_minor` in the currency's minor unit."""

    subject: str
    post: str
    reason: str
    subject_id: UUID | None = None
    currency: str = ""
    amount_minor: int | None = None


def ask_approval(*, actor: Actor, case_id: UUID, question: Question, at: datetime) -> UUID:
    """Ask a post to approve something on the case and tell who is on duty. Raises: InvalidInput; NotPermitted."""
    if not question.reason.strip():
        raise InvalidInput(_("Say what for."), fields={"reason": _("Say what for.")})
    with changing(actor=actor, case_id=case_id, verb="ask", at=at) as case:
        if question.post not in {post.code for post in accounts.posts(case.property_id)}:
            raise InvalidInput(_("Choose who approves."), fields={"post": _("Choose who approves.")})
        return asked(case, question, actor=actor, at=at).pk


def asked(case: Case, question: Question, *, actor: Actor, at: datetime) -> Approval:
    """Write the question, its notice and audit entry inside the caller's transaction."""
    approval = Approval.objects.create(
        case=case,
        property_id=case.property_id,
        subject=question.subject,
        subject_id=question.subject_id,
        post=question.post,
        reason=hidden(question.reason, case),
        currency=question.currency,
        amount_minor=question.amount_minor,
        asked_by_id=actor.id,
        asked_at=at,
    )
    about = notice_about(case, "approval_asked", at=at, subject=question.subject)
    _tell_another(case, question.post, actor=actor, at=at, about=about)
    tell(case, actor=actor, verb="approval_asked", at=at, facts=_facts(approval))
    return approval


def decide_approval(*, actor: Actor, approval_id: UUID, is_given: bool, at: datetime) -> None:
    """Give or refuse an approval; never by who asked for it, nor by whom the case names. The asker is told.

    What was done first is ratified, or found not to have been right, by the same word. Raises: NotPermitted, logged;
    WrongState; NotFound.
    """
    approval = _seen(actor, approval_id)
    _insist(actor, approval, at=at)
    with transaction.atomic():
        approval = _held(approval, ApprovalState.ASKED)
        approval.state = ApprovalState.GIVEN if is_given else ApprovalState.REFUSED
        approval.decided_by_id, approval.decided_at = actor.id, at
        if approval.acted_at is not None:
            approval.ratified_at, approval.ratified_by_id = at, actor.id
            clocks.stop_clock(owner_id=approval.pk, name=RATIFY, at=at, actor=actor)
        _saved(approval, "approval_given" if is_given else "approval_refused", actor=actor, at=at)
        about = notice_about(approval.case, "approval_decided", at=at, subject=approval.subject)
        notices.notify(actor=actor, staff_ids=[approval.asked_by_id], **about)


def note_phone_approval(
    *,
    actor: Actor,
    approval_id: UUID,
    given_by_id: UUID,
    at: datetime,
    said_at: datetime | None = None,
    heard_by_id: UUID | None = None,
) -> None:
    """Enter that somebody entitled said yes by phone: who, when, heard by whom. They ratify it by the morning.

    `said_at` may lie before the question was entered: at night one calls first and writes then. The asker may enter it,
    alone at night as they are; never who said yes, who decides it themself. Raises: NotPermitted when the one who asked
    or the one who enters it is named, or whom the case names, logged; InvalidInput for one who may not approve it or a
    listener of another house; WrongState; NotFound.
    """
    approval = _seen(actor, approval_id)
    _insist_phone(actor, approval, given_by_id, at=at)
    if not {approval.post, policy.HIGHEST_POST} & accounts.posts_of(approval.property_id, given_by_id, at=at):
        words = _("This colleague may not approve it. Name one who holds the post that was asked.")
        raise InvalidInput(words, fields={"staff_number": words})
    people = {given_by_id, heard_by_id or given_by_id}
    if accounts.still_here(approval.property_id, people, at=at) != people:
        raise InvalidInput(_("Choose a colleague."), fields={"staff_number": _("Choose a colleague.")})
    with transaction.atomic():
        approval = _held(approval, ApprovalState.ASKED)
        approval.state, approval.by_phone = ApprovalState.GIVEN, True
        approval.decided_by_id, approval.decided_at, approval.recorded_by_id = given_by_id, at, actor.id
        approval.said_at = max(not_later(said_at, than=at), approval.case.received_at)
        approval.heard_by_id = heard_by_id or actor.id
        if approval.case.is_restricted:
            share(approval.case, {given_by_id}, actor=actor, at=at)
        _let_ratify(approval, actor=actor, at=at)
        _saved(approval, "approval_by_phone", actor=actor, at=at)
        about = notice_about(approval.case, "to_ratify", at=at, subject=approval.subject)
        notices.notify(actor=actor, staff_ids=[given_by_id], **about)
        _tell_asker(approval, actor=actor, at=at)


def _insist_phone(actor: Actor, approval: Approval, given_by_id: UUID, *, at: datetime) -> None:
    """Who may be named as having said yes, by whom. Raises: NotPermitted, logged."""
    try:
        if given_by_id == approval.asked_by_id:
            raise NotPermitted(_("Who asks for an approval cannot give it."))
        if given_by_id == actor.id:
            raise NotPermitted(_("You decide it yourself: approve or refuse it."))
        policy.insist(actor, "contact", approval.case)
        policy.insist_unnamed(approval.case, given_by_id)
    except NotPermitted as refused:
        log_refusal(actor=actor, case_id=approval.case_id, verb="approve", at=at, code=refused.code)
        raise


def act_first(*, actor: Actor, approval_id: UUID, because: str, at: datetime) -> None:
    """Do what could not wait for its approval; the post that was asked ratifies it by the morning.

    The handler does, and says why it could not wait. Raises: InvalidInput; NotPermitted, logged; WrongState; NotFound.
    """
    if not because.strip():
        raise InvalidInput(
            _("Say why it could not wait."), fields={"because": _("Say why it could not wait.")}
        )
    approval = _seen(actor, approval_id)
    if not policy.is_handler(actor, approval.case):
        log_refusal(actor=actor, case_id=approval.case_id, verb="act_first", at=at, code=NotPermitted.code)
        raise NotPermitted(_("Only the assigned handler acts on this case. Hand it over first."))
    if approval.subject in policy.NEVER_FIRST:
        raise WrongState(_("Nothing can be done before this is approved."))
    learn_names(approval.case, at=at)
    names = approval.case.names_to_hide
    with transaction.atomic():
        approval = _held(approval, ApprovalState.ASKED)
        approval.case.names_to_hide = names
        if approval.acted_at is not None:
            raise WrongState(_("This was done already and waits to be ratified."))
        approval.acted_at, approval.acted_by_id = at, actor.id
        approval.acted_because = hidden(because, approval.case)
        _let_ratify(approval, actor=actor, at=at)
        _saved(approval, "acted_first", actor=actor, at=at)
        about = notice_about(approval.case, "to_ratify", at=at, subject=approval.subject)
        tell_post(approval.case, approval.post, actor=actor, at=at, about=about)


def ratify_approval(*, actor: Actor, approval_id: UUID, at: datetime) -> None:
    """Confirm an approval that was given by phone: who gave it does, after the morning the highest post too.

    Raises: NotPermitted, logged; WrongState; NotFound.
    """
    approval = _ratifiable(actor, approval_id, at=at)
    with transaction.atomic():
        approval = _held(approval, ApprovalState.GIVEN)
        _settle_phone(approval, "approval_ratified", actor=actor, at=at)


def deny_phone_approval(*, actor: Actor, approval_id: UUID, at: datetime) -> None:
    """Say that no such yes was given by phone: it counts as refused, whatever was done on it stays on record.

    Who is named as having given it does, after the morning the highest post too. Who asked, who entered it and the
    highest post are told. Raises: NotPermitted, logged; WrongState; NotFound.
    """
    approval = _ratifiable(actor, approval_id, at=at)
    with transaction.atomic():
        approval = _held(approval, ApprovalState.GIVEN)
        approval.state = ApprovalState.REFUSED
        _settle_phone(approval, "approval_denied", actor=actor, at=at)
        case = approval.case
        about = notice_about(case, "approval_denied", at=at, level="warn", subject=approval.subject)
        told = {one for one in (approval.asked_by_id, approval.recorded_by_id) if one} - {actor.id}
        notices.notify(actor=actor, staff_ids=sorted(told, key=str), **about)
        tell_post(case, policy.HIGHEST_POST, actor=actor, at=at, about=about)


def _ratifiable(actor: Actor, approval_id: UUID, *, at: datetime) -> Approval:
    """The approval, for who may say whether the yes by phone was given. Raises: NotPermitted, logged; NotFound."""
    approval = _seen(actor, approval_id)
    if not policy.may_ratify(actor, approval, at=at):
        log_refusal(actor=actor, case_id=approval.case_id, verb="approve", at=at, code=NotPermitted.code)
        raise NotPermitted(_("Only who approved by phone ratifies it."))
    return approval


def _settle_phone(approval: Approval, verb: str, *, actor: Actor, at: datetime) -> None:
    """What was said by phone waits no longer, inside the caller's transaction. Raises: WrongState."""
    if not approval.by_phone or approval.ratified_at is not None:
        raise WrongState(_("There is nothing to ratify."))
    approval.ratified_at, approval.ratified_by_id = at, actor.id
    clocks.stop_clock(owner_id=approval.pk, name=RATIFY, at=at, actor=actor)
    _saved(approval, verb, actor=actor, at=at)


def _tell_asker(approval: Approval, *, actor: Actor, at: datetime) -> None:
    if approval.asked_by_id != actor.id:
        about = notice_about(approval.case, "approval_decided", at=at, subject=approval.subject)
        notices.notify(actor=actor, staff_ids=[approval.asked_by_id], **about)


def _tell_another(case: Case, post: str, *, actor: Actor, at: datetime, about: Mapping[str, Any]) -> None:
    """Tell the post that is asked. Where at night the asker stands in for it alone, the highest post is told.

    Nobody approves what they ask for: a question that only they would read reaches nobody.
    """
    if tell_post(case, post, actor=actor, at=at, about=about) == (actor.id,):
        tell_post(case, policy.HIGHEST_POST, actor=actor, at=at, about=about)


def _let_ratify(approval: Approval, *, actor: Actor, at: datetime) -> None:
    """Set the morning by which it is ratified, and its clock; inside the caller's transaction.

    What was done first and then said yes to by phone keeps the morning that was set first.
    """
    if approval.ratify_by_at is not None:
        return
    zone = ZoneInfo(property_of(approval.property_id).timezone)
    approval.ratify_by_at = ratify_by(at.astimezone(zone)).astimezone(UTC)
    clocks.start_clock(
        actor=actor,
        owner_kind="approval",
        owner_id=approval.pk,
        property_id=approval.property_id,
        name=RATIFY,
        target=clock_rules.FixedTime(max(1, int((approval.ratify_by_at - at).total_seconds()))),
        at=at,
        ladder=RATIFY_LADDER,
    )


def _seen(actor: Actor, approval_id: UUID) -> Approval:
    found = (
        Approval.objects.select_related("case")
        .filter(pk=approval_id, case__in=policy.visible_to(actor))
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such approval."))
    return found


def _insist(actor: Actor, approval: Approval, *, at: datetime) -> None:
    try:
        standing_in = replace(
            actor, posts=actor.posts | accounts.posts_of(approval.property_id, actor.id, at=at)
        )
        policy.insist_approver(actor if actor.is_system else standing_in, approval)
        policy.insist_unnamed(approval.case, actor.id)
    except NotPermitted as refused:
        log_refusal(actor=actor, case_id=approval.case_id, verb="approve", at=at, code=refused.code)
        raise


def _held(approval: Approval, state: ApprovalState) -> Approval:
    Case.objects.select_for_update().get(pk=approval.case_id)
    row = Approval.objects.select_related("case").get(pk=approval.pk)
    if row.state != state:
        raise WrongState(_("This approval is decided already."))
    return row


def _saved(approval: Approval, verb: str, *, actor: Actor, at: datetime) -> None:
    approval.save()
    tell(approval.case, actor=actor, verb=verb, at=at, facts=_facts(approval))
    settle(approval.case, actor=actor, at=at)


def _facts(approval: Approval) -> dict[str, object]:
    return {
        "approval": str(approval.pk),
        "subject": approval.subject,
        "post": approval.post,
        "amount_minor": approval.amount_minor,
    }
