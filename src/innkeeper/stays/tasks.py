"""Jobs of the live house: fetch by id, call one action."""

from datetime import datetime
from uuid import UUID

from innkeeper.outbox.jobs import job
from innkeeper.stays.actions.uploading import import_uploaded


@job("stays.import_file", priority=7)
def import_file(run_id: UUID, at: datetime) -> None:
    """Take in an uploaded stays file."""
    import_uploaded(run_id=run_id, at=at)
