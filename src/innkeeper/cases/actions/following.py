"""The guest of a case lives in another room now: what is for them goes there, and whoever carries it hears of it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db.models import F, Q

from innkeeper.cases.actions.change import tell
from innkeeper.cases.actions.handling import notice_about
from innkeeper.cases.actions.wording import index
from innkeeper.cases.models import Case, Task
from innkeeper.kernel.actors import Actor
from innkeeper.notices import actions as notices


def carry_tasks(case: Case, room_number: str, *, of: Callable[[Task], bool]) -> list[Task]:
    """The open tasks given for the case, wherever it went up, that are for another room go to this one; which.

    `of` says which go along; those without a room stay without. Inside the caller's transaction. Queries: 1 or 2.
    """
    elsewhere = Task.objects.filter(
        Q(case=case) | Q(given_on_id=case.pk),
        ~Q(room_number__in=["", room_number]),
        state__in=[*Task.OPEN],
    )
    going = [task for task in elsewhere.order_by("pk") if of(task)]
    if going:
        found = Task.objects.filter(pk__in=[task.pk for task in going])
        found.update(room_number=room_number, edit_version=F("edit_version") + 1)
    return going


def tell_carriers(
    case: Case,
    tasks: Sequence[Task],
    room_number: str,
    *,
    text_key: str,
    verb: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Who has one of these tasks in hand goes to the right door; search finds the case there, and the log keeps it."""
    on_the_way = {task.assignee_id for task in tasks if task.assignee_id}
    about = notice_about(case, "moved", at=at) | {"text_key": text_key, "room": room_number}
    if on_the_way:
        notices.notify(actor=actor, staff_ids=sorted(on_the_way, key=str), **about)
    index(case)
    tell(case, actor=actor, verb=verb, at=at, facts={"room": room_number})
