"""Whose hands a case is in: routed, assigned, handed over, shared with those who need to know."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from innkeeper.accounts import queries as accounts
from innkeeper.cases import policy
from innkeeper.cases.actions.change import changing, log_refusal, playbook_for, tell
from innkeeper.cases.actions.masking import mask
from innkeeper.cases.actions.running import emit, settle
from innkeeper.cases.actions.wording import hidden, index, names_of_staff
from innkeeper.cases.events import CaseAssigned
from innkeeper.cases.models import Case, HandlerChange, NamedStaff, NeedToKnow, Task, TaskState
from innkeeper.cases.queries.merges import all_within
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotPermitted, WrongState
from innkeeper.notices import actions as notices
from innkeeper.properties.models import Department

TEXT_KEYS = {
    "case_opened": "cases.opened",
    "case_assigned": "cases.assigned",
    "approval_asked": "cases.approval_wanted",
    "approval_decided": "cases.approval_decided",
    "to_ratify": "cases.to_ratify",
    "approval_denied": "cases.approval_denied",
    "task_offered": "tasks.assigned",
    "clock_soon": "clocks.warning",
    "clock_late": "clocks.late",
}


def assign_case(
    *,
    actor: Actor,
    case_id: UUID,
    owner_id: UUID,
    at: datetime,
    reason: str = "",
    edit_version: int | None = None,
) -> None:
    """Put the case into somebody's hands; the handler may hand it over, and who assigns may give it to anyone.

    Only the playbook's team may own it (CASE-35), never a colleague whom it names (CASE-16) or who has left. The change is kept.
    Raises: NotPermitted, and the attempt is logged; InvalidInput; EditConflict. Source: CASE-04.
    """
    verb = "assign" if actor.may("cases.assign") else "progress"
    with changing(
        actor=actor, case_id=case_id, verb=verb, at=at, edit_version=edit_version, typed={"reason": reason}
    ) as case:
        line = accounts.staff_lines([owner_id]).get(owner_id)
        if line is None or not accounts.still_here(case.property_id, [owner_id], at=at):
            raise InvalidInput(_("Choose a colleague."), fields={"owner": _("Choose a colleague.")})
        post = _post_of(case, owner_id, line.post_code, at=at)
        policy.insist_unnamed(case, owner_id)
        give_case(case, owner_id, post, actor=actor, reason=reason, at=at)


def take_case(*, actor: Actor, case_id: UUID, at: datetime) -> None:
    """Take an unowned case into one's own hands. Raises NotPermitted when somebody has it, or for another team."""
    with changing(actor=actor, case_id=case_id, verb="take", at=at) as case:
        if case.owner_id not in (None, actor.id):
            raise NotPermitted(_("Somebody handles this case already. Ask to have it handed over."))
        policy.insist_unnamed(case, actor.id)
        post = _post_of(case, actor.id, next(iter(sorted(actor.posts)), ""), at=at, posts=actor.posts)
        if case.owner_id is None:
            give_case(case, actor.id, post, actor=actor, reason="", at=at)


