"""Screens of the live house: lists behind the figures, one room, imports."""

import csv
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from innkeeper.accounts.doors import actor_of, signed_in
from innkeeper.guests.queries import guest_lines
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import InvalidInput, NotFound
from innkeeper.stays import actions, policy, queries
from innkeeper.stays.adapters.files import FileRefused
from innkeeper.stays.forms import StateForm, UploadForm
from innkeeper.stays.models import STATE_WORDS, ImportRun
from innkeeper.stays.rules.rooms import TRANSITIONS, Flag, RoomState, events_for, may_flag
from innkeeper.web import htmx

FLAG_WORDS = {
    Flag.DND: gettext_lazy("Do not disturb"),
    Flag.MAKE_UP: gettext_lazy("Make up the room"),
    Flag.DOUBLE_LOCKED: gettext_lazy("Double-locked"),
    Flag.NO_LUGGAGE: gettext_lazy("No luggage"),
    Flag.SLEPT_OUT: gettext_lazy("Slept out"),
    Flag.RUSH: gettext_lazy("Rush room"),
}
RUN_WORDS = {
    "waiting": gettext_lazy("Waiting"),
    "running": gettext_lazy("Running"),
    "done": gettext_lazy("Done"),
    "refused": gettext_lazy("Refused"),
}


@require_GET
@signed_in()
def room(request: HttpRequest, number: str) -> HttpResponse:
    """One room: its state, its guest's line, the keys for hands."""
    actor = actor_of(request)
    policy.ensure(actor, "stays.see", "tasks.do")
    return render(request, "stays/room.html", room_context(actor=actor, number=number))


def room_context(*, actor: Actor, number: str) -> dict[str, object]:
    """What a page about a room shows of it: `card`, `guests`, `state_keys`, `flags`. Raises NotFound. Queries: 4."""
    card = queries.card_for_room(house_of(actor), number, now())
    if card is None:
        raise NotFound(_("There is no room %(room)s.") % {"room": number[:10]}, fields={"room": number[:10]})
    wanted = [TRANSITIONS[card.state, event] for event in events_for(card.state)]
    flags = [
        (flag.value, FLAG_WORDS[flag], card.flags.get(flag))
        for flag in Flag
        if flag in card.flags or may_flag(card.state, flag)
    ]
    return {
        "card": card,
        "state_words": STATE_WORDS[card.state],
        "guests": list(guest_lines(card.guest_ids, actor=actor).values()),
        "state_keys": [(state.value, STATE_WORDS[state]) for state in dict.fromkeys(wanted)],
        "flags": flags,
        "may_edit": any(actor.may(one) for one in policy.ROOM_KEEPERS),
        "may_see_guest": actor.may("guests.see"),
    }


@require_POST
@signed_in()
def room_states(request: HttpRequest, number: str) -> HttpResponse:
    """Set the room's state."""
    actor, form = actor_of(request), StateForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("There is no such state."), fields={"state": ", ".join(RoomState)})
    actions.set_room_state(
        actor=actor,
        property_id=house_of(actor),
        room_number=number,
        state=RoomState(form.cleaned_data["state"]),
        reason=form.cleaned_data["reason"],
        at=now(),
    )
    return htmx.go_to(request, reverse("stays:room", args=[number]))


@require_http_methods(["POST", "DELETE"])
@signed_in()
def room_flag(request: HttpRequest, number: str, flag: str) -> HttpResponse:
    """POST sets a mark, DELETE clears it."""
    if flag not in set(Flag):
        raise Http404
    actor = actor_of(request)
    act = actions.set_flag if request.method == "POST" else actions.clear_flag
    act(actor=actor, property_id=house_of(actor), room_number=number, flag=Flag(flag), at=now())
    return htmx.go_to(request, reverse("stays:room", args=[number]))


@require_POST
@signed_in()
def room_flag_removal(request: HttpRequest, number: str, flag: str) -> HttpResponse:
    """Clear a mark, for pages without htmx."""
    if flag not in set(Flag):
        raise Http404
    actor = actor_of(request)
    actions.clear_flag(
        actor=actor, property_id=house_of(actor), room_number=number, flag=Flag(flag), at=now()
    )
    return htmx.go_to(request, reverse("stays:room", args=[number]))


@require_http_methods(["GET", "POST"])
@signed_in("stays.import")
def imports(request: HttpRequest) -> HttpResponse:
    """The last imports; POST takes a file."""
    actor = actor_of(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            run = actions.upload_stays(
                actor=actor,
                property_id=house_of(actor),
                file_name=given.name,
                content=given.read((20 << 20) + 1),
                at=now(),
            )
        except FileRefused as refused:
            form.add_error("file", queries.refusal_words(refused))
        else:
            return htmx.go_to(request, reverse("stays:import", args=[run.id]))
    runs = [_run_line(run) for run in queries.recent_runs(actor=actor, property_id=house_of(actor))]
    return render(
        request, "stays/imports.html", {"form": form, "runs": runs}, status=422 if form.errors else 200
    )


@require_GET
@signed_in("stays.import")
def import_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """How an import stands; asked again by the page until it is done."""
    run = queries.run_for(run_id, actor=actor_of(request))
    context = {"line": _run_line(run), "run": run, "bad_rows": queries.bad_rows(run.id)}
    return htmx.render(request, "stays/import_run.html", "stays/_run.html", context)


@require_GET
@signed_in("stays.import")
def import_bad_rows(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The report of bad rows as a CSV file."""
    run = queries.run_for(run_id, actor=actor_of(request))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="bad-rows-{run.id}.csv"'
    response.write("﻿")
    csv.writer(response).writerows(queries.bad_row_table(run.id))
    return response


def house_of(actor: Actor) -> UUID:
    """The hotel in which the actor works now. Raises InvalidInput when none is chosen."""
    if actor.property_id is None:
        raise InvalidInput(_("Choose a hotel first."), fields={"property": _("A hotel.")})
    return actor.property_id


def _run_line(run: ImportRun) -> dict[str, object]:
    return {
        "run": run,
        "state": RUN_WORDS[run.state],
        "is_open": run.state in {"waiting", "running"},
        "done": run.good + run.bad,
        "refusal": queries.refusal_words(run.refusal) if run.refusal else "",
    }
