"""Screens of service requests: the one list, the themes, the calls for help, the guest's word."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.accounts.queries import staff_lines
from innkeeper.cases.forms import text
from innkeeper.cases.models import Channel, NeedClass
from innkeeper.cases.queries.playbooks import codes, department_names
from innkeeper.cases.views.door import on_case
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import InvalidInput
from innkeeper.service_requests import actions, queries
from innkeeper.service_requests.rules import TOUR_STRATEGIES
from innkeeper.service_requests.showing import row_of
from innkeeper.web.templatetags.parts import two

KIND = "service_request"
ANSWERS = ("satisfied", "not")


@require_safe
@signed_in("cases.see")
def requests(request: HttpRequest) -> HttpResponse:
    """Every request of the hotel, whatever channel it came by: late ones on top (REQ-02, REQ-06)."""
    actor, at, house = actor_of(request), now(), house_of(request)
    chosen = {
        "channel": request.GET.get("channel", ""),
        "department": request.GET.get("department", ""),
        "state": request.GET.get("state", "open"),
    }
    lines = queries.request_list(
        actor,
        channel=chosen["channel"],
        department=chosen["department"],
        is_closed=chosen["state"] == "closed",
        at=at,
    )
    people = staff_lines({line.case.owner_id for line in lines if line.case.owner_id})
    departments = department_names(house)
    context = {
        "rows": [row_of(line, people, departments, at=at) for line in lines],
        "late": sum(line.case.is_late(at) for line in lines),
        "chosen": chosen,
        "channels": Channel.choices,
        "departments": departments,
        "calls": [
            (
                call,
                departments.get(call.department, call.department),
                [departments.get(one, one) for one in call.helpers],
            )
            for call in queries.open_help(house)
        ],
        "may_end": actor.may("cases.assign"),
    }
    return render(request, "service_requests/requests.html", context)


@require_safe
@signed_in("cases.see")
def themes(request: HttpRequest) -> HttpResponse:
    """What guests spoke of most in 28 days, small things solved on the spot with the rest (REQ-10); tours apart (REQ-04)."""
    actor, at = actor_of(request), now()
    names = {one.code: two(one) for one in codes(house_of(request), is_retired_too=True)}
    found = queries.themes(actor, at=at)
    most = max((max(theme.weeks) for theme in found), default=1)
    rows = [(names.get(theme.code, theme.code), theme, most) for theme in found]
    tours = [
        (NeedClass(one.need_class).label, _(TOUR_STRATEGIES[one.need_class]), one)
        for one in queries.tour_needs(actor, at=at)
    ]
    return render(request, "service_requests/themes.html", {"rows": rows, "tours": tours})


@require_POST
@signed_in("cases.assign")
def help_end(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """The help is there, or no longer needed."""
    actions.end_help(actor=actor_of(request), call_id=call_id, at=now())
    return redirect("requests:all")


def _guest_word(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    actions.confirm_by_guest(actor=actor, case_id=case_id, at=now())


def _withdrawal(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    words = text(request.POST, "words", limit=200)
    actions.withdraw_request(actor=actor, case_id=case_id, words=words, at=now())


def _follow_up(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    answer = text(request.POST, "answer")
    if answer not in ANSWERS:
        said = _("Say whether the guest is satisfied.")
        raise InvalidInput(said, fields={"answer": said})
    actions.note_call(
        actor=actor,
        case_id=case_id,
        is_satisfied=answer == "satisfied",
        words=text(request.POST, "words", limit=400),
        at=now(),
    )


guest_word = on_case(_guest_word, kind=KIND)
withdrawal = on_case(_withdrawal, kind=KIND)
follow_up = on_case(_follow_up, kind=KIND)
