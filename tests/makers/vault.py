"""Sealed values and grants for tests."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from innkeeper.kernel.actors import Actor, ActorKind
from innkeeper.kernel.ids import uuid7
from innkeeper.vault.classes import DataClass
from innkeeper.vault.grants import Grant
from innkeeper.vault.sealing import seal
from innkeeper.vault.values import Sealed

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
GROUP_ID = UUID("01900000-0000-7000-8000-0000000000aa")
PHONE = "guests.Guest.phone"


def make_actor(label: str = "E1042", *, actor_id: UUID | None = None, session: str = "s1") -> Actor:
    """A person of staff."""
    return Actor(kind=ActorKind.PERSON, id=actor_id or uuid7(), label=label, session=session)


def make_sealed(
    plain: str = "13800138000",
    *,
    field_id: str = PHONE,
    row_id: UUID | None = None,
    subject_id: UUID | None = None,
    scope_id: UUID = GROUP_ID,
    data_class: DataClass = DataClass.SERVICE,
) -> Sealed:
    """A sealed value of a new guest."""
    return seal(
        plain,
        field_id=field_id,
        row_id=row_id or uuid7(),
        subject_id=subject_id or uuid7(),
        scope_id=scope_id,
        data_class=data_class,
    )


def make_grant(actor: Actor | None = None, *, fields: frozenset[str] = frozenset({PHONE})) -> Grant:
    """A grant for ten minutes from noon."""
    return Grant(
        actor=actor or make_actor(), fields=fields, purpose="my_task", expires_at=NOON + timedelta(minutes=10)
    )
