"""Entries of the log for tests, and the attacker who owns the database."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from innkeeper.audit.actions import record, seal_pending
from innkeeper.audit.models import AuditLeaf
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.ids import uuid7
from tests.makers.vault import NOON, make_actor


def make_entry(
    *,
    actor: Actor | None = None,
    verb: str = "cases.noted",
    object_id: UUID | None = None,
    property_id: UUID | None = None,
    at: datetime = NOON,
    facts: dict[str, Any] | None = None,
    subject_ids: Collection[UUID] = (),
) -> UUID:
    """One entry, committed."""
    with transaction.atomic():
        return record(
            actor=actor or make_actor(),
            verb=verb,
            kind="case",
            object_id=object_id or uuid7(),
            property_id=property_id,
            at=at,
            facts=facts,
            subject_ids=subject_ids,
        )


def make_log(count: int = 6) -> list[UUID]:
    """`count` sealed entries, each about one guest; answers their ids in the order of the tree."""
    for n in range(count):
        make_entry(facts={"n": n}, subject_ids=[uuid7()])
    seal_pending(at=NOON)
    return list(AuditLeaf.objects.order_by("index").values_list("entry_id", flat=True))


def unguarded(model: type[models.Model]) -> models.QuerySet[Any]:
    """The rows as the owner of the database reaches them, past every guard of ours."""
    return models.QuerySet(model=model, using="default")
