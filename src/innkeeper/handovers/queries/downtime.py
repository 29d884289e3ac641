"""Which downtime packs there are, and how old the newest is."""

from uuid import UUID

from innkeeper.handovers.models import DowntimePack
from innkeeper.handovers.rules import PACKS_KEPT


def newest_pack(property_id: UUID) -> DowntimePack | None:
    """The newest pack of a hotel. Queries: 1."""
    return DowntimePack.objects.filter(property_id=property_id).order_by("-made_at").first()


def kept_packs(property_id: UUID) -> list[DowntimePack]:
    """The packs that still lie in the folder, newest first. Queries: 1."""
    rows = DowntimePack.objects.filter(property_id=property_id, destroyed_at=None)
    return list(rows.order_by("-made_at")[:PACKS_KEPT])
