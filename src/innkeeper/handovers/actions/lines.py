"""The writers of lines: written, rung, done, taken back. A wake-up call nobody answers becomes a knock at the door."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.clocks import actions as clocks
from innkeeper.clocks import rules as clock_rules
from innkeeper.handovers import events, policy, rules
from innkeeper.handovers.actions.wording import storable, worded
from innkeeper.handovers.models import BookLine, LineTry
from innkeeper.handovers.rules import LineKind, LineState
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound, WrongState
from innkeeper.kernel.ids import uuid7
from innkeeper.notices import actions as notices
from innkeeper.outbox import actions as outbox
from innkeeper.properties.queries import rooms_by_number

CLOCK = "due"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class NewLine:
    """What somebody writes into a book. `post` is the book; wake-ups, taxis and keys go into the book of their kind."""

    kind: str
    post: str = ""
    room_number: str = ""
    due_at: datetime | None = None
    text: str = ""


def add_line(*, actor: Actor, property_id: UUID, line: NewLine, at: datetime) -> BookLine:
    """Write a line; one with a time that must not be missed starts its clock.

    Raises: NotPermitted, NotFound; InvalidInput naming each field. Source: ORG-06.
    """
    policy.ensure_house(actor, property_id)
    kind, text = _kind(line), storable(line.text)
    post = rules.HOME_POSTS.get(kind) or line.post
    policy.insist_writer(actor, post)
    _refuse_bad(property_id, kind, line, text, at=at)
    row = BookLine(
        id=uuid7(),
        property_id=property_id,
        post=post,
        kind=kind.value,
        room_number=line.room_number.strip(),
        due_at=line.due_at,
        created_by_id=actor.id,
        created_at=at,
    )
    row.text, row.text_redacted = worded(
        text,
        field_id="handovers.BookLine.text",
        row_id=row.pk,
        property_id=property_id,
        room=row.room_number,
        at=at,
    )
    with transaction.atomic():
        row.save(force_insert=True)
        _start_clock(row, actor=actor, at=at)
        tell_line(row, "line_written", actor=actor, at=at)
    return row


def note_call(*, actor: Actor, line_id: UUID, is_answered: bool, at: datetime) -> BookLine:
    """The room was rung. Answered: done. Not answered: again in five minutes, and after the second time
    somebody knocks at the door.

    Raises: NotFound, NotPermitted, WrongState for a line that is no open wake-up call.
    """
    with transaction.atomic():
        row = _held(actor, line_id)
        if row.kind != LineKind.WAKE_UP:
            raise WrongState(_("Only a wake-up call is rung."))
        row.tries += 1
        LineTry.objects.create(line=row, number=row.tries, is_answered=is_answered, by_id=actor.id, at=at)
        clocks.stop_clock(owner_id=row.pk, name=CLOCK, at=at, actor=actor)
        if is_answered:
            end_line(row, LineState.DONE, actor=actor, at=at)
        elif row.tries < rules.CALLS_BEFORE_DOOR:
            row.due_at = at + rules.CALL_AGAIN
            row.save()
            _start_clock(row, actor=actor, at=at)
            tell_line(row, "call_unanswered", actor=actor, at=at)
        else:
            end_line(row, LineState.UNANSWERED, actor=actor, at=at)
            _send_to_door(row, actor=actor, at=at)
    return row


def finish_line(*, actor: Actor, line_id: UUID, at: datetime) -> BookLine:
    """The line is done; the next shift need not know of it. Raises: NotFound, NotPermitted, WrongState."""
    with transaction.atomic():
        row = _held(actor, line_id)
        clocks.stop_clock(owner_id=row.pk, name=CLOCK, at=at, actor=actor)
        end_line(row, LineState.DONE, actor=actor, at=at)
    return row


def take_line_back(*, actor: Actor, line_id: UUID, at: datetime) -> BookLine:
    """The line is no longer wanted (the guest cancelled). Raises: NotFound, NotPermitted, WrongState."""
    with transaction.atomic():
        row = _held(actor, line_id)
        clocks.cancel_clocks(owner_id=row.pk, at=at, actor=actor)
        end_line(row, LineState.CANCELLED, actor=actor, at=at)
    return row


def _kind(line: NewLine) -> LineKind:
    if line.kind not in {kind.value for kind in rules.TAKEN_BY_HAND}:
        raise InvalidInput(_("Choose one of the list."), fields={"kind": _("Choose one of the list.")})
    return LineKind(line.kind)


def _refuse_bad(property_id: UUID, kind: LineKind, line: NewLine, text: str, *, at: datetime) -> None:
    """Raises: InvalidInput with every field that is wrong. Queries: 0 or 1."""
    wrong: dict[str, str] = {}
    room = line.room_number.strip()
    if kind in rules.NEEDS_ROOM and not room:
        wrong["room"] = _("Which room?")
    elif room and room not in rooms_by_number(property_id, [room]):
        wrong["room"] = _("There is no such room.")
    if kind in rules.NEEDS_TIME and line.due_at is None:
        wrong["time"] = _("At what time?")
    elif line.due_at is not None and not at < line.due_at <= at + rules.FURTHEST:
        wrong["time"] = _("A time to come, within 30 days.")
    if kind in (LineKind.NOTE, LineKind.KEY) and not text:
        wrong["text"] = _("Write what the next shift must know.")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)


def _start_clock(row: BookLine, *, actor: Actor, at: datetime) -> None:
    """The clock rings at the time itself, then every two minutes one level higher."""
    if row.due_at is None or LineKind(row.kind) not in rules.ALARMED:
        return
    levels = len(rules.ALARM_POSTS[row.kind])
    ladder = (clock_rules.Threshold(100, 0, repeat_every=rules.ALARM_EVERY, repeats=levels - 1),)
    clocks.start_clock(
        actor=actor,
        owner_kind=rules.LINE_OWNER,
        owner_id=row.pk,
        property_id=row.property_id,
        name=CLOCK,
        target=clock_rules.FixedTime(max(1, int((row.due_at - at).total_seconds()))),
        at=at,
        ladder=ladder,
    )


def _send_to_door(row: BookLine, *, actor: Actor, at: datetime) -> None:
    """Nobody answers: security knocks, and the assistant manager knows at once."""
    door = BookLine.objects.create(
        property_id=row.property_id,
        post=rules.HOME_POSTS[LineKind.DOOR_CHECK],
        kind=LineKind.DOOR_CHECK.value,
        room_number=row.room_number,
        due_at=at + rules.DOOR_WITHIN,
        follows=row,
        created_by_id=actor.id,
        created_at=at,
    )
    _start_clock(door, actor=actor, at=at)
    tell_line(door, "line_written", actor=actor, at=at)
    told: set[UUID] = set()
    for post in (door.post, "assistant_manager"):
        knock = about(door, "handovers.knock", at=at)
        told |= set(notices.notify_post(actor=actor, post_code=post, told_before=told, **knock).staff_ids)


def about(row: BookLine, text_key: str, *, at: datetime, level: str = "burn") -> dict[str, Any]:
    """What a notice about the line says: the room, never a name."""
    return {
        "property_id": row.property_id,
        "kind": text_key,
        "object_kind": "book_line",
        "object_id": row.pk,
        "room": row.room_number,
        "level": level,
        "at": at,
        "text_key": text_key,
    }


def _held(actor: Actor, line_id: UUID) -> BookLine:
    """The open line under its lock. Raises NotFound, NotPermitted, WrongState."""
    row = policy.lines_of_house(actor).select_for_update().filter(pk=line_id).first()
    if row is None:
        raise NotFound(_("There is no such line."))
    policy.insist_writer(actor, row.post)
    if row.kind == LineKind.CALLER and not actor.is_system:
        raise WrongState(_("A caller's message is settled at the phone card."))
    if not row.is_open:
        raise WrongState(_("This line is ended already."))
    return row


def end_line(row: BookLine, state: LineState, *, actor: Actor, at: datetime) -> None:
    """The line has ended so, inside the caller's transaction that holds it."""
    row.state, row.ended_at, row.ended_by_id = state.value, at, actor.id
    row.save()
    tell_line(row, "line_ended", actor=actor, at=at)


def tell_line(row: BookLine, verb: str, *, actor: Actor, at: datetime) -> None:
    """The audit entry and the event of a change."""
    facts = {
        "kind": row.kind,
        "post": row.post,
        "room": row.room_number,
        "state": str(row.state),
        "tries": row.tries,
    }
    audit.record(
        actor=actor,
        verb=f"handovers.{verb}",
        kind="handovers.BookLine",
        object_id=row.pk,
        property_id=row.property_id,
        at=at,
        facts=facts,
        subject_ids=(row.pk,),
    )
    changed = events.LineChanged(
        property_id=row.property_id, line_id=row.pk, post=row.post, kind=row.kind, state=str(row.state)
    )
    outbox.record(changed, at=at)
