"""What a guest asked for goes where the guest goes: into the room they moved to; out of the house, it ends."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, Task
from innkeeper.kernel.actors import Actor, system
from innkeeper.kernel.errors import NotPermitted
from innkeeper.properties.queries import room
from innkeeper.service_requests.actions.asking import KIND
from innkeeper.service_requests.actions.delivering import HOUSE, close_delivered, drop_call
from innkeeper.service_requests.actions.planning import drop_planned
from innkeeper.service_requests.actions.withdrawing import called_off
from innkeeper.service_requests.models import PlannedTask, RequestDetail
from innkeeper.service_requests.rules import DELIVER, FOLLOW_UP, ends_with_stay, goes_along


def follow_to_room(*, actor: Actor, stay_id: UUID, room_number: str, at: datetime) -> int:
    """What the guest wants is brought to the room they live in now, and they are called there; how many requests changed.

    What is to be mended stays with its room. Whoever is on the way is told. Safe to repeat. The house alone.
    Raises: NotPermitted; NotFound for no such room.
    """
    changed = 0
    for case in _open_ones(actor, stay_id, at=at):
        is_along = goes_along(code=case.taxonomy_code, nature=case.nature)
        step = {} if is_along else {"step": FOLLOW_UP}
        going = cases.carry_tasks(case, room_number, of=_all if is_along else _is_call)
        waiting = PlannedTask.objects.filter(case=case, task=None, dropped_at=None, **step)
        moved = len(going) + waiting.exclude(room_number__in=["", room_number]).update(
            room_number=room_number
        )
        if is_along and case.room_number not in ("", room_number):
            case.room_number, case.room_id = room_number, room(case.property_id, room_number).id
            case.save(update_fields=["room_number", "room_id"])
            moved += 1
        if moved:
            changed += 1
            cases.tell_carriers(
                case,
                going,
                room_number,
                text_key="requests.moved",
                verb="request_follows",
                actor=actor,
                at=at,
            )
    return changed


def end_with_stay(*, actor: Actor, stay_id: UUID, at: datetime) -> int:
    """The guest has left: nobody brings, wakes or calls any more; a taxi, luggage and repairs stay; how many ended.

    Safe to repeat. The house alone. Raises: NotPermitted.
    """
    ended = 0
    touched = []
    for case in _open_ones(actor, stay_id, at=at):
        touched.append(case.pk)
        _spare_call(case, actor=actor, at=at)
        if not ends_with_stay(case.taxonomy_code):
            continue
        if case.is_open:
            called_off(case, _("The guest has left the house."), actor=actor, at=at)
        else:
            drop_planned(case, DELIVER, at=at)
        ended += 1
    for case_id in touched:
        close_delivered(actor=system(HOUSE), case_id=case_id, at=at)
    return ended


def _open_ones(actor: Actor, stay_id: UUID, *, at: datetime) -> Iterator[Case]:
    """The requests of the stay that are not over, one after the other, each held for its change."""
    if not actor.is_system:
        raise NotPermitted(_("Your post does not allow this."))
    rows = Case.objects.filter(stay_id=stay_id, kind=KIND, closed_at=None).order_by("pk")
    for case_id in list(rows.values_list("pk", flat=True)):
        with cases.changing(actor=actor, case_id=case_id, verb="task", at=at, is_open_needed=False) as case:
            if case.closed_at is None:
                yield case


def _spare_call(case: Case, *, actor: Actor, at: datetime) -> None:
    """Nobody rings a room to ask a guest who has left it: the deliverer's word counts."""
    drop_call(case, actor=actor, at=at)
    RequestDetail.objects.filter(pk=case.pk, is_sampled=True, confirmed_by="").update(is_sampled=False)


def _all(task: Task) -> bool:
    return True


def _is_call(task: Task) -> bool:
    return task.step == FOLLOW_UP
