"""Reads of notices: what a person has not read, what nobody could take."""

from uuid import UUID

from innkeeper.notices.models import StaffNotice, Unreached

PAGE = 50


def unread_for(staff_id: UUID) -> list[StaffNotice]:
    """What the person has not read, newest first, one page. Queries: 1."""
    return list(
        StaffNotice.objects.filter(recipient_id=staff_id, read_at__isnull=True).order_by("-created_at")[:PAGE]
    )


def unread_count(staff_id: UUID) -> int:
    """How many the bell shows. Queries: 1."""
    return StaffNotice.objects.filter(recipient_id=staff_id, read_at__isnull=True).count()


def notices_for(staff_id: UUID, *, before: UUID | None = None) -> list[StaffNotice]:
    """The person's notices, newest first, a page at a time by the last id seen. Queries: 1."""
    mine = StaffNotice.objects.filter(recipient_id=staff_id)
    if before is not None:
        mine = mine.filter(pk__lt=before)
    return list(mine.order_by("-pk")[:PAGE])


def open_unreached(property_id: UUID) -> list[Unreached]:
    """The alarms that nobody took yet, newest first. Queries: 1."""
    return list(
        Unreached.objects.filter(property_id=property_id, taken_at__isnull=True).order_by("-created_at")[
            :PAGE
        ]
    )
