"""What does not work outside: said on the screens from when it began until it works again."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from innkeeper.notices.models import Trouble


def note_trouble(
    *, property_id: UUID, route: str, text_key: str, at: datetime, facts: Mapping[str, str] | None = None
) -> None:
    """Note that a way out, or a way in, does not work; noted before, only the last time moves on.

    Not audited: it notes a state of the world, no change of the house. Queries: 1 or 2.
    """
    still = Trouble.objects.filter(property_id=property_id, route=route, ended_at__isnull=True)
    if still.update(last_at=at, times=F("times") + 1):
        return
    try:
        with transaction.atomic():
            Trouble.objects.create(
                property_id=property_id,
                route=route,
                text_key=text_key,
                facts=dict(facts or {}),
                since_at=at,
                last_at=at,
            )
    except IntegrityError:
        still.update(last_at=at, times=F("times") + 1)


def end_trouble(*, property_id: UUID, route: str, at: datetime) -> bool:
    """It works again. Queries: 1."""
    still = Trouble.objects.filter(property_id=property_id, route=route, ended_at__isnull=True)
    return bool(still.update(ended_at=at))
