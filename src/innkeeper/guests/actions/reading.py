"""Reading guest files, masked as they are: whoever looks stands in the log (PRIV-06)."""

from datetime import datetime
from uuid import UUID

from innkeeper.audit import actions as audit
from innkeeper.guests import policy, queries
from innkeeper.guests.queries import GuestFile, GuestLine
from innkeeper.kernel.actors import Actor


def read_file(*, actor: Actor, guest_id: UUID, property_id: UUID, at: datetime) -> GuestFile:
    """The file as the actor may see it, and the entry that they looked: one per person, file, session and day.

    Raises NotPermitted, NotFound. Queries: 3 and 1, or 3 the first time.
    """
    found = queries.guest_file(actor=actor, guest_id=guest_id, property_id=property_id)
    note_look(actor=actor, guest_id=guest_id, property_id=property_id, at=at)
    return found


def note_look(*, actor: Actor, guest_id: UUID, property_id: UUID, at: datetime) -> None:
    """Keep that the actor looks at the file. Queries: 1, or 3 the first time."""
    audit.record_once(
        audit.NewEntry(
            actor=actor,
            verb="guests.file_read",
            kind="guest",
            object_id=guest_id,
            property_id=property_id,
            at=at,
            subject_ids=(guest_id,),
            once=audit.once_of("file", guest_id, actor.id, actor.session, f"{at:%Y%m%d}"),
        )
    )


def read_recent(*, actor: Actor, property_id: UUID, at: datetime) -> list[GuestLine]:
    """The files changed last, and the one entry for the whole list: one per person, session and hour.

    Raises NotPermitted. Queries: 1 and 1, or 2 the first time.
    """
    policy.ensure(actor, "guests.see")
    found = queries.recent_guests(actor=actor, property_id=property_id)
    audit.record_once(
        audit.NewEntry(
            actor=actor,
            verb="guests.list_read",
            kind="house",
            object_id=property_id,
            property_id=property_id,
            at=at,
            facts={"rows": len(found)},
            once=audit.once_of("recent", property_id, actor.id, actor.session, f"{at:%Y%m%d%H}"),
        )
    )
    return found
