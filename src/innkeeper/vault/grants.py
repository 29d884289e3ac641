"""What opens a sealed value: a grant that a policy issued for a purpose, some fields and some time."""

from dataclasses import dataclass
from datetime import datetime

from innkeeper.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Grant:
    """`actor` may open `fields` (registered field ids) for `purpose` (a code) until `expires_at`."""

    actor: Actor
    fields: frozenset[str]
    purpose: str
    expires_at: datetime

    def covers(self, field_ids: frozenset[str], *, at: datetime) -> bool:
        """Whether the grant opens all these fields at that time."""
        return at < self.expires_at and field_ids <= self.fields
