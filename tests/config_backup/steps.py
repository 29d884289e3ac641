"""What happens in a house's life around a backup, each step in a process of its own."""

import json
import os
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client

from innkeeper.accounts.models import SessionRecord
from innkeeper.audit import actions as audit
from innkeeper.audit.models import AuditEntry
from innkeeper.audit.verification import verify
from innkeeper.config import preparation
from innkeeper.config.backup import making, marker, restoring
from innkeeper.config.backup.manifest import BackupBroken
from innkeeper.guests.actions import erase_guest
from innkeeper.guests.models import Guest, GuestToken
from innkeeper.kernel import clock
from innkeeper.kernel.actors import system
from innkeeper.kernel.ids import uuid7
from innkeeper.outbox.actions import enqueue
from innkeeper.outbox.models import Job
from innkeeper.properties.models import Property
from innkeeper.search import queries as search
from innkeeper.search.actions import index
from innkeeper.vault.actions import shred
from innkeeper.vault.models import DataKey
from tests import people
from tests.makers.guests import make_guest
from tests.makers.vault import make_sealed

KEPT, ERASED = UUID(int=101), UUID(int=102)
HOUSE = UUID(int=7)


def noted(verb: str) -> None:
    with transaction.atomic():
        audit.record(
            actor=system("test"), verb=verb, kind="case", object_id=uuid7(), property_id=HOUSE, at=clock.now()
        )


def work() -> dict[str, object]:
    """A house with people, sealed guests, jobs, a find, an open session, a sealed log and a photograph."""
    preparation.prepare()
    cast = people.make_cast()
    make_guest(house=cast.house, name="许知远", show_name="夏先生", special_needs="花生过敏")
    SessionRecord.objects.create(
        staff=cast.owner.staff, key_digest="d", started_at=clock.now(), seen_at=clock.now()
    )
    for subject in (KEPT, ERASED):
        make_sealed("13800138000", subject_id=subject)
    for number in range(20):
        noted(f"cases.step_{number}")
    index(kind="case", object_id=KEPT, property_id=HOUSE, text="天花板漏水 peacock", at=clock.now())
    enqueue("tests.answer", at=clock.now(), bell_id=uuid7())
    Session.objects.create(session_key="s", session_data="", expire_date=clock.now() + timedelta(days=1))
    photo = Path(settings.HOME) / "evidence" / "ab" / "photo.bin"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(os.urandom(70_000))
    audit.seal_pending(at=clock.now())
    return {}


def back_up(folder: str) -> dict[str, object]:
    """A backup, and then life goes on: an erasure and more entries that the copy knows nothing of."""
    made = making.make_backup(Path(folder), at=clock.now())
    shred(actor=system("test"), subject_id=ERASED, at=clock.now(), reason="erasure_request")
    house = Property.objects.get(code="SHA").pk
    erase_guest(
        actor=system("test"),
        property_id=house,
        guest_id=Guest.objects.get().pk,
        reason="erasure_request",
        at=clock.now(),
    )
    noted("cases.after_the_backup")
    audit.seal_pending(at=clock.now())
    return {"tables": sum(len(part.counts) for part in made.databases), "files": len(made.files)}


def restore(folder: str, die_at: str = "", *lost: str) -> dict[str, object]:
    """A restore; `die_at` names the function of `restoring` in which the process is gone at once, `lost` the keys given up."""
    if die_at:
        setattr(restoring, die_at, lambda *given, **named: os._exit(9))
    try:
        report = restoring.restore_backup(Path(folder), at=clock.now(), lost=lost)
    except BackupBroken as wrong:
        return {"refused": str(wrong)}
    told = {
        "epoch": report.epoch,
        "destroyed": report.keys_destroyed,
        "emptied": report.guests_emptied,
        "files": report.files,
    }
    return told | {"log_is_whole": report.log.is_whole, "dropped": len(report.log.dropped_ids)}


def look() -> dict[str, object]:
    """How the house stands."""
    photo = Path(settings.HOME) / "evidence" / "ab" / "photo.bin"
    return {
        "is_restoring": marker.is_restoring(),
        "web": Client().get("/").status_code,
        "keys": sorted(subject.int for subject in DataKey.objects.values_list("subject_id", flat=True)),
        "found": [hit.object_id.int for hit in search.find(property_id=HOUSE, phrase="漏水 peacock")],
        "jobs": sorted(Job.objects.values_list("name", flat=True)),
        "sessions": Session.objects.count() + SessionRecord.objects.filter(ended_at=None).count(),
        "guest": str(list(Guest.objects.values())),
        "tokens": GuestToken.objects.count(),
        "steps": AuditEntry.objects.filter(verb__startswith="cases.step_").count(),
        "later": AuditEntry.objects.filter(verb="cases.after_the_backup").count(),
        "photo": photo.stat().st_size if photo.exists() else 0,
    }


def goes_on() -> dict[str, object]:
    """The restored house works: counters, guards and seals are in order."""
    noted("cases.new_day")
    report = audit.seal_pending(at=clock.now())
    try:
        with transaction.atomic():
            AuditEntry.objects.all()._raw_delete("default")
    except Exception:
        return {"sealed": report.sealed, "is_guarded": True}
    return {"sealed": report.sealed, "is_guarded": False}


def verifies() -> dict[str, object]:
    """What the log says of itself."""
    report = verify(now=clock.now())
    return {"is_whole": report.is_whole, "lines": list(report.lines())}


def main(given: list[str]) -> None:
    step, *rest = given
    print(json.dumps(globals()[step](*rest)))
