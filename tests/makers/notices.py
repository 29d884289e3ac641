"""Notices for tests."""

from datetime import UTC, datetime

from innkeeper.kernel.ids import uuid7
from innkeeper.notices.models import StaffNotice

START = datetime(2026, 3, 14, 4, 0, tzinfo=UTC)


def make_notice(
    *, house, recipient, text_key="cases.assigned", level="info", at=START, read_at=None, room="1208"
):
    return StaffNotice.objects.create(
        property=house,
        recipient_id=recipient.pk,
        kind="cases.assigned",
        level=level,
        text_key=text_key,
        facts={},
        object_kind="case",
        object_id=uuid7(),
        ref="SHA-2026-000001",
        room=room,
        created_at=at,
        read_at=read_at,
    )