def route_case(*, actor: Actor, case_id: UUID, at: datetime) -> None:
    """Give a new case to who is on duty at its post and tell them (CASE-05). Safe to repeat: an owned case stays.

    Where nobody can be asked the notice is kept as unreached, which alarms. Queries: about 15.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case_id)
        if case.owner_id is not None or not case.is_open:
            return
        named = _named(case)
        lines = [
            line for line in accounts.on_duty(case.property_id, case.owner_post, at) if line.id not in named
        ]
        if lines:
            give_case(case, lines[0].id, case.owner_post, actor=actor, reason="", at=at)
            told = [line.id for line in lines[: 1 if case.is_restricted else None]]
            notices.notify(actor=actor, staff_ids=told, **notice_about(case, "case_opened", at=at))
        else:
            about = notice_about(case, "case_opened", at=at)
            tell_post(case, case.owner_post, actor=actor, at=at, about=about)


def share_case(*, actor: Actor, case_id: UUID, staff_id: UUID, reason: str, at: datetime) -> None:
    """Let one more colleague of the house know of a restricted case, with the reason.

    Raises: NotPermitted for one whom it names; InvalidInput without a reason and for nobody of the house; WrongState
    for a case that is not restricted; NotFound.
    """
    _insist_reason(reason)
    with changing(actor=actor, case_id=case_id, verb="restrict", at=at) as case:
        if not case.is_restricted:
            raise WrongState(_("The case is not restricted: everybody at work may know of it."))
        if not accounts.staff_of_house([staff_id], case.property_id):
            raise InvalidInput(_("Choose a colleague."), fields={"staff_number": _("Choose a colleague.")})
        policy.insist_unnamed(case, staff_id)
        share(case, {staff_id}, actor=actor, at=at)
        facts = {"staff_id": str(staff_id), "reason": hidden(reason, case)}
        tell(case, actor=actor, verb="shared", at=at, facts=facts)


def unshare_case(*, actor: Actor, case_id: UUID, staff_id: UUID, reason: str, at: datetime) -> None:
    """Take a colleague off the need-to-know list, with the reason; the handler stays on it. Twice is once.

    Raises: InvalidInput without a reason; NotPermitted for the handler; NotFound.
    """
    _insist_reason(reason)
    with changing(actor=actor, case_id=case_id, verb="restrict", at=at, is_open_needed=False) as case:
        if case.owner_id == staff_id:
            raise NotPermitted(_("The handler has to know. Hand the case over first."))
        NeedToKnow.objects.filter(case=case, staff_id=staff_id).delete()
        facts = {"staff_id": str(staff_id), "reason": hidden(reason, case)}
        tell(case, actor=actor, verb="unshared", at=at, facts=facts)


def restrict_case(*, actor: Actor, case_id: UUID, reason: str, at: datetime) -> None:
    """Make a case restricted (minors, harassment, a VIP): from now on only the actor, its handler and who has a task of it know.

    Raises: InvalidInput without a reason; NotPermitted; NotFound. Twice is once.
    """
    _insist_reason(reason)
    with changing(actor=actor, case_id=case_id, verb="restrict", at=at) as case:
        if case.is_restricted:
            return
        make_restricted(case, actor=actor, at=at)
        tell(case, actor=actor, verb="restricted", at=at, facts={"reason": hidden(reason, case)})


def lift_restriction(*, actor: Actor, case_id: UUID, reason: str, at: datetime) -> None:
    """Everybody at work may know of the case again, with the reason; the list of who knew is given up. Twice is once.

    Who may see restricted cases lifts it, on a closed case too; one that names a colleague stays restricted (CASE-16).
    Raises: InvalidInput without a reason; NotPermitted, logged; WrongState; NotFound.
    """
    _insist_reason(reason)
    with changing(actor=actor, case_id=case_id, verb="restrict", at=at, is_open_needed=False) as case:
        if not case.is_restricted:
            return
        if NamedStaff.objects.filter(case=case).exists():
            raise WrongState(_("It names a colleague and stays restricted."))
        insist_none_hidden(case)
        case.is_restricted = False
        case.save(update_fields=["is_restricted"])
        NeedToKnow.objects.filter(case=case).delete()
        index(case)
        tell(case, actor=actor, verb="restriction_lifted", at=at, facts={"reason": hidden(reason, case)})


def _insist_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput(_("Say why."), fields={"reason": _("Say why.")})


def make_restricted(case: Case, *, actor: Actor, at: datetime) -> None:
    """From now on only the actor, its handler and who has a task of it know; inside the caller's transaction."""
    case.is_restricted = True
    case.save(update_fields=["is_restricted"])
    share(case, {None if actor.is_system else actor.id, case.owner_id}, actor=actor, at=at)
    keep_hands(case, case.tasks.filter(state__in=Task.OPEN), actor=actor, at=at)
    index(case)
    hide_within(case, actor=actor, at=at)


