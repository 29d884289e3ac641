"""A new working calendar reaches the hotel's open cases: their clocks follow, and the lists show it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from innkeeper.cases.actions.change import tell
from innkeeper.cases.actions.running import refresh_due
from innkeeper.cases.models import Case
from innkeeper.clocks import actions as clocks
from innkeeper.clocks import queries as clock_queries
from innkeeper.clocks.rules import OfficeCalendar
from innkeeper.kernel.actors import Actor
from innkeeper.properties.queries import work_calendar

BATCH = 500


def follow_calendar(*, actor: Actor, property_id: UUID, at: datetime) -> int:
    """Put the hotel's open clocks on the calendar in force, from their true start; how many cases are due at another time.

    What has run, pauses and announcements stay. Safe to repeat after a crash: what stands right is left alone.
    Queries: 4 and 1 for each 500 open cases; 6 for each case that moves.
    """
    published = work_calendar(property_id)
    clocks.rebase_clocks(
        property_id=property_id,
        at=at,
        calendar=OfficeCalendar(published),
        calendar_version=str(published.version),
        actor=actor,
    )
    moved = 0
    still_open = Case.objects.filter(property_id=property_id, is_open=True).order_by("pk")
    shown = list(still_open.values_list("pk", "next_due_at"))
    for start in range(0, len(shown), BATCH):
        batch = dict(shown[start : start + BATCH])
        lines = clock_queries.open_clocks([*batch])
        for case_id, due_at in batch.items():
            first = min((one.due_at for one in lines.get(case_id, []) if one.due_at), default=None)
            moved += first != due_at and _show(case_id, published.version, actor=actor, at=at)
    return moved


def _show(case_id: UUID, version: int, *, actor: Actor, at: datetime) -> bool:
    """Keep the new due time beside the case, and in its history that the calendar moved it."""
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(pk=case_id, is_open=True).first()
        if case is None:
            return False
        refresh_due(case)
        tell(case, actor=actor, verb="clocks_rebased", at=at, facts={"version": version})
    return True
