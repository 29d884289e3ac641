"""The way from a button of the case page to one action and back: what is refused comes back with what was typed.

GET on a noun that has something to choose from gives its form, POST does it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from innkeeper.accounts.doors import actor_of, signed_in
from innkeeper.cases import policy
from innkeeper.cases.actions import OpenedCase
from innkeeper.cases.models import Case, Task
from innkeeper.cases.queries.past import task_of
from innkeeper.cases.views.asking import Form
from innkeeper.cases.views.reading import refused
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import EditConflict, InvalidInput, NotPermitted, WrongState
from innkeeper.web import htmx
from innkeeper.web.problems import wants_json

Doer = Callable[[HttpRequest, Actor, UUID], object]
View = Callable[..., HttpResponse]
SHOWN_ON_THE_PAGE = (EditConflict, InvalidInput, WrongState)
BACK = {"work": "desk:work", "board": "desk:department"}
READS = frozenset({"GET", "HEAD"})


def on_case(doer: Doer, *, kind: str = "", is_undoable: bool = False, form: Form | None = None) -> View:
    """A view that does one thing to the case of the address and goes back to it, or to the case that the doer opened.

    With `is_undoable` DELETE is let in too: the doer takes back what POST did. With `form` GET shows it.
    """

    @require_http_methods(["POST", *(["DELETE"] if is_undoable else []), *(READS if form else [])])
    @signed_in()
    @wraps(doer)
    def view(request: HttpRequest, ref: str) -> HttpResponse:
        actor = actor_of(request)
        lookup: dict[str, Any] = {"ref": ref, "kind": kind} if kind else {"ref": ref}
        case = policy.case_for(actor, **lookup)
        if form is not None and request.method in READS:
            return _asked(request, form, case)
        try:
            done = doer(request, actor, case.pk)
        except SHOWN_ON_THE_PAGE as wrong:
            if wants_json(request) or htmx.wants_fragment(request):
                raise
            return refused(request, ref, wrong)
        return htmx.go_to(
            request, reverse("cases:case", args=[done.ref if isinstance(done, OpenedCase) else ref])
        )

    return view


def on_task(doer: Doer, *, form: Form | None = None) -> View:
    """A view that does one thing to a task and goes back to where the asker came from: my work, the board or the case.

    With `form` GET shows it.
    """

    @require_http_methods(["POST", *(READS if form else [])])
    @signed_in("tasks.do")
    @wraps(doer)
    def view(request: HttpRequest, task_id: UUID) -> HttpResponse:
        actor = actor_of(request)
        task = task_of(actor, task_id)
        ref = task.case.ref
        if form is not None and request.method in READS:
            return _asked(request, form, task.case, task)
        try:
            doer(request, actor, task_id)
        except SHOWN_ON_THE_PAGE as wrong:
            if wants_json(request) or htmx.wants_fragment(request):
                raise
            return refused(request, ref, wrong)
        came_from = BACK.get(request.POST.get("back", ""))
        return htmx.go_to(request, reverse(came_from) if came_from else reverse("cases:case", args=[ref]))

    return view


def _asked(request: HttpRequest, form: Form, case: Case, task: Task | None = None) -> HttpResponse:
    """The form, alone or as a page of its own. Raises NotPermitted for who may not fill it in."""
    if not form.may(actor_of(request), case):
        raise NotPermitted(_("Your post does not allow this."))
    shown = {"case": case, "template": form.template, "seen_at": now().isoformat()}
    return htmx.render(request, "cases/asked.html", form.template, shown | dict(form.choices(task or case)))
