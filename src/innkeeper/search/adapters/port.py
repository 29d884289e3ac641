"""The port behind which each database keeps the words of the index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Doc:
    """One thing with its token stream, ready for the index."""

    id: int
    kind: str
    object_id: UUID
    property_id: UUID
    at: datetime
    is_restricted: bool
    stream: Sequence[str]


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for, and where: `first_id` is the start of the time window."""

    phrases: Sequence[Sequence[str]]
    property_id: UUID
    kinds: Sequence[str]
    first_id: int
    limit: int
    may_see_restricted: bool


class Words(Protocol):
    """What a database does with words."""

    def write(self, docs: Sequence[Doc]) -> None:
        """Insert or replace the things and their words, inside the caller's transaction."""

    def remove(self, *, kind: str, object_ids: Sequence[UUID]) -> int:
        """Take things and their words out; how many there were."""

    def find(self, question: Question) -> list[int]:
        """The numbers of the newest matching things, newest first."""

    def scrub(self) -> None:
        """Make the database forget the bytes of removed words; outside of any transaction."""
