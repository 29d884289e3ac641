"""The only writers of notices. Each runs in the caller's transaction, so that no notice is lost or early."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NotRequired, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.accounts.queries import on_duty
from innkeeper.audit.actions import record
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.editions import insist_unchanged
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.notices import catalogue
from innkeeper.notices.catalogue import is_loud
from innkeeper.notices.events import AlarmUnreached, NoticeGiven
from innkeeper.notices.models import GroupBot, Level, NoticeText, PushDevice, StaffNotice, Unreached
from innkeeper.notices.queries import edition_of_text
from innkeeper.outbox import actions as outbox

Facts = Mapping[str, str | int | bool | None]


class Subject(TypedDict):
    """What a notice is about. `facts` are codes, numbers, rooms: never names."""

    property_id: UUID
    kind: str
    object_kind: str
    object_id: UUID
    at: datetime
    text_key: str
    facts: NotRequired[Facts | None]
    ref: NotRequired[str]
    room: NotRequired[str]
    level: NotRequired[str]


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a notice to a post reached; `unreached_id` is set when nobody could be asked."""

    staff_ids: tuple[UUID, ...] = ()
    post_codes: frozenset[str] = field(default_factory=frozenset)
    unreached_id: UUID | None = None


def notify(
    *,
    actor: Actor,
    staff_ids: Collection[UUID],
    passed_from_id: UUID | None = None,
    once_in: timedelta | None = None,
    **about: Unpack[Subject],
) -> list[UUID]:
    """Tell colleagues, each once; the one who did it is not told. A loud one rings where the house can ring.

    `once_in`: who got the same words about the same thing within that time, and has not read them, is left alone.
    Raises ValueError for an unknown level, RuntimeError outside a transaction. Queries: 1, 0 for nobody; for a
    loud one 2 to 5; 1 more with `once_in`.
    """
    columns = _columns(about)
    if once_in is not None and staff_ids:
        heard = _heard(staff_ids, columns, since=about["at"] - once_in)
        staff_ids = [one for one in staff_ids if one not in heard]
    rows = [
        StaffNotice(recipient_id=one, passed_from_id=passed_from_id, **columns)
        for one in dict.fromkeys(staff_ids)
        if one != actor.id
    ]
    StaffNotice.objects.bulk_create(rows)
    if rows and is_loud(about["text_key"], columns["level"]) and rings(about["property_id"]):
        given = [NoticeGiven(property_id=about["property_id"], notice_id=row.pk) for row in rows]
        outbox.record_many(given, at=about["at"])
    return [row.pk for row in rows]


def _heard(staff_ids: Collection[UUID], columns: Mapping[str, Any], *, since: datetime) -> set[UUID]:
    """Who of these holds the same words about the same thing unread: the same share of a clock, the same text."""
    said = StaffNotice.objects.filter(
        recipient_id__in=list(staff_ids),
        created_at__gte=since,
        read_at__isnull=True,
        object_id=columns["object_id"],
        text_key=columns["text_key"],
    )
    share = columns["facts"].get("share")
    return {one for one, facts in said.values_list("recipient_id", "facts") if facts.get("share") == share}


def notify_post(
    *,
    actor: Actor,
    post_code: str,
    told_before: Collection[UUID] = (),
    once_in: timedelta | None = None,
    **about: Unpack[Subject],
) -> Reach:
    """Tell who answers for the post now, deputies where nobody does; record it unreached when no one can be asked.

    `told_before`: who heard this very thing for another post; they answer for this one too, and are not rung twice.
    Raises ValueError for an unknown level, RuntimeError outside a transaction. Queries: 4, and those of `notify`.
    """
    lines = on_duty(about["property_id"], post_code, about["at"])
    if lines:
        told = tuple(line.id for line in lines)
        rung = [one for one in told if one not in told_before]
        notify(actor=actor, staff_ids=rung, once_in=once_in, **about)
        return Reach(staff_ids=told, post_codes=frozenset(line.post_code for line in lines))
    return Reach(unreached_id=keep_unreached(post_code=post_code, **about))


def keep_unreached(*, post_code: str, **about: Unpack[Subject]) -> UUID:
    """An alarm that found nobody stands on the screens of the house until one takes it, and rings in its groups.

    Raises like `notify`. Queries: 1 to 5.
    """
    lost = Unreached.objects.create(post_code=post_code, **_columns(about))
    if rings(about["property_id"]):
        event = AlarmUnreached(property_id=about["property_id"], unreached_id=lost.pk)
        outbox.record(event, at=about["at"])
    return lost.pk


