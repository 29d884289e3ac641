"""The downtime pack: made every hour into a folder outside the data folder, sealed, the last ones kept, all of it logged.

A file opens with itself, the KEK and the program (`innkeeper downtime open`): no database is asked.
"""

import hashlib
import logging
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from innkeeper.audit import actions as audit
from innkeeper.handovers import policy, rules
from innkeeper.handovers.models import AlarmTold, DowntimePack
from innkeeper.handovers.queries.downtime import newest_pack
from innkeeper.handovers.queries.pack import Pack, pack_of
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.ids import uuid7
from innkeeper.notices import actions as notices
from innkeeper.properties.models import Property
from innkeeper.vault.files import seal_file
from innkeeper.web.paper import printed

KIND = "handovers.DowntimePack"
JOURNAL = "openings.journal"
STALE_TOLD = ("system_administrator", "assistant_manager")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of the schedule did."""

    made: int
    failed: int
    taken_openings: int


def keep_packs(*, actor: Actor, at: datetime, language: str = "") -> Round:
    """Make the pack of every hotel whose last one is an hour old; alarm where it is older than two.

    One hotel's trouble (a full disk) does not keep the others from theirs. Safe to repeat.
    """
    made = failed = 0
    taken = audit.take_journal(journal())
    for house in Property.objects.order_by("code"):
        newest = newest_pack(house.pk)
        if rules.is_pack_due(newest.made_at if newest else None, at=at):
            try:
                make_pack(actor=actor, house=house, at=at, language=language)
                made += 1
                continue
            except Exception as trouble:
                failed += 1
                log.warning("downtime: no pack for %s: %s", house.code, type(trouble).__name__)
        _alarm_if_stale(house, newest, actor=actor, at=at)
    return Round(made, failed, taken)


def make_pack(*, actor: Actor, house: Property, at: datetime, language: str = "") -> DowntimePack:
    """Print, seal and keep the pack of a hotel now; one entry for the whole list. Older packs are destroyed.

    Raises OSError where the folder cannot be written, SecretMissing without the KEK.
    """
    with (
        translation.override(language or settings.LANGUAGE_CODE),
        timezone.override(ZoneInfo(house.timezone)),
    ):
        pack = pack_of(house, at=at)
        plain = printed(pack.paper)
        name = f"{house.code}-{timezone.localtime(at):%Y%m%d-%H%M}"
    row_id = uuid7()
    name = f"{name}-{row_id.hex}.sealed"
    blob = seal_file(plain, label=f"downtime {name}")
    path = folder_of(house) / name
    _write(path, blob)
    try:
        return _keep(row_id, house, pack, name, blob, actor=actor, at=at)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def print_now(*, actor: Actor, house: Property, at: datetime) -> bytes:
    """The pack as a PDF at once, for who oversees the shift; one entry for the list. Raises NotPermitted, NotFound."""
    policy.ensure_house(actor, house.pk)
    policy.insist_overseer(actor)
    pack = pack_of(house, at=at)
    with transaction.atomic():
        _tell("downtime_printed", house.pk, house.pk, pack, actor=actor, at=at)
    return printed(pack.paper)


def folder_of(house: Property) -> Path:
    """Where the packs of a hotel lie."""
    return Path(settings.DOWNTIME) / house.code


def journal() -> Path:
    """Where openings are noted while no database answers."""
    return Path(settings.DOWNTIME) / JOURNAL


def _keep(
    row_id: UUID, house: Property, pack: Pack, name: str, blob: bytes, *, actor: Actor, at: datetime
) -> DowntimePack:
    with transaction.atomic():
        row = DowntimePack.objects.create(
            id=row_id,
            property_id=house.pk,
            made_at=at,
            file_name=name,
            digest=hashlib.sha256(blob).hexdigest(),
            byte_count=len(blob),
            room_count=pack.room_count,
            case_count=pack.case_count,
        )
        _tell("downtime_made", row.pk, house.pk, pack, actor=actor, at=at)
    _destroy_older(house, actor=actor, at=at)
    return row


def _destroy_older(house: Property, *, actor: Actor, at: datetime) -> None:
    """Delete all but the last packs: first the file, then the row says so; a crash between is made good next time."""
    kept = DowntimePack.objects.filter(property_id=house.pk).order_by("-made_at")[: rules.PACKS_KEPT]
    keep_ids = {row.pk for row in kept}
    rows = DowntimePack.objects.filter(property_id=house.pk, destroyed_at=None).exclude(pk__in=keep_ids)
    gone = list(rows)
    for row in gone:
        (folder_of(house) / row.file_name).unlink(missing_ok=True)
    if not gone:
        return
    with transaction.atomic():
        DowntimePack.objects.filter(pk__in=[row.pk for row in gone]).update(destroyed_at=at)
        audit.record(
            actor=actor,
            verb="handovers.downtime_destroyed",
            kind=KIND,
            object_id=gone[0].pk,
            property_id=house.pk,
            at=at,
            facts={"files": [row.file_name for row in gone]},
        )


def _alarm_if_stale(house: Property, newest: DowntimePack | None, *, actor: Actor, at: datetime) -> None:
    """Tell the administrator and the lobby, once for each pack that grows old."""
    if not rules.is_pack_stale(newest.made_at if newest else None, at=at):
        return
    about = newest.pk if newest else house.pk
    with transaction.atomic():
        _row, is_new = AlarmTold.objects.get_or_create(
            clock_id=uuid5(about, "stale"),
            level=0,
            defaults={"property_id": house.pk, "object_kind": KIND, "object_id": about, "at": at},
        )
        told: set[UUID] = set()
        for post in STALE_TOLD if is_new else ():
            reach = notices.notify_post(
                actor=actor,
                post_code=post,
                told_before=told,
                property_id=house.pk,
                kind="handovers.pack_stale",
                object_kind="downtime_pack",
                object_id=about,
                at=at,
                text_key="handovers.pack_stale",
                level="burn",
            )
            told |= set(reach.staff_ids)


def _write(path: Path, blob: bytes) -> None:
    """The whole file or none of it, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as writing:
            writing.write(blob)
            writing.flush()
            os.fsync(writing.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _tell(verb: str, object_id: UUID, house_id: UUID, pack: Pack, *, actor: Actor, at: datetime) -> None:
    audit.record(
        actor=actor,
        verb=f"handovers.{verb}",
        kind=KIND,
        object_id=object_id,
        property_id=house_id,
        at=at,
        facts={"rooms": pack.room_count, "cases": pack.case_count},
        purpose="downtime",
    )
