"""When the clock of a line or of a handover rings: who is told, each level once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from innkeeper.audit import actions as audit
from innkeeper.handovers import rules
from innkeeper.handovers.actions.lines import about
from innkeeper.handovers.models import Acknowledgement, AlarmTold, BookLine, Handover
from innkeeper.kernel.actors import Actor
from innkeeper.notices import actions as notices


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One threshold of a clock of the shift, as the clock announced it."""

    clock_id: UUID
    owner_kind: str
    owner_id: UUID
    level: int


def sound_alarm(*, actor: Actor, rung: Rung, at: datetime) -> int:
    """Tell the posts of the level; how many were told now. Deputies answer where nobody holds the post.

    Safe to repeat; silent for a line that is ended, or a handover that was taken, by now.
    """
    with transaction.atomic():
        if rung.owner_kind == rules.LINE_OWNER:
            return _for_line(rung, actor=actor, at=at)
        if rung.owner_kind == rules.HANDOVER_OWNER:
            return _for_handover(rung, actor=actor, at=at)
    return 0


def _for_line(rung: Rung, *, actor: Actor, at: datetime) -> int:
    line = BookLine.objects.select_for_update().filter(pk=rung.owner_id).first()
    if line is None or not line.is_open:
        return 0
    key = f"handovers.{line.kind}_due" if rung.level == 0 else f"handovers.{line.kind}_missed"
    posts = rules.alarm_posts(line.kind, rung.level)
    return _tell(rung, posts, about(line, key, at=at), property_id=line.property_id, actor=actor, at=at)


def _for_handover(rung: Rung, *, actor: Actor, at: datetime) -> int:
    """First the post itself is reminded, then the assistant manager hears who has not acknowledged."""
    book = Handover.objects.filter(pk=rung.owner_id).first()
    if book is None or Acknowledgement.objects.filter(handover=book).exists():
        return 0
    told = {
        "property_id": book.property_id,
        "kind": "handovers.unacknowledged",
        "object_kind": "handover",
        "object_id": book.pk,
        "level": "warn",
        "at": at,
        "text_key": "handovers.unacknowledged",
        "facts": {"post": book.post, "open": book.open_count},
    }
    posts = (book.post,) if rung.level == 0 else ("assistant_manager",)
    return _tell(rung, posts, told, property_id=book.property_id, actor=actor, at=at)


def _tell(
    rung: Rung,
    posts: Sequence[str],
    told: dict[str, Any],
    *,
    property_id: UUID,
    actor: Actor,
    at: datetime,
) -> int:
    row, is_new = AlarmTold.objects.get_or_create(
        clock_id=rung.clock_id,
        level=rung.level,
        defaults={
            "property_id": property_id,
            "object_kind": rung.owner_kind,
            "object_id": rung.owner_id,
            "at": at,
        },
    )
    if not is_new:
        return 0
    reached: set[UUID] = set()
    for post in posts:
        reach = notices.notify_post(actor=actor, post_code=post, told_before=reached, **told)
        reached |= set(reach.staff_ids)
    row.told_count = len(reached)
    row.save(update_fields=["told_count"])
    audit.record(
        actor=actor,
        verb="handovers.alarm_sounded",
        kind=rung.owner_kind,
        object_id=rung.owner_id,
        property_id=property_id,
        at=at,
        facts={"level": rung.level, "posts": list(posts), "told": len(reached)},
    )
    return len(reached)
