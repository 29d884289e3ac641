"""Reading: the list of all cases, one case, older words, the picture of a piece of evidence, the export."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_safe

from innkeeper.accounts.doors import actor_of, signed_in
from innkeeper.accounts.queries import staff_lines
from innkeeper.cases import forms
from innkeeper.cases.actions import GatesOpen, PromiseContradicted, mark_read
from innkeeper.cases.actions.revealing import evidence_picture
from innkeeper.cases.models import Case
from innkeeper.cases.queries import lists, page, past
from innkeeper.cases.queries.history import changes_since, history_of
from innkeeper.cases.queries.playbooks import department_names
from innkeeper.cases.queries.thread import thread_entry, thread_of
from innkeeper.cases.views import controls, sections, showing
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import EditConflict, InnkeeperError
from innkeeper.stays.queries import RoomNow, room_now
from innkeeper.web import htmx

NOT_TYPED = {"csrfmiddlewaretoken", "edit_version", "seen_at"}
MEANWHILE = timedelta(minutes=30)
CHOSEN = (
    "kind",
    "category",
    "nature",
    "subject",
    "scope",
    "urgency",
    "satisfaction",
    "code",
    "department",
    "channel",
    "room",
)


@require_safe
@signed_in("cases.see")
def all_cases(request: HttpRequest) -> HttpResponse:
    """All cases of the hotel, newest first, narrowed by what the address says."""
    actor, at = actor_of(request), now()
    filters = _filters(request)
    found = lists.cases_page(actor, filters=filters, cursor=request.GET.get("after", ""))
    people = staff_lines({line.owner_id for line in found.lines if line.owner_id})
    query = request.GET.copy()
    query["after"] = found.next_cursor
    shown = {
        "rows": [showing.row_of(line, people, at=at) for line in found.lines],
        "next": query.urlencode() if found.next_cursor else "",
        "chosen": request.GET.dict(),
        "departments": department_names(actor.property_id) if actor.property_id else {},
        "figures": lists.open_figures(actor.property_id, at=at) if actor.property_id else None,
    }
    return htmx.render(request, "cases/all.html", "cases/_rows.html", shown)


@require_safe
@signed_in()
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """One case, complete; opening it notes how far the reader has read. Its sections are fetched as they come into sight."""
    return _page(request, ref)


def refused(request: HttpRequest, ref: str, wrong: InnkeeperError) -> HttpResponse:
    """The case page again, with what was refused and why, what was typed, and what changed meanwhile."""
    typed = {
        name: value for name, value in request.POST.items() if name not in NOT_TYPED and str(value).strip()
    }
    shown: dict[str, Any] = {
        "problem": wrong,
        "problem_title": showing.problem_title(wrong),
        "typed": {
            "action": request.path,
            "values": typed,
            "wrong": [] if isinstance(wrong, EditConflict) else list(wrong.fields),
            "words": {} if isinstance(wrong, EditConflict) else wrong.fields,
        },
        "typed_words": [value for name, value in typed.items() if showing.is_prose(name)],
    }
    if isinstance(wrong, EditConflict):
        since = forms.a_moment(request.POST, "seen_at") or now() - MEANWHILE
        shown["changes"] = showing.log_lines(changes_since(actor_of(request), ref=ref, since=since))
    if isinstance(wrong, PromiseContradicted):
        shown["earlier"] = thread_entry(actor_of(request), ref=ref, entry_id=UUID(wrong.fields["earlier"]))
    return _page(request, ref, status=wrong.status, more=shown)


@require_safe
@signed_in()
def history(request: HttpRequest, ref: str) -> HttpResponse:
    """What happened to the case, newest first; fetched when it comes into sight."""
    shown = {"history": showing.log_lines(history_of(actor_of(request), ref=ref)), "ref": ref}
    return htmx.render(request, "cases/history.html", "cases/_history.html", shown)


@require_safe
@signed_in()
def news(request: HttpRequest, ref: str) -> HttpResponse:
    """What others did to the case since the page was drawn, a fragment; 204 while nothing happened.

    Nothing moves under the hands of who is writing: the page says that it is old and offers the new one.
    """
    since = forms.a_moment(request.GET, "since") or now()
    changes = showing.log_lines(changes_since(actor_of(request), ref=ref, since=since))
    if not changes:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "cases/_news.html", {"changes": changes, "ref": ref})


def _room_now(case: Case, *, at: datetime) -> RoomNow | None:
    """The signs on the door of an open case's room, who comes next, and where its guest moved to. Queries: 0 or 1."""
    if not case.room_number or not case.is_open:
        return None
    return room_now(case.property_id, case.room_number, stay_id=case.stay_id, on=localtime(at).date(), at=at)


def _page(
    request: HttpRequest, ref: str, *, status: int = HTTPStatus.OK, more: Mapping[str, Any] | None = None
) -> HttpResponse:
    actor, at = actor_of(request), now()
    facts = page.case_page(actor, ref=ref, at=at)
    departments = department_names(facts.case.property_id)
    upto = page.news_upto(facts, actor)
    if status == HTTPStatus.OK and upto is not None:
        mark_read(actor=actor, case=facts.case, upto_at=upto, at=at)
    found = sections.places(facts, actor)
    shown = showing.page_of(facts, departments, sections.gate_links(facts.case.kind), at=at) | {
        "leads": sections.leads(facts.case, actor, at=at),
        "places": [one for one in found if not one.is_aside],
        "asides": [one for one in found if one.is_aside],
        "room_now": _room_now(facts.case, at=at),
        "drawn_at": at.isoformat(),
        "repeats": facts.beside.repeats,
    }
    if more and isinstance(more.get("problem"), GatesOpen):
        shown["missing"] = showing.missing_of(more["problem"], sections.gate_links(facts.case.kind))
    shown |= controls.controls_of(facts, actor, departments, at=at) | dict(more or {})
    return render(request, "cases/case.html", shown, status=status)


@require_GET
@signed_in()
def thread(request: HttpRequest, ref: str) -> HttpResponse:
    """Older words of the thread, a fragment."""
    found = thread_of(actor_of(request), ref=ref, before=request.GET.get("before", ""))
    people = staff_lines({entry.author_id for entry in found.entries if entry.author_id})
    lines = [showing.line_of_thread(entry, people) for entry in found.entries]
    return render(request, "cases/_older.html", {"lines": lines, "older": found.older, "ref": ref})


@require_safe
@signed_in("cases.see")
def export(request: HttpRequest, ref: str) -> HttpResponse:
    """The record of the closed loop as JSON (CASE-33)."""
    answer = JsonResponse(
        past.export_case(actor_of(request), ref=ref), json_dumps_params={"ensure_ascii": False}
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{ref}.json"'
    return answer


@require_GET
@signed_in()
def picture(request: HttpRequest, ref: str, evidence_id: UUID) -> HttpResponse:
    """The display copy of a piece of evidence, opened through the log once a session."""
    content = evidence_picture(actor=actor_of(request), ref=ref, evidence_id=evidence_id, at=now())
    answer = HttpResponse(content, content_type="image/jpeg")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _filters(request: HttpRequest) -> lists.Filters:
    """The filters of the address; what it does not say stays open."""
    given = request.GET
    priority = given.get("priority", "")
    state = given.get("state", "open")
    found = lists.Filters(
        is_open={"open": True, "late": True, "closed": False}.get(state),
        is_late_at=now() if state == "late" else None,
        priority=int(priority) if priority in {"1", "2", "3", "4"} else None,
    )
    return replace(found, **cast(dict[str, Any], {name: given.get(name, "")[:40] for name in CHOSEN}))
