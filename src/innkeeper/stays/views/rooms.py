"""Screens of one room: its state and marks by one tap or one typed line, its tasks, what others know of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from innkeeper.accounts.doors import actor_of, hotel_of, house_of, signed_in
from innkeeper.accounts.queries import Colleagues, staff_lines
from innkeeper.accounts.rules import id_or_none
from innkeeper.guests.queries import guest_lines
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.clock import now
from innkeeper.kernel.days import local_date
from innkeeper.kernel.errors import InvalidInput, NotFound
from innkeeper.properties.models import Property
from innkeeper.stays import actions, forms, policy, queries
from innkeeper.stays.models import STATE_WORDS
from innkeeper.stays.rules.hand_keys import read_key
from innkeeper.stays.rules.rooms import (
    OCCUPIED,
    TAKES_OFF_SALE,
    TRANSITIONS,
    Flag,
    RoomEvent,
    RoomState,
    events_for,
    may_flag,
)
from innkeeper.web import htmx

FLAG_WORDS = {
    Flag.DND: gettext_lazy("Do not disturb"),
    Flag.MAKE_UP: gettext_lazy("Make up the room"),
    Flag.DOUBLE_LOCKED: gettext_lazy("Double-locked"),
    Flag.NO_LUGGAGE: gettext_lazy("No luggage"),
    Flag.SLEPT_OUT: gettext_lazy("Slept out"),
    Flag.RUSH: gettext_lazy("Rush room"),
}
LONGEST_LINE, MOST_TASKS = 90, 40
BACK = {"round": "stays:round", "work": "desk:work", "board": "desk:department"}


@require_GET
@signed_in()
def room(request: HttpRequest, number: str) -> HttpResponse:
    """One room: its state, its guest's line, the keys for hands, its tasks, what is open in it."""
    actor, at = actor_of(request), now()
    policy.ensure(actor, "stays.see", "tasks.do")
    house = hotel_of(request)
    people = Colleagues()
    shown = room_context(actor=actor, house=house, number=number, people=people)
    _keep_look(actor, shown["card"], house, at=at)
    sections = queries.sections_of_room(actor=actor, house=house, room=number, at=at, people=people)
    return render(request, "stays/room.html", shown | {"sections": sections})


def _keep_look(actor: Actor, card: queries.RoomCard, house: Property, *, at: datetime) -> None:
    """Who looks at a room that is lived in looks at a stay."""
    if card.stay_id is not None:
        actions.note_look(
            actor=actor, stay_id=card.stay_id, guest_ids=card.guest_ids, property_id=house.pk, at=at
        )


def room_context(*, actor: Actor, house: Property, number: str, people: Colleagues) -> dict[str, Any]:
    """What the page shows of the room itself. Raises NotFound. Queries: 6."""
    at = now()
    card = queries.card_for_room(house.pk, number, at)
    if card is None:
        raise NotFound(_("There is no room %(room)s.") % {"room": number[:10]}, fields={"room": number[:10]})
    leads = actor.may("stays.edit")
    keys = [one for one in events_for(card.state) if one not in TAKES_OFF_SALE]
    if not leads:
        keys = [one for one in keys if one in {RoomEvent.CLEANED, RoomEvent.SOILED}]
    wanted = dict.fromkeys(TRANSITIONS[card.state, event] for event in keys)
    tasks = queries.tasks_of_room(
        actor, property_id=house.pk, room=card.room, on=local_date(at, house.timezone)
    )
    people.want([card.inspected_by, *(task.owner_id for task in tasks)])
    return {
        "card": card,
        "state_words": STATE_WORDS[card.state],
        "guests": list(guest_lines(card.guest_ids, actor=actor).values()),
        "state_keys": [(state.value, STATE_WORDS[state]) for state in wanted],
        "flags": _flags(card),
        "tasks": tasks,
        "loans": queries.loans_out([card.stay_id]).get(card.stay_id, []) if card.stay_id else [],
        "people": people,
        "off_sale_form": forms.OffSaleForm() if leads and card.state not in OCCUPIED else None,
        "quiet_form": forms.QuietForm() if card.state in OCCUPIED else None,
        "may_give": actor.may(policy.GIVES_WORK),
        "may_edit": any(actor.may(one) for one in policy.ROOM_KEEPERS),
        "may_see_guest": actor.may("guests.see"),
        "may_see_stay": actor.may("stays.see"),
        "at": at,
    }


