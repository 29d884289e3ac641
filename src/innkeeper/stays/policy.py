"""Who may see and change stays and rooms."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotPermitted
from innkeeper.stays.models import ImportRun, RoomTask, Stay

ROOM_KEEPERS = ("stays.edit", "tasks.do")
GIVES_WORK = "cases.assign"


def ensure(actor: Actor, *permissions: str) -> None:
    """Raises NotPermitted unless the actor holds one of the permissions."""
    if not any(actor.may(permission) for permission in permissions):
        raise NotPermitted(_("Your post does not allow this."), fields={"permission": permissions[0]})


def ensure_house(actor: Actor, property_id: UUID) -> None:
    """Raises NotPermitted for a hotel in which the actor does not work."""
    if not actor.is_system and property_id not in actor.houses:
        raise NotPermitted(_("You do not work in this hotel."))


def visible_to(actor: Actor) -> QuerySet[Stay]:
    """The stays of the hotels in which the actor works; the system sees all."""
    return Stay.objects.all() if actor.is_system else Stay.objects.filter(property_id__in=actor.houses)


def runs_visible_to(actor: Actor) -> QuerySet[ImportRun]:
    """The imports of the hotels in which the actor works; the system sees all."""
    runs = ImportRun.objects.all()
    return runs if actor.is_system else runs.filter(property_id__in=actor.houses)


def tasks_visible_to(actor: Actor) -> QuerySet[RoomTask]:
    """The room tasks of the hotels in which the actor works; the system sees all."""
    tasks = RoomTask.objects.all()
    return tasks if actor.is_system else tasks.filter(property_id__in=actor.houses)
