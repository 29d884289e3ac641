"""The way from a button of the case page to one action and back: what is refused comes back with what was typed."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from innkeeper.accounts.doors import actor_of, signed_in
from innkeeper.cases import policy
from innkeeper.cases.queries.past import task_ref
from innkeeper.cases.views.reading import refused
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import EditConflict, InvalidInput, WrongState
from innkeeper.web import htmx
from innkeeper.web.problems import wants_json

Doer = Callable[[HttpRequest, Actor, UUID], object]
View = Callable[..., HttpResponse]
SHOWN_ON_THE_PAGE = (EditConflict, InvalidInput, WrongState)


def on_case(doer: Doer, *, kind: str = "", is_undoable: bool = False) -> View:
    """A view that does one thing to the case of the address and goes back to it.

    With `is_undoable` DELETE is let in too: the doer takes back what POST did.
    """

    @require_http_methods(["POST", "DELETE"] if is_undoable else ["POST"])
    @signed_in()
    @wraps(doer)
    def view(request: HttpRequest, ref: str) -> HttpResponse:
        actor = actor_of(request)
        lookup = {"ref": ref, "kind": kind} if kind else {"ref": ref}
        case_id = policy.case_for(actor, **lookup).pk
        try:
            doer(request, actor, case_id)
        except SHOWN_ON_THE_PAGE as wrong:
            if wants_json(request) or htmx.wants_fragment(request):
                raise
            return refused(request, ref, wrong)
        return htmx.go_to(request, reverse("cases:case", args=[ref]))

    return view


def on_task(doer: Doer) -> View:
    """A view that does one thing to a task and goes back to where the asker came from: my work or the case."""

    @require_POST
    @signed_in("tasks.do")
    @wraps(doer)
    def view(request: HttpRequest, task_id: UUID) -> HttpResponse:
        actor = actor_of(request)
        ref = task_ref(actor, task_id)
        try:
            doer(request, actor, task_id)
        except SHOWN_ON_THE_PAGE as wrong:
            if wants_json(request) or htmx.wants_fragment(request):
                raise
            return refused(request, ref, wrong)
        is_from_work = request.POST.get("back") == "work"
        return htmx.go_to(
            request, reverse("desk:work") if is_from_work else reverse("cases:case", args=[ref])
        )

    return view