def _flags(card: queries.RoomCard) -> list[tuple[str, object, object]]:
    return [
        (flag.value, FLAG_WORDS[flag], card.flags.get(flag))
        for flag in Flag
        if flag in card.flags or may_flag(card.state, flag)
    ]


@require_POST
@signed_in()
def hand_keys(request: HttpRequest) -> HttpResponse:
    """A key typed as one line: `1208 VC`."""
    actor = actor_of(request)
    line = request.POST.get("say", "")
    key = read_key(line) if len(line) <= LONGEST_LINE else None
    if key is None:
        raise InvalidInput(
            _("Write the room and its key, for example 1208 VC."), fields={"say": _("A room and a key.")}
        )
    pressed = actions.press_key(actor=actor, property_id=house_of(request), key=key, at=now())
    return htmx.go_to(request, reverse("stays:room", args=[pressed.room_number]))


@require_POST
@signed_in()
def room_states(request: HttpRequest, number: str) -> HttpResponse:
    """Set the room's state."""
    form = forms.StateForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("There is no such state."), fields={"state": ", ".join(RoomState)})
    actions.set_room_state(
        actor=actor_of(request),
        property_id=house_of(request),
        room_number=number,
        state=RoomState(form.cleaned_data["state"]),
        reason=form.cleaned_data["reason"],
        at=now(),
    )
    return _back(request, number)


@require_POST
@signed_in()
def off_sale(request: HttpRequest, number: str) -> HttpResponse:
    """Take the room off sale: out of order or out of service, why, and until when."""
    said = _given(forms.OffSaleForm(request.POST))
    actions.set_room_state(
        actor=actor_of(request),
        property_id=house_of(request),
        room_number=number,
        state=RoomState(str(said["state"])),
        reason=str(said["reason"]),
        back_on=said["back_on"],  # type: ignore[arg-type]
        at=now(),
    )
    return _back(request, number)


@require_POST
@signed_in()
def quiet(request: HttpRequest, number: str) -> HttpResponse:
    """Nobody disturbs the guest before a time."""
    said, at = _given(forms.QuietForm(request.POST)), now()
    until = forms.next_moment(said["until"], now=at, zone=hotel_of(request).timezone, field="until")  # type: ignore[arg-type]
    actions.keep_quiet(
        actor=actor_of(request), property_id=house_of(request), room_number=number, until=until, at=at
    )
    return _back(request, number)


@require_http_methods(["POST", "DELETE"])
@signed_in()
def room_flag(request: HttpRequest, number: str, flag: str) -> HttpResponse:
    """POST sets a mark, DELETE clears it."""
    return _flag(request, number, flag, is_set=request.method == "POST")


@require_POST
@signed_in()
def room_flag_removal(request: HttpRequest, number: str, flag: str) -> HttpResponse:
    """Clear a mark, for pages without htmx."""
    return _flag(request, number, flag, is_set=False)


def _flag(request: HttpRequest, number: str, flag: str, *, is_set: bool) -> HttpResponse:
    if flag not in set(Flag):
        raise Http404
    act = actions.set_flag if is_set else actions.clear_flag
    house = house_of(request)
    act(actor=actor_of(request), property_id=house, room_number=number, flag=Flag(flag), at=now())
    return _back(request, number)


@require_GET
@signed_in("tasks.do")
def round_of_floor(request: HttpRequest) -> HttpResponse:
    """My rooms: what waits there, by due time; a hand key typed at the top."""
    actor, at = actor_of(request), now()
    tasks = queries.tasks_of_team(actor, property_id=house_of(request), at=at)
    context = {
        "rooms": by_room(tasks),
        "count": len(tasks),
        "late": sum(one.is_late(at) for one in tasks),
        "may_give": actor.may(policy.GIVES_WORK),
        "at": at,
        "people": staff_lines({one.owner_id for one in tasks if one.owner_id}),
    }
    return render(request, "stays/round.html", context)