def hide_within(case: Case, *, actor: Actor, at: datetime) -> None:
    """What went up in a restricted case is as hidden as it: restricted, and nothing of it for whom that case names.

    Their names go from its texts. Inside the caller's transaction. Queries: 1, and those of each case that went up.
    """
    named = _named(case)
    for one in Case.objects.filter(merged_into=case):
        NeedToKnow.objects.filter(case=one, staff_id__in=named).delete()
        if named:
            mask(one, names_of_staff(named))
        if one.is_restricted:
            hide_within(one, actor=actor, at=at)
        else:
            make_restricted(one, actor=actor, at=at)


def insist_none_hidden(case: Case) -> None:
    """A case is not opened to all while a restricted one is read in it. Raises: WrongState naming that one."""
    hidden_one = (
        Case.objects.filter(pk__in=all_within(case.pk), is_restricted=True).exclude(pk=case.pk).first()
    )
    if hidden_one is not None:
        told = _("%(ref)s went up in it and is restricted. Lift the restriction there first.")
        raise WrongState(told % {"ref": hidden_one.ref})


def keep_hands(case: Case, tasks: QuerySet[Task], *, actor: Actor, at: datetime) -> None:
    """These open tasks of the case stay in reach of who does them, and out of the hands of whom the case names.

    Of a restricted case, who has one knows, and the post that is to take one is told again and knows with that. Inside
    the caller's transaction. Queries: 2, or 3 and those of each post told.
    """
    taken_back = {"assignee_id": None, "state": TaskState.OFFERED, "accepted_at": None, "arrived_at": None}
    tasks.filter(assignee_id__in=_named(case)).update(**taken_back)
    if not case.is_restricted:
        return
    heads = dict(
        Department.objects.filter(property_id=case.property_id).values_list("code", "head_post_code")
    )
    for task in tasks.order_by("pk"):
        if task.assignee_id is not None:
            share(case, {task.assignee_id}, actor=actor, at=at)
            continue
        about = notice_about(case, "task_offered", at=at, department=task.department)
        tell_post(
            case, task.post or heads.get(task.department, case.owner_post), actor=actor, at=at, about=about
        )


def share(case: Case, staff_ids: Collection[UUID | None], *, actor: Actor, at: datetime) -> None:
    """Put people on the need-to-know list of a restricted case; never one whom it names."""
    wanted = {one for one in staff_ids if one}
    if wanted:
        wanted -= set(NamedStaff.objects.filter(case=case).values_list("staff_id", flat=True))
    NeedToKnow.objects.bulk_create(
        [
            NeedToKnow(case=case, staff_id=one, given_by_id=actor.id, given_at=at)
            for one in sorted(wanted, key=str)
        ],
        ignore_conflicts=True,
    )


def summon(
    case: Case,
    posts: Collection[str],
    *,
    text_key: str,
    actor: Actor,
    at: datetime,
    also: Collection[UUID] = (),
    facts: Mapping[str, str] | None = None,
) -> tuple[UUID, ...]:
    """Tell who is on duty at the posts at once, with place and ref only; of a restricted case they may then know.

    Runs in the caller's transaction. Each is told once, whatever posts they hold. Queries: about 6 a post.
    """
    about = notice_about(case, "case_opened", at=at, level="burn", **(facts or {})) | {"text_key": text_key}
    told: dict[UUID, None] = {}
    named = _named(case)
    for post in posts:
        free = _free(case, post, named, at)
        if not free:
            tell_post(case, post, actor=actor, at=at, about=about)
        told |= dict.fromkeys(free)
    notices.notify(actor=actor, staff_ids=tuple(told), **about)
    if case.is_restricted:
        share(case, {*told, *also}, actor=actor, at=at)
    return tuple(told)