def rings(property_id: UUID) -> bool:
    """Whether the hotel has any way to ring outside its screens. Queries: 1 or 2."""
    live = {"property_id": property_id, "ended_at__isnull": True}
    return PushDevice.objects.filter(**live).exists() or GroupBot.objects.filter(**live).exists()


def _columns(about: Subject) -> dict[str, Any]:
    """The columns of what it is about. Raises ValueError, RuntimeError."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A notice is written in the transaction of what it tells.")
    return {
        "property_id": about["property_id"],
        "kind": about["kind"],
        "object_kind": about["object_kind"],
        "object_id": about["object_id"],
        "level": Level(about.get("level") or Level.INFO),
        "text_key": about["text_key"],
        "facts": dict(about.get("facts") or {}),
        "ref": about.get("ref", ""),
        "room": about.get("room", ""),
        "created_at": about["at"],
    }


def mark_read(*, actor: Actor, notice_ids: Collection[UUID] | None = None, at: datetime) -> int:
    """The reader has seen these notices, or all of theirs. Others' notices are left alone. Queries: 1."""
    mine = StaffNotice.objects.filter(recipient_id=actor.id, read_at__isnull=True)
    if notice_ids is not None:
        mine = mine.filter(pk__in=list(notice_ids))
    return mine.update(read_at=at)


def take_unreached(*, actor: Actor, unreached_id: UUID, at: datetime) -> None:
    """A manager takes an alarm that reached nobody. Taken twice, the first stays. Raises NotFound, NotPermitted."""
    row = Unreached.objects.filter(pk=unreached_id, property_id__in=actor.property_ids).first()
    if row is None:
        raise NotFound(_("There is no such alarm."))
    if not actor.may("cases.assign"):
        raise NotPermitted(_("Taking an alarm needs the right to assign cases."))
    with transaction.atomic():
        open_row = Unreached.objects.filter(pk=row.pk, taken_at__isnull=True)
        if open_row.update(taken_by_id=actor.id, taken_at=at):
            record(
                actor=actor,
                verb="notices.unreached_taken",
                kind="unreached",
                object_id=row.pk,
                property_id=row.property_id,
                at=at,
                facts={"ref": row.ref, "post": row.post_code},
            )


def word_text(
    *,
    actor: Actor,
    property_id: UUID,
    text_key: str,
    zh: str,
    en: str,
    reason: str,
    at: datetime,
    seen: str = "",
) -> NoticeText:
    """Say a message in the hotel's own words, both languages; the places for facts are checked.

    `seen` is the edition that the actor looked at. Raises: NotPermitted; NotFound for an unknown message or another
    hotel; InvalidInput naming each field; EditConflict when somebody worded it since.
    """
    if not actor.is_system and property_id not in actor.property_ids:
        raise NotFound(_("There is no such hotel."))
    if not actor.may("settings.change"):
        raise NotPermitted(_("Changing messages needs the right to change settings."))
    if text_key not in {*catalogue.TEXTS, *catalogue.GUEST_TEXTS}:
        raise NotFound(_("There is no such message."))
    wrong = {name: fault for name, text in (("zh", zh), ("en", en)) if (fault := fault_of(text_key, text))}
    if not reason.strip():
        wrong["reason"] = _("Say why.")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)
    with transaction.atomic():
        words = _("Somebody worded this message while you were at it. Your words are kept below.")
        insist_unchanged(seen, edition_of_text(property_id, text_key), words)
        row = NoticeText.objects.create(
            property_id=property_id,
            text_key=text_key,
            zh=zh.strip(),
            en=en.strip(),
            reason=reason.strip()[:200],
            made_at=at,
            made_by_id=actor.id,
        )
        record(
            actor=actor,
            verb="notices.text_worded",
            kind="notices.NoticeText",
            object_id=row.pk,
            property_id=property_id,
            at=at,
            facts={"text_key": text_key},
        )
    return row


def fault_of(text_key: str, text: str) -> str:
    """What is wrong with a wording, "" for nothing: only the facts of the shipped text, room and number kept."""
    if not 0 < len(text.strip()) <= 300 or "\x00" in text:
        return _("A sentence of at most 300 characters.")
    known = catalogue.places(catalogue.shipped(text_key)[1])
    try:
        said = catalogue.places(text)
    except ValueError:
        return _("Write a per cent sign twice: %%.")
    if said - known:
        return _("There is no such fact here: %(names)s. Known: %(known)s.") % {
            "names": _as_written(said - known),
            "known": _as_written(known) or "—",
        }
    lost = (known & {"ref", "room"}) - said
    if lost:
        return _("Keep the place for: %(names)s.") % {"names": _as_written(lost)}
    return ""


def _as_written(names: Collection[str]) -> str:
    """Facts as the text names them."""
    return " ".join(f"%({one})s" for one in sorted(names))
