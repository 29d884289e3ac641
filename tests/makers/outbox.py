"""Jobs and events as the tests need them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from uuid import UUID

from innkeeper.kernel.events import Event
from innkeeper.kernel.ids import uuid7
from innkeeper.outbox.models import Job

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BellRung(Event):
    """Somebody rang the bell at the desk."""

    name: ClassVar[str] = "tests.BellRung"
    bell_id: UUID
    times: int = 1


def make_event(*, bell_id: UUID | None = None, property_id: UUID | None = None) -> BellRung:
    return BellRung(property_id=property_id, bell_id=bell_id or uuid7())


def the_job() -> Job:
    return Job.objects.get()
