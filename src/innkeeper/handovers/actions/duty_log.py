"""The manager-on-duty log (值班经理日志): entries with time and place; what an entry asks for becomes a task."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.handovers import events, policy
from innkeeper.handovers.actions.wording import storable, worded
from innkeeper.handovers.models import LogEntry
from innkeeper.handovers.rules import LogKind
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput
from innkeeper.kernel.ids import uuid7
from innkeeper.outbox import actions as outbox
from innkeeper.properties.queries import departments, rooms_by_number


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class NewEntry:
    """What the manager on duty writes. `department` asks for a follow-up there; a room as `place` hides its guests' names."""

    kind: str
    place: str
    text: str
    happened_at: datetime | None = None
    department: str = ""


def write_log(*, actor: Actor, property_id: UUID, entry: NewEntry, at: datetime) -> LogEntry:
    """Add an entry. Entries are never changed: a mistake is followed by another entry.

    Raises: NotPermitted, NotFound; InvalidInput naming each field.
    """
    policy.ensure_house(actor, property_id)
    policy.insist_overseer(actor)
    place, text = entry.place.strip(), storable(entry.text)
    happened_at = entry.happened_at or at
    _refuse_bad(property_id, entry, place, text, happened_at, at=at)
    row = LogEntry(
        id=uuid7(),
        property_id=property_id,
        kind=entry.kind,
        place=place,
        happened_at=happened_at,
        entered_at=at,
        by_id=actor.id,
        follow_up_department=entry.department,
    )
    is_room = bool(rooms_by_number(property_id, [place]))
    sealed, row.text_redacted = worded(
        text,
        field_id="handovers.LogEntry.text",
        row_id=row.pk,
        property_id=property_id,
        room=place if is_room else "",
        at=at,
    )
    row.text = sealed
    with transaction.atomic():
        row.save(force_insert=True)
        audit.record(
            actor=actor,
            verb="handovers.log_written",
            kind="handovers.LogEntry",
            object_id=row.pk,
            property_id=property_id,
            at=at,
            facts={"kind": row.kind, "follow_up": row.follow_up_department},
            subject_ids=(row.pk,),
        )
        if row.follow_up_department:
            wanted = events.FollowUpWanted(
                property_id=property_id, entry_id=row.pk, department=row.follow_up_department
            )
            outbox.record(wanted, at=at)
    return row


def note_follow_up(*, actor: Actor, entry_id: UUID, case_id: UUID, at: datetime) -> bool:
    """The follow-up has become a case; once. False when it had become one before."""
    with transaction.atomic():
        changed = LogEntry.objects.filter(pk=entry_id, follow_up_case_id=None).update(
            follow_up_case_id=case_id
        )
        if changed:
            row = LogEntry.objects.get(pk=entry_id)
            audit.record(
                actor=actor,
                verb="handovers.follow_up_begun",
                kind="handovers.LogEntry",
                object_id=entry_id,
                property_id=row.property_id,
                at=at,
                facts={"case": str(case_id)},
            )
    return bool(changed)


def _refuse_bad(
    property_id: UUID, entry: NewEntry, place: str, text: str, happened_at: datetime, *, at: datetime
) -> None:
    wrong: dict[str, str] = {}
    if entry.kind not in {kind.value for kind in LogKind}:
        wrong["kind"] = _("Choose one of the list.")
    if not place or len(place) > 40 or "\x00" in place:
        wrong["place"] = _("Where was it? A room number or a place.")
    if not text:
        wrong["text"] = _("Write what happened.")
    if happened_at > at:
        wrong["time"] = _("This time is still to come.")
    if entry.department and entry.department not in {one.code for one in departments(property_id)}:
        wrong["department"] = _("Choose one of the list.")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)