def by_room(tasks: list[queries.RoomTaskLine]) -> list[tuple[str, list[queries.RoomTaskLine]]]:
    """The tasks under their rooms: what hurries first, then the rooms that may be entered, in their order."""
    rooms: dict[str, list[queries.RoomTaskLine]] = {}
    for task in tasks:
        rooms.setdefault(task.room, []).append(task)

    def place(item: tuple[str, list[queries.RoomTaskLine]]) -> tuple[bool, bool, str]:
        lines = item[1]
        return (
            not any(one.kind in queries.HURRIED for one in lines),
            all(one.waits for one in lines),
            item[0],
        )

    return sorted(rooms.items(), key=place)


@require_POST
@signed_in()
def task_done(request: HttpRequest, room_task_id: UUID) -> HttpResponse:
    """The work in the room is done."""
    task = actions.finish_task(actor=actor_of(request), task_id=room_task_id, at=now())
    return _from(request, task.room_number)


@require_POST
@signed_in()
def task_left_out(request: HttpRequest, room_task_id: UUID) -> HttpResponse:
    """The work is left out today, and why."""
    why = request.POST.get("why", "")
    task = actions.leave_out_task(actor=actor_of(request), task_id=room_task_id, why=why, at=now())
    return _from(request, task.room_number)


@require_POST
@signed_in("tasks.do")
def acceptances(request: HttpRequest) -> HttpResponse:
    """Take the tasks of one going to a room."""
    tasks = actions.accept_tasks(actor=actor_of(request), task_ids=_chosen(request), at=now())
    return _from(request, tasks[0].room_number)


@require_POST
@signed_in("tasks.do")
def completions(request: HttpRequest) -> HttpResponse:
    """The work of one going to a room is done."""
    tasks = actions.finish_tasks(actor=actor_of(request), task_ids=_chosen(request), at=now())
    return _from(request, tasks[0].room_number)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(policy.GIVES_WORK)
def hands(request: HttpRequest, room_task_id: UUID) -> HttpResponse:
    """Who is on duty, with what they have in hand. POST gives the tasks of one going to one of them."""
    actor, at = actor_of(request), now()
    if request.method != "POST":
        going = queries.going_to_give(actor, room_task_id, at=at)
        return render(request, "stays/hands.html", {"going": going, "back": request.GET.get("back", "")})
    staff_id = id_or_none(request.POST.get("staff"))
    if staff_id is None:
        raise InvalidInput(_("Choose a colleague."), fields={"staff": _("Choose a colleague.")})
    tasks = actions.hand_over_tasks(actor=actor, task_id=room_task_id, staff_id=staff_id, at=at)
    return _from(request, tasks[0].room_number)


def _chosen(request: HttpRequest) -> list[UUID]:
    """The tasks that the press names. Raises InvalidInput."""
    given = [id_or_none(one) for one in request.POST.get("tasks", "").split()]
    chosen = [one for one in given if one is not None]
    if len(chosen) < len(given) or len(given) > MOST_TASKS:
        raise InvalidInput(_("Choose tasks of one room."), fields={"tasks": _("Tasks of one room.")})
    return chosen


def _from(request: HttpRequest, number: str) -> HttpResponse:
    """Back to where the asker came from: the round, my work, the board or the room."""
    came_from = BACK.get(request.POST.get("back") or request.GET.get("back", ""))
    return htmx.go_to(request, reverse(came_from)) if came_from else _back(request, number)


def _back(request: HttpRequest, number: str) -> HttpResponse:
    return htmx.go_to(request, reverse("stays:room", args=[number]))


def _given(form: forms.OffSaleForm | forms.QuietForm) -> dict[str, object]:
    if form.is_valid():
        return form.cleaned_data
    wrong = {name: " ".join(map(str, words)) for name, words in form.errors.items()}
    raise InvalidInput(next(iter(wrong.values())), fields=wrong)
