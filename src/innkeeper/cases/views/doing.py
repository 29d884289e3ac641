"""Doing: every noun of a case posts here, reads its form, calls one action and goes back to the case."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from innkeeper.accounts.doors import actor_of, signed_in
from innkeeper.cases import actions, forms
from innkeeper.cases.actions import revealing
from innkeeper.cases.queries.past import case_of, task_ref
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import InvalidInput
from innkeeper.web import htmx

Doer = Callable[[HttpRequest, Actor, UUID], None]
View = Callable[..., HttpResponse]


def _on_case(doer: Doer) -> View:
    """A view that does one thing to the case of the address and goes back to it."""

    @require_POST
    @signed_in()
    @wraps(doer)
    def view(request: HttpRequest, ref: str) -> HttpResponse:
        actor = actor_of(request)
        doer(request, actor, case_of(actor, ref=ref).pk)
        return htmx.go_to(request, reverse("cases:case", args=[ref]))

    return view


def _on_task(doer: Doer) -> View:
    """A view that does one thing to a task and goes back to where the asker came from: the case."""

    @require_POST
    @signed_in("tasks.do")
    @wraps(doer)
    def view(request: HttpRequest, task_id: UUID) -> HttpResponse:
        actor = actor_of(request)
        doer(request, actor, task_id)
        return htmx.go_to(request, reverse("cases:case", args=[task_ref(actor, task_id)]))

    return view


@_on_case
def contacts(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Note a contact."""
    said = forms.text(request.POST, "text")
    spoken = actions.Spoken(
        means=forms.text(request.POST, "means"),
        reached_guest=forms.a_flag(request.POST, "reached_guest"),
        words=actions.Words(text=said) if said else None,
        happened_at=forms.a_time(request.POST, "happened_at"),
    )
    actions.record_contact(actor=actor, case_id=case_id, spoken=spoken, at=now())


@_on_case
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


@_on_case
def tasks(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Give a department a task."""
    job = actions.Job(
        title=forms.text(request.POST, "title", limit=400),
        department=forms.text(request.POST, "department"),
        post=forms.text(request.POST, "post"),
        minutes=forms.a_number(request.POST, "minutes"),
        needs_evidence=forms.a_flag(request.POST, "needs_evidence"),
    )
    actions.add_task(actor=actor, case_id=case_id, job=job, at=now())


@_on_case
def classification(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Correct what the case is."""
    sorting = actions.Sorting(
        code=forms.text(request.POST, "code"),
        category=forms.text(request.POST, "category"),
        priority=forms.a_number(request.POST, "priority"),
    )
    actions.classify_case(
        actor=actor,
        case_id=case_id,
        sorting=sorting,
        reason=forms.text(request.POST, "reason", limit=200),
        edit_version=forms.a_number(request.POST, "edit_version"),
        at=now(),
    )


@_on_case
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


@_on_case
def stage(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Leave the stage for the next."""
    actions.advance_stage(actor=actor, case_id=case_id, to=forms.text(request.POST, "to") or None, at=now())


@_on_case
def findings(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Note what was found out."""
    source = forms.text(request.POST, "source") or "talk"
    actions.add_finding(
        actor=actor, case_id=case_id, text=forms.text(request.POST, "text"), source=source, at=now()
    )


@_on_case
def evidence(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Keep a file."""
    file = request.FILES.get("file")
    if file is None:
        raise InvalidInput(_("Choose a file."), fields={"file": _("Choose a file.")})
    actions.add_evidence(
        actor=actor,
        case_id=case_id,
        content=file.read(),
        caption=forms.text(request.POST, "caption", limit=120),
        task_id=forms.an_id(request.POST, "task"),
        at=now(),
    )


@_on_case
def transfer(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Pass the matter to who is responsible outside."""
    actions.transfer_case(
        actor=actor,
        case_id=case_id,
        addressee=forms.text(request.POST, "addressee", limit=120),
        reason=forms.text(request.POST, "reason", limit=200),
        guest_told_at=now() if forms.a_flag(request.POST, "is_guest_told") else None,
        at=now(),
    )


@_on_case
def approvals(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Ask for an approval."""
    question = actions.Question(
        subject=forms.text(request.POST, "subject", limit=40) or "other",
        post=forms.text(request.POST, "post", limit=40),
        reason=forms.text(request.POST, "reason", limit=200),
    )
    actions.ask_approval(actor=actor, case_id=case_id, question=question, at=now())


@_on_case
def links(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Link the case with another, or let it go up in it."""
    other = case_of(actor, ref=forms.text(request.POST, "other", limit=30))
    relation = forms.text(request.POST, "relation") or "related"
    reason = forms.text(request.POST, "reason", limit=200)
    if relation == "merge":
        actions.merge_case(actor=actor, case_id=case_id, into_id=other.pk, reason=reason, at=now())
        return
    actions.link_cases(
        actor=actor, case_id=case_id, other_id=other.pk, relation=relation, reason=reason, at=now()
    )


@require_http_methods(["POST", "DELETE"])
@signed_in()
def hold(request: HttpRequest, ref: str) -> HttpResponse:
    """POST lets the case wait, DELETE (or POST with `end`) lets it go on."""
    actor = actor_of(request)
    case_id = case_of(actor, ref=ref).pk
    if request.method == "DELETE" or forms.a_flag(request.POST, "end"):
        actions.release_case(actor=actor, case_id=case_id, at=now())
    else:
        reason = forms.text(request.POST, "reason", limit=200)
        until_at = forms.a_time(request.POST, "until_at")
        actions.hold_case(actor=actor, case_id=case_id, reason=reason, until_at=until_at, at=now())
    return htmx.go_to(request, reverse("cases:case", args=[ref]))


@require_http_methods(["POST", "DELETE"])
@signed_in()
def closure(request: HttpRequest, ref: str) -> HttpResponse:
    """POST closes the case, DELETE (or POST with `reopen`) opens it again."""
    actor = actor_of(request)
    case_id = case_of(actor, ref=ref).pk
    reason = forms.text(request.POST, "reason", limit=200)
    if request.method == "DELETE" or forms.a_flag(request.POST, "reopen"):
        actions.reopen_case(actor=actor, case_id=case_id, reason=reason, at=now())
    else:
        version = forms.a_number(request.POST, "edit_version")
        actions.close_case(actor=actor, case_id=case_id, outcome=reason, edit_version=version, at=now())
    return htmx.go_to(request, reverse("cases:case", args=[ref]))


@require_POST
@signed_in()
def own_words(request: HttpRequest, ref: str) -> HttpResponse:
    """What the guest said, opened through the log; shown once, never kept by the browser."""
    said = revealing.open_words(actor=actor_of(request), ref=ref, at=now())
    answer = HttpResponse(said, content_type="text/plain; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@_on_task
def acceptance(request: HttpRequest, actor: Actor, task_id: UUID) -> None:
    """Take the task."""
    actions.accept_task(actor=actor, task_id=task_id, at=now())


@_on_task
def arrival(request: HttpRequest, actor: Actor, task_id: UUID) -> None:
    """On site."""
    actions.arrive_at_task(
        actor=actor, task_id=task_id, happened_at=forms.a_time(request.POST, "happened_at"), at=now()
    )


@_on_task
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


@_on_task
def obstacle(request: HttpRequest, actor: Actor, task_id: UUID) -> None:
    """It cannot be done, and why."""
    reason = forms.text(request.POST, "reason", limit=400)
    actions.cannot_do_task(actor=actor, task_id=task_id, reason=reason, at=now())
