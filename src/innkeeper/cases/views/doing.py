"""Doing: every noun of a case posts here, reads its form, calls one action and goes back to the case."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from innkeeper.accounts.doors import actor_of, signed_in
from innkeeper.accounts.queries import staff_by_number
from innkeeper.cases import actions, forms
from innkeeper.cases.actions import revealing
from innkeeper.cases.actions.linking import known_relation
from innkeeper.cases.queries.past import case_typed
from innkeeper.cases.views import approving, asking, showing
from innkeeper.cases.views.door import on_case, on_task
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import InvalidInput, NotFound
from innkeeper.web import htmx


@on_case
def contacts(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Note a contact."""
    said = forms.text(request.POST, "text")
    spoken = actions.Spoken(
        means=forms.text(request.POST, "means"),
        reached_guest=forms.a_press(request.POST, "reached_guest"),
        words=actions.Words(text=said) if said else None,
        happened_at=forms.a_time(request.POST, "happened_at"),
    )
    actions.record_contact(actor=actor, case_id=case_id, spoken=spoken, at=now())


@partial(on_case, form=asking.TO_THE_GUEST)
def words(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Write to the guest, with an expected time it is progress; or an internal note."""
    said = actions.Words(
        text=forms.text(request.POST, "text"), is_knowing=forms.a_flag(request.POST, "is_knowing")
    )
    audience = forms.text(request.POST, "audience") or "guest"
    expected_at = forms.a_time(request.POST, "expected_at")
    channel = forms.text(request.POST, "channel") or "wechat"
    if audience == "guest" and expected_at is not None:
        actions.send_progress(
            actor=actor, case_id=case_id, words=said, channel=channel, expected_at=expected_at, at=now()
        )
        return
    actions.write_thread(
        actor=actor,
        case_id=case_id,
        words=said,
        audience=audience,
        channel="" if audience == "internal" else channel,
        is_from_guest=forms.a_flag(request.POST, "is_from_guest"),
        at=now(),
    )


@on_case
def tasks(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Give a department a task."""
    job = actions.Job(
        title=forms.text(request.POST, "title", limit=120),
        department=forms.text(request.POST, "department"),
        post=forms.text(request.POST, "post"),
        minutes=forms.a_number(request.POST, "minutes"),
        needs_evidence=forms.a_flag(request.POST, "needs_evidence"),
    )
    actions.add_task(actor=actor, case_id=case_id, job=job, at=now())


@partial(on_case, form=asking.CLASSIFICATION)
def classification(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Correct what the case is."""
    sorting = actions.Sorting(
        code=forms.text(request.POST, "code"),
        category=forms.text(request.POST, "category"),
        priority=forms.a_number(request.POST, "priority"),
        cause=forms.text(request.POST, "cause") if "cause" in request.POST else None,
    )
    actions.classify_case(
        actor=actor,
        case_id=case_id,
        sorting=sorting,
        reason=forms.text(request.POST, "reason", limit=200),
        edit_version=forms.a_number(request.POST, "edit_version"),
        at=now(),
    )


@partial(on_case, form=asking.ASSIGNMENT)
def assignment(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Take the case, or put it into somebody's hands."""
    owner_id = forms.an_id(request.POST, "owner")
    if owner_id is None:
        actions.take_case(actor=actor, case_id=case_id, at=now())
        return
    actions.assign_case(
        actor=actor,
        case_id=case_id,
        owner_id=owner_id,
        reason=forms.text(request.POST, "reason", limit=200),
        edit_version=forms.a_number(request.POST, "edit_version"),
        at=now(),
    )


@on_case
def stage(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Leave the stage for the next."""
    actions.advance_stage(actor=actor, case_id=case_id, to=forms.text(request.POST, "to") or None, at=now())


@on_case
def steps(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Tick a step that nothing else proves."""
    actions.do_step(actor=actor, case_id=case_id, step=forms.text(request.POST, "step"), at=now())


@on_case
def findings(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Note what was found out."""
    source = forms.text(request.POST, "source") or "talk"
    actions.add_finding(
        actor=actor, case_id=case_id, text=forms.text(request.POST, "text"), source=source, at=now()
    )


@on_case
def evidence(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Keep a file."""
    caption = forms.text(request.POST, "caption", limit=120)
    file = request.FILES.get("file")
    if file is None:
        raise InvalidInput(_("Choose a file."), fields={"file": _("Choose a file.")})
    actions.add_evidence(
        actor=actor,
        case_id=case_id,
        content=file.read(),
        caption=caption,
        task_id=forms.an_id(request.POST, "task"),
        at=now(),
    )


@on_case
def transfer(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Pass the matter to who is responsible outside; with `told`, the guest knows where it went."""
    if forms.a_flag(request.POST, "told"):
        actions.tell_of_transfer(actor=actor, case_id=case_id, at=now())
        return
    actions.transfer_case(
        actor=actor,
        case_id=case_id,
        addressee=forms.text(request.POST, "addressee", limit=120),
        reason=forms.text(request.POST, "reason", limit=200),
        guest_told_at=now() if forms.a_flag(request.POST, "is_guest_told") else None,
        at=now(),
    )


@partial(on_case, form=asking.APPROVAL)
def approvals(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Ask for an approval."""
    question = actions.Question(
        subject=forms.text(request.POST, "subject", limit=40) or "other",
        post=forms.text(request.POST, "post", limit=40),
        reason=forms.text(request.POST, "reason", limit=200),
    )
    actions.ask_approval(actor=actor, case_id=case_id, question=question, at=now())


@on_case
def links(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Link the case with another, or let it go up in it."""
    relation = forms.text(request.POST, "relation") or "related"
    if relation != "merge":
        known_relation(relation)
    other = case_typed(actor, forms.text(request.POST, "other", limit=30))
    reason = forms.text(request.POST, "reason", limit=200)
    if relation == "merge":
        actions.merge_case(actor=actor, case_id=case_id, into_id=other.pk, reason=reason, at=now())
        return
    actions.link_cases(
        actor=actor, case_id=case_id, other_id=other.pk, relation=relation, reason=reason, at=now()
    )


@partial(on_case, form=asking.SPLIT)
def parts(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Make a second matter of the case a case of its own."""
    actions.split_off(
        actor=actor,
        case_id=case_id,
        text=forms.text(request.POST, "text"),
        code=forms.text(request.POST, "code", limit=40),
        key=forms.text(request.POST, "key", limit=40) or None,
        at=now(),
    )


@partial(on_case, is_undoable=True)
def hold(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """POST lets the case wait, DELETE (or POST with `end`) lets it go on."""
    if request.method == "DELETE" or forms.a_flag(request.POST, "end"):
        actions.release_case(actor=actor, case_id=case_id, at=now())
        return
    reason = forms.text(request.POST, "reason", limit=200)
    until_at = forms.a_time(request.POST, "until_at")
    actions.hold_case(actor=actor, case_id=case_id, reason=reason, until_at=until_at, at=now())


@partial(on_case, is_undoable=True)
def closure(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """POST closes the case, DELETE (or POST with `reopen`) opens it again."""
    reason = forms.text(request.POST, "reason", limit=200)
    if request.method == "DELETE" or forms.a_flag(request.POST, "reopen"):
        actions.reopen_case(actor=actor, case_id=case_id, reason=reason, at=now())
        return
    version = forms.a_number(request.POST, "edit_version")
    actions.close_case(actor=actor, case_id=case_id, outcome=reason, edit_version=version, at=now())


@partial(on_case, is_undoable=True)
def merge(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """DELETE (or POST): the case comes out of the one it went up in."""
    actions.unmerge_case(actor=actor, case_id=case_id, at=now())


@on_case
def named_staff(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Note that the case names a colleague: it becomes restricted."""
    staff_id = _colleague(request)
    actions.name_staff(actor=actor, case_id=case_id, staff_id=staff_id, at=now())


@on_case
def hearings(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Keep what a named colleague said to it."""
    staff_id = forms.an_id(request.POST, "colleague")
    if staff_id is None:
        raise InvalidInput(_("Choose a colleague."), fields={"colleague": _("Choose a colleague.")})
    actions.hear_colleague(
        actor=actor,
        case_id=case_id,
        staff_id=staff_id,
        words=forms.text(request.POST, "words"),
        outcome=forms.text(request.POST, "outcome") or "heard",
        heard_at=forms.a_time(request.POST, "heard_at"),
        at=now(),
    )


@partial(on_case, is_undoable=True)
def readers(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """POST lets one more colleague know of a restricted case, DELETE (or POST with `off`) takes one off the list."""
    off, reason = forms.an_id(request.POST, "off"), forms.text(request.POST, "reason", limit=200)
    if request.method == "DELETE" or off is not None:
        if off is None:
            raise InvalidInput(_("Choose a colleague."), fields={"off": _("Choose a colleague.")})
        actions.unshare_case(actor=actor, case_id=case_id, staff_id=off, reason=reason, at=now())
        return
    staff_id = _colleague(request)
    actions.share_case(actor=actor, case_id=case_id, staff_id=staff_id, reason=reason, at=now())


@partial(on_case, is_undoable=True)
def restriction(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """POST: from now on only who needs to know knows of it. DELETE (or POST with `lift`): everybody at work again."""
    reason = forms.text(request.POST, "reason", limit=200)
    if request.method == "DELETE" or forms.a_flag(request.POST, "lift"):
        actions.lift_restriction(actor=actor, case_id=case_id, reason=reason, at=now())
        return
    actions.restrict_case(actor=actor, case_id=case_id, reason=reason, at=now())


@on_case
def consent(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """The guest agrees that somebody comes to the room, or does not any more."""
    is_given = forms.a_flag(request.POST, "is_given")
    actions.note_consent(actor=actor, case_id=case_id, is_given=is_given, at=now())


@require_POST
@signed_in()
def decision(request: HttpRequest, ref: str, approval_id: UUID) -> HttpResponse:
    """Give or refuse an approval, note one given by phone, ratify it."""
    doer = on_case(partial(_decide, approval_id=approval_id))
    return doer(request, ref)


def _decide(request: HttpRequest, actor: Actor, case_id: UUID, *, approval_id: UUID) -> None:
    if forms.text(request.POST, "verdict") != "phone":
        approving.decide(request, actor, approval_id)
        return
    said_at = forms.a_time(request.POST, "said_at")
    given_by = _colleague(request)
    actions.note_phone_approval(
        actor=actor, approval_id=approval_id, given_by_id=given_by, said_at=said_at, at=now()
    )


def _colleague(request: HttpRequest) -> UUID:
    """The colleague whose staff number was typed. Raises: InvalidInput."""
    number = forms.text(request.POST, "staff_number", limit=20)
    try:
        return staff_by_number(number).pk
    except NotFound as unknown:
        text = _("There is no colleague of that number.")
        raise InvalidInput(text, fields={"staff_number": text}) from unknown


@require_POST
@signed_in()
def own_words(request: HttpRequest, ref: str) -> HttpResponse:
    """What the guest said, opened through the log; shown once, never kept by the browser."""
    said = revealing.open_words(actor=actor_of(request), ref=ref, at=now())
    shown = {"said": said, "ref": ref}
    answer = htmx.render(request, "cases/own_words.html", "cases/_own_words.html", shown)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
@signed_in()
def hearing_words(request: HttpRequest, ref: str, hearing_id: UUID) -> HttpResponse:
    """What a named colleague said, opened through the log; shown once, never kept by the browser."""
    said = revealing.hearing_words(actor=actor_of(request), ref=ref, hearing_id=hearing_id, at=now())
    shown = {"said": said, "ref": ref, "title": _("In the colleague's own words")}
    answer = htmx.render(request, "cases/own_words.html", "cases/_own_words.html", shown)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
@signed_in("guests.reveal_contact")
def contact(request: HttpRequest, ref: str) -> HttpResponse:
    """The contact that the guest left with the case, opened in place; one entry in the log each time."""
    said = revealing.open_contact(actor=actor_of(request), ref=ref, at=now())
    shown = {"item": showing.contact_mask(ref, open_value=said), "ref": ref}
    answer = htmx.render(request, "cases/contact.html", "cases/_contact.html", shown)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@on_task
def acceptance(request: HttpRequest, actor: Actor, task_id: UUID) -> None:
    """Take the task."""
    actions.accept_task(actor=actor, task_id=task_id, at=now())


@on_task
def arrival(request: HttpRequest, actor: Actor, task_id: UUID) -> None:
    """On site."""
    actions.arrive_at_task(
        actor=actor, task_id=task_id, happened_at=forms.a_time(request.POST, "happened_at"), at=now()
    )


@partial(on_task, form=asking.RADIO)
def completion(request: HttpRequest, actor: Actor, task_id: UUID) -> None:
    """Done; by radio for a colleague where `done_by` names one."""
    done_by = forms.an_id(request.POST, "done_by")
    result, happened_at = (
        forms.text(request.POST, "result", limit=400),
        forms.a_time(request.POST, "happened_at"),
    )
    if done_by is not None:
        actions.finish_by_radio(
            actor=actor, task_id=task_id, done_by_id=done_by, result=result, happened_at=happened_at, at=now()
        )
        return
    actions.finish_task(actor=actor, task_id=task_id, result=result, happened_at=happened_at, at=now())


@on_task
def obstacle(request: HttpRequest, actor: Actor, task_id: UUID) -> None:
    """It cannot be done, and why."""
    reason = forms.text(request.POST, "reason", limit=400)
    actions.cannot_do_task(actor=actor, task_id=task_id, reason=reason, at=now())


@partial(on_task, form=asking.GIVING_ON)
def reassignment(request: HttpRequest, actor: Actor, task_id: UUID) -> None:
    """Give the task to somebody else."""
    assignee_id = forms.an_id(request.POST, "assignee")
    if assignee_id is None:
        raise InvalidInput(_("Choose a colleague."), fields={"assignee": _("Choose a colleague.")})
    actions.reassign_task(actor=actor, task_id=task_id, assignee_id=assignee_id, at=now())


@on_task
def withdrawal(request: HttpRequest, actor: Actor, task_id: UUID) -> None:
    """The task is not needed any more, and why."""
    reason = forms.text(request.POST, "reason", limit=400)
    actions.cancel_task(actor=actor, task_id=task_id, reason=reason, at=now())
