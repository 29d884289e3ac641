"""Reads of notices: what a person has not read, what nobody could take."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet, Value

from innkeeper.accounts.queries import put_down
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.editions import edition_of
from innkeeper.notices import catalogue
from innkeeper.notices.catalogue import rendered
from innkeeper.notices.models import (
    About,
    GroupBot,
    NoticeText,
    PushDevice,
    StaffNotice,
    Trouble,
    Unreached,
)

PAGE = 50
Row = TypeVar("Row", bound=About)


def unread_count(staff_id: UUID) -> int:
    """How many the bell shows. Queries: 1."""
    return StaffNotice.objects.filter(recipient_id=staff_id, read_at__isnull=True).count()


def is_notice_of(staff_id: UUID, notice_id: UUID) -> bool:
    """Whether the notice was told to this person. Queries: 1."""
    return StaffNotice.objects.filter(recipient_id=staff_id, pk=notice_id).exists()


def notices_for(staff_id: UUID, *, before: UUID | None = None) -> list[StaffNotice]:
    """The person's notices, newest first, a page at a time by the last id seen. Queries: 1 or 2."""
    mine = StaffNotice.objects.filter(recipient_id=staff_id)
    if before is not None:
        mine = mine.filter(pk__lt=before)
    return in_own_words(list(mine.order_by("-pk")[:PAGE]))


def open_unreached(property_id: UUID) -> list[Unreached]:
    """The alarms that nobody took yet, newest first. Queries: 1."""
    lost = Unreached.objects.filter(property_id=property_id, taken_at__isnull=True)
    return in_own_words(list(lost.order_by("-created_at")[:PAGE]))


def in_own_words(rows: list[Row]) -> list[Row]:
    """The notices with the texts of their hotel, for one hotel at a time. Queries: 1, none for no row."""
    if rows:
        own = own_texts(rows[0].property_id)  # type: ignore[attr-defined]
        for row in rows:
            row.own = own
    return rows


def own_texts(property_id: UUID) -> dict[str, tuple[str, str]]:
    """The messages that the hotel words itself: key to Chinese and English. Queries: 1."""
    rows = NoticeText.objects.filter(property_id=property_id).order_by("made_at", "pk")
    return {row[0]: (row[1], row[2]) for row in rows.values_list("text_key", "zh", "en")}


def editions_of(property_id: UUID, text_key: str) -> list[NoticeText]:
    """What the hotel said before, the newest first. Queries: 1."""
    rows = NoticeText.objects.filter(property_id=property_id, text_key=text_key)
    return list(rows.order_by("-made_at", "-pk")[:20])


def edition_of_text(property_id: UUID, text_key: str) -> str:
    """The mark of a message's wording in force. Queries: 1."""
    newest = NoticeText.objects.filter(property_id=property_id, text_key=text_key).order_by("-made_at", "-pk")
    return edition_of(newest.values_list("zh", "en").first() or catalogue.shipped(text_key))


@dataclass(frozen=True, slots=True)
class Alarm:
    """What everybody of the hotel must see: an alarm that nobody took, or a way out that does not work."""

    is_unreached: bool
    text_key: str
    facts: dict[str, Any]
    since_at: datetime

    @property
    def text(self) -> str:
        """The sentence in the reader's language."""
        return rendered(self.text_key, self.facts)


def alarms(property_id: UUID) -> list[Alarm]:
    """Open alarms and troubles, oldest first. Queries: 1."""
    missed = Unreached.objects.filter(property_id=property_id, taken_at__isnull=True)
    broken = Trouble.objects.filter(property_id=property_id, ended_at__isnull=True)
    rows = (
        missed.annotate(is_unreached=Value(1))
        .values_list("is_unreached", "text_key", "facts", "created_at")
        .union(
            broken.annotate(is_unreached=Value(0)).values_list(
                "is_unreached", "text_key", "facts", "since_at"
            ),
            all=True,
        )
    )
    found = [Alarm(bool(row[0]), *row[1:]) for row in rows[:PAGE]]
    return sorted(found, key=lambda alarm: alarm.since_at)


def live_bots(property_id: UUID) -> list[GroupBot]:
    """The groups that the house speaks in. Queries: 1."""
    return list(GroupBot.objects.filter(property_id=property_id, ended_at__isnull=True).order_by("added_at"))


def live_devices(property_id: UUID) -> list[PushDevice]:
    """Every device that may be rung, failing ones first. Queries: 1."""
    rows = PushDevice.objects.filter(property_id=property_id, ended_at__isnull=True)
    return sorted(rows, key=lambda row: (row.failing_since is None, row.added_at))


def devices_of(actor: Actor, *, at: datetime) -> list[PushDevice]:
    """One's own devices that ring. Queries: 1 or 2."""
    return ringing(PushDevice.objects.filter(staff_id=actor.id, ended_at__isnull=True), at=at)


def ringing(rows: QuerySet[PushDevice], *, at: datetime) -> list[PushDevice]:
    """Those of the devices that are in their person's hand, the oldest first. Queries: 1 or 2."""
    found = list(rows.order_by("added_at"))
    silent = put_down({row.session for row in found}, at=at)
    return [row for row in found if row.session not in silent]