def tell_post(
    case: Case,
    post: str,
    *,
    actor: Actor,
    at: datetime,
    about: Mapping[str, Any],
    once_in: timedelta | None = None,
) -> tuple[UUID, ...]:
    """Tell who is on duty at a post of something about the case, never one whom it names; who was told may know of it.

    Where only named ones hold the post the highest post is told; where nobody is left it is kept as unreached.
    `once_in` as in `notices.notify`. Runs in the caller's transaction. Queries: about 6.
    """
    subject = cast(Any, {**about, "once_in": once_in})
    named = _named(case)
    if not named:
        told = notices.notify_post(actor=actor, post_code=post, **subject).staff_ids
    else:
        told = next(
            (free for one in (post, policy.HIGHEST_POST) if (free := _free(case, one, named, at))), ()
        )
        if told:
            notices.notify(actor=actor, staff_ids=told, **subject)
        else:
            notices.keep_unreached(post_code=post, **cast(Any, about))
    if case.is_restricted:
        share(case, told, actor=actor, at=at)
    return told


def _free(case: Case, post: str, named: Collection[UUID], at: datetime) -> tuple[UUID, ...]:
    """Who is on duty at the post and is not named by the case."""
    return tuple(one.id for one in accounts.on_duty(case.property_id, post, at) if one.id not in named)


def _named(case: Case) -> set[UUID]:
    """Whom the case names; it is restricted then. Queries: 1, none for a case that everybody may see."""
    if not case.is_restricted:
        return set()
    return set(NamedStaff.objects.filter(case=case).values_list("staff_id", flat=True))


def refuse_other(*, actor: Actor, case: Case, verb: str, at: datetime) -> None:
    """Domain apps: only the handler does this, whatever else they may; an attempt is logged. Raises NotPermitted."""
    if actor.is_system or policy.is_handler(actor, case):
        return
    log_refusal(actor=actor, case_id=case.pk, verb=verb, at=at, code=NotPermitted.code)
    raise NotPermitted(_("Only the assigned handler acts on this case. Hand it over first."))


def notice_about(
    case: Case, key: str, *, at: datetime, level: str = "", **facts: str | int | None
) -> dict[str, Any]:
    """What a notice about the case says: room and ref, never a name."""
    return {
        "property_id": case.property_id,
        "kind": f"cases.{key}",
        "object_kind": "case",
        "object_id": case.pk,
        "ref": case.ref,
        "room": case.room_number,
        "level": level or ("burn" if case.priority == 1 else "info"),
        "at": at,
        "text_key": TEXT_KEYS.get(key, f"cases.{key}"),
        "facts": {"priority": case.priority, "code": case.taxonomy_code, **facts},
    }


def give_case(case: Case, owner_id: UUID, post: str, *, actor: Actor, reason: str, at: datetime) -> None:
    """Put the case into somebody's hands inside the open transaction, and tell them."""
    HandlerChange.objects.create(
        case=case,
        from_id=case.owner_id,
        from_post=case.owner_post if case.owner_id else "",
        to_id=owner_id,
        to_post=post,
        by_id=actor.id,
        reason=hidden(reason, case),
        at=at,
    )
    before = case.owner_id
    case.owner_id, case.owner_post = owner_id, post
    case.save(update_fields=["owner_id", "owner_post"])
    if case.is_restricted:
        share(case, {owner_id}, actor=actor, at=at)
    emit(case, "assigned", actor=actor, at=at)
    settle(case, actor=actor, at=at)
    event = CaseAssigned(property_id=case.property_id, case_id=case.pk, kind=case.kind, owner_id=owner_id)
    facts = {"from": str(before or ""), "to": str(owner_id), "post": post}
    tell(case, actor=actor, verb="assigned", at=at, event=event, facts=facts)
    if before is not None or not actor.is_system:
        notices.notify(actor=actor, staff_ids=[owner_id], **notice_about(case, "case_assigned", at=at))


def _post_of(case: Case, staff_id: UUID, post: str, *, at: datetime, posts: Collection[str] = ()) -> str:
    """The post in which the person would own it. Raises InvalidInput for one outside the team (CASE-35)."""
    team = playbook_for(case).routing.team
    held = set(posts) | {post}
    if not team or held & set(team):
        return next((one for one in team if one in held), post)
    held |= accounts.posts_of(case.property_id, staff_id, at=at)
    if held & set(team):
        return next(one for one in team if one in held)
    raise InvalidInput(
        _("Only the complaint team owns such a case."), fields={"owner": _("Choose one of the team.")}
    )
