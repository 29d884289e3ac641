"""A file of stays or room states that came through the screen: kept sealed until its job has taken it in."""

import hashlib
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from innkeeper.audit import actions as audit
from innkeeper.kernel.actors import Actor, system
from innkeeper.kernel.ids import uuid7
from innkeeper.outbox import actions as outbox
from innkeeper.stays import policy
from innkeeper.stays.actions.importing import import_stays
from innkeeper.stays.actions.importing_rooms import import_rooms
from innkeeper.stays.adapters import files
from innkeeper.stays.adapters.files import FileRefused
from innkeeper.stays.models import ImportFile, ImportRun
from innkeeper.stays.rules.import_rows import Kind
from innkeeper.vault.grants import Grant
from innkeeper.vault.sealing import seal_bytes

FIELD = "stays.ImportFile.content"
LARGEST_UPLOAD = 20 << 20
GRANT_TIME = timedelta(minutes=5)
TAKES = {Kind.STAYS: import_stays, Kind.ROOMS: import_rooms}


def upload_file(
    *, actor: Actor, property_id: UUID, kind: Kind, file_name: str, content: bytes, at: datetime
) -> ImportRun:
    """Keep an uploaded file sealed and put its import down as a job.

    Raises NotPermitted; FileRefused for a file that is too large, empty or no table at all.
    """
    policy.ensure(actor, "stays.import")
    policy.ensure_house(actor, property_id)
    if len(content) > LARGEST_UPLOAD:
        raise FileRefused("too_large")
    next(files.rows(files.as_stream(content)), None)
    run = ImportRun(
        property_id=property_id,
        kind=kind.value,
        file_name=file_name[-120:],
        file_digest=hashlib.sha256(content).hexdigest(),
        state="waiting",
        rows_total=max(0, content.count(b"\n") - 1),
        started_by=actor.id,
        started_at=at,
    )
    row_id = uuid7()
    sealed = seal_bytes(content, field_id=FIELD, row_id=row_id, subject_id=run.id, scope_id=property_id)
    with transaction.atomic():
        run.save(force_insert=True)
        ImportFile.objects.create(id=row_id, run=run, content=sealed)
        audit.record(
            actor=actor,
            verb=f"{kind}.import_uploaded",
            kind="import",
            object_id=run.id,
            property_id=property_id,
            at=at,
            facts={"bytes": len(content), "digest": run.file_digest},
        )
        outbox.enqueue("stays.import_file", at=at, run_id=run.id, unique_key=f"import:{run.id}")
    return run


def import_uploaded(*, run_id: UUID, at: datetime) -> None:
    """Take in an uploaded file and drop it; safe to repeat after a crash."""
    run = ImportRun.objects.get(pk=run_id)
    file = ImportFile.objects.filter(run=run).first()
    if file is None or run.state not in {"waiting", "running"}:
        return
    robot = system("import", property_id=run.property_id)
    grant = Grant(actor=robot, fields=frozenset({FIELD}), purpose="import", expires_at=at + GRANT_TIME)
    content = audit.reveal_bytes(
        grant, [file.content], kind="import", object_id=run.id, property_id=run.property_id, at=at
    )[0]
    run.state = "running"
    run.save()
    with suppress(FileRefused):  # the run says so
        TAKES[Kind(run.kind)](
            actor=robot,
            property_id=run.property_id,
            stream=files.as_stream(content),
            file_name=run.file_name,
            at=at,
            run=run,
        )
    file.delete()
