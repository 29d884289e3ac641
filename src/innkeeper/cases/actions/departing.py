"""What a new departure of the guest does to the cases of the stay."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from innkeeper.cases.actions.change import tell
from innkeeper.cases.actions.running import recap
from innkeeper.cases.models import Case
from innkeeper.kernel.actors import Actor


def move_departure(*, actor: Actor, stay_id: UUID, departs_at: datetime, at: datetime) -> int:
    """The open cases of a stay learn when the guest leaves now, and their clocks end before it; how many changed.

    Closed ones know it too, for when they are opened again. Safe to repeat: a case that knows the time already is left
    alone. Queries: 2, and about 10 a case.
    """
    asleep = Case.objects.filter(stay_id=stay_id, is_open=False).exclude(departs_at=departs_at)
    asleep.update(departs_at=departs_at)
    waiting = Case.objects.filter(stay_id=stay_id, is_open=True).exclude(departs_at=departs_at)
    changed = 0
    for case_id in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=case_id)
            if not case.is_open or case.departs_at == departs_at:
                continue
            case.departs_at = departs_at
            case.save(update_fields=["departs_at"])
            recap(case, actor=actor, at=at)
            tell(
                case, actor=actor, verb="departure_moved", at=at, facts={"departs_at": departs_at.isoformat()}
            )
            changed += 1
    return changed
