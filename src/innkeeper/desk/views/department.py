"""The department board (部门看板): one press each for accept, arrived, done; photo; by radio; take over."""

from datetime import datetime
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from innkeeper.accounts.doors import actor_of, hand_of, hotel_of, signed_in
from innkeeper.accounts.rules import id_or_none
from innkeeper.cases import actions, forms
from innkeeper.cases.queries.department import department_tasks
from innkeeper.cases.queries.past import case_of, task_ref
from innkeeper.desk.forms import moment_of
from innkeeper.desk.queries.department import department_board, key_of_hand
from innkeeper.desk.queries.pulse import pulse_of_list, pulse_of_person
from innkeeper.kernel import clock
from innkeeper.kernel.days import is_thinkable
from innkeeper.kernel.errors import InvalidInput, WrongState
from innkeeper.statements import together
from innkeeper.stays.queries import jobs_of_department
from innkeeper.web import htmx
from innkeeper.web.etag import etag_of, is_still, still, unchanged_or
from innkeeper.web.htmx import render
from innkeeper.web.problems import problem, wants_json

DO = "tasks.do"


@require_safe
@signed_in(DO)
def board(request: HttpRequest) -> HttpResponse:
    """The board; polls are answered 304 while nothing changed."""
    actor, hotel, at = actor_of(request), hotel_of(request), clock.now()
    pulse = etag_of(pulse_of_person(actor, hotel.pk, at), actor.id, actor.session)
    if is_still(request, pulse):
        return still(request)
    jobs_there = jobs_of_department(actor, property_id=hotel.pk, at=at)
    found = together(department_tasks(actor, at=at), jobs_there).found()
    tag = etag_of(pulse_of_list(found.rows, at), actor.id, actor.session, within=pulse)

    def answer() -> HttpResponse:
        tasks, jobs = found.told()
        hand = hand_of(request)
        context = {
            "board": department_board(actor, hotel, tasks, jobs, at=at),
            "key": key_of_hand(hand.scope),
            "hand": hand,
            "etag": tag,
        }
        return render(request, "desk/department.html", "desk/_department.html", context)

    return unchanged_or(request, tag, answer)


@require_POST
@signed_in(DO)
def tap(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """One press. The phone asks for JSON and sends when it was pressed; without script it is a plain form."""
    actor, at = actor_of(request), clock.now()
    _insist_own(request)
    press = actions.TapIn(
        key=id_or_none(request.POST.get("key")) or uuid4(),
        verb=forms.text(request.POST, "verb", limit=12),
        happened_at=_pressed_at(request, at),
        obstacle=forms.text(request.POST, "obstacle", limit=20),
        words=forms.text(request.POST, "words", limit=200),
    )
    out = actions.tap_task(actor=actor, task_id=task_id, press=press, at=at)
    if wants_json(request):
        return JsonResponse({"outcome": out.outcome, "text": out.text}, status=409 if out.text else 200)
    if out.text:
        return problem(request, status=409, code="conflict", text=out.text)
    return htmx.go_to(request, reverse("desk:department"))


@require_POST
@signed_in(DO)
def photo(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """A photo straight from the camera; the same one twice is kept once."""
    actor, at = actor_of(request), clock.now()
    _insist_own(request)
    file = request.FILES.get("file")
    if file is None:
        raise InvalidInput(_("Choose a photo."), fields={"file": _("Choose a photo.")})
    case = case_of(actor, ref=task_ref(actor, task_id))
    actions.add_evidence(
        actor=actor,
        case_id=case.pk,
        content=file.read(),
        task_id=task_id,
        happened_at=_pressed_at(request, at),
        at=at,
    )
    if wants_json(request):
        return JsonResponse({"outcome": "done", "text": ""})
    return htmx.go_to(request, reverse("desk:department"))


@require_POST
@signed_in(DO)
def radio(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Done by radio: for whom, and at what time of the clock."""
    actor, hotel, at = actor_of(request), hotel_of(request), clock.now()
    done_by = forms.an_id(request.POST, "done_by")
    if done_by is None:
        raise InvalidInput(_("Say who did it."), fields={"done_by": _("Say who did it.")})
    heard = forms.text(request.POST, "time", limit=5)
    happened_at = moment_of(heard, at=at, timezone=hotel.timezone)
    actions.finish_by_radio(actor=actor, task_id=task_id, done_by_id=done_by, happened_at=happened_at, at=at)
    return htmx.go_to(request, reverse("desk:department"))


@require_POST
@signed_in(DO)
def takeover(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Take over what nobody on duty holds."""
    actions.take_over_task(actor=actor_of(request), task_id=task_id, at=clock.now())
    return htmx.go_to(request, reverse("desk:department"))


def _insist_own(request: HttpRequest) -> None:
    """What waited on the phone was pressed by this very hand, by nobody else. Raises WrongState."""
    own = hand_of(request).scope
    if request.POST.get("session", own) != own:
        raise WrongState(_("This was pressed under another sign-in. Do it again on the board."))


def _pressed_at(request: HttpRequest, at: datetime) -> datetime | None:
    """The true time of a press that waited on the phone, by the phone's own clock but free of its error.

    None where that clock is of no age: the press counts from now, and never holds up those behind it.
    """
    try:
        tapped = parse_datetime(request.POST.get("tapped_at", ""))
        sent = parse_datetime(request.POST.get("sent_at", ""))
    except ValueError:
        return None
    if tapped is None or sent is None or tapped.tzinfo is None or sent.tzinfo is None or tapped > sent:
        return None
    try:
        pressed_at = at - (sent - tapped)
    except OverflowError:
        return None
    return pressed_at if is_thinkable(pressed_at) else None
