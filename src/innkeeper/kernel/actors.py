"""Who does something: a person, the system, a machine. Every action names one."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

SYSTEM_ID = UUID(int=1)


class ActorKind(StrEnum):
    """What kind of actor acts."""

    PERSON = "person"
    SYSTEM = "system"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, with what they hold now. `label` is a staff number or a machine's name, never a personal name.

    `permissions` are the codes of `accounts.policy`; `posts` and `departments` are codes held in `property_id`.
    `property_ids` are the hotels in which all of this is held too: what the actor may here counts there as well, and
    nowhere else. `works_in` are all hotels in which the person holds any post.
    """

    kind: ActorKind
    id: UUID
    label: str
    property_id: UUID | None = None
    property_ids: frozenset[UUID] = frozenset()
    works_in: frozenset[UUID] = frozenset()
    posts: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    permissions: frozenset[str] = field(default_factory=frozenset)
    session: str = ""
    has_second_factor: bool = False

    @property
    def is_system(self) -> bool:
        """Whether the house itself acts (sweep, import, schedule)."""
        return self.kind is ActorKind.SYSTEM

    @property
    def houses(self) -> frozenset[UUID]:
        """The hotels in which what the actor may counts: `property_ids`, and the one they act in."""
        return self.property_ids | ({self.property_id} if self.property_id else frozenset())

    def may(self, permission: str) -> bool:
        """Whether the actor holds the permission; the system holds all."""
        return self.is_system or permission in self.permissions


def system(label: str = "system", *, property_id: UUID | None = None) -> Actor:
    """The system as an actor, named after the job it does."""
    return Actor(kind=ActorKind.SYSTEM, id=SYSTEM_ID, label=label, property_id=property_id)


def machine(label: str, *, machine_id: UUID, property_id: UUID | None = None) -> Actor:
    """A machine (a token, a feed, a bot) as an actor; its permissions come with its token."""
    return Actor(kind=ActorKind.MACHINE, id=machine_id, label=label, property_id=property_id)
