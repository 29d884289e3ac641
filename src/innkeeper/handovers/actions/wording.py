"""Free text of the shift on its way in: sealed under its own row's key, redacted for the book. Before any transaction."""

import logging
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases.adapters.redaction import redacted
from innkeeper.guests.actions.guarding import names_for_guard
from innkeeper.kernel.errors import InvalidInput
from innkeeper.kernel.text import clipped
from innkeeper.stays.queries import card_for_room
from innkeeper.vault.sealing import seal
from innkeeper.vault.values import Sealed

TEXT_LIMIT = 400
log = logging.getLogger(__name__)


def storable(text: str, *, field: str = "text") -> str:
    """The text without its outer blanks. Raises InvalidInput for one that is too long or cannot be stored."""
    said = text.strip()
    if len(said) > TEXT_LIMIT or "\x00" in said:
        words = _("At most %(limit)d characters.") % {"limit": TEXT_LIMIT}
        raise InvalidInput(words, fields={field: words})
    return said


def worded(
    text: str, *, field_id: str, row_id: UUID, property_id: UUID, room: str, at: datetime
) -> tuple[Sealed | None, str]:
    """The words sealed, and the words redacted, the names of the room's guests hidden too; nothing for no words."""
    if not text:
        return None, ""
    sealed = seal(text, field_id=field_id, row_id=row_id, subject_id=row_id, scope_id=property_id)
    names = _names(field_id, row_id=row_id, property_id=property_id, room=room, at=at)
    return sealed, clipped(redacted(text, known_names=names), TEXT_LIMIT)


def _names(
    field_id: str, *, row_id: UUID, property_id: UUID, room: str, at: datetime
) -> tuple[str, ...] | None:
    """The names of who lives in the room, for the guard only; None when they cannot be had: then nothing is shown."""
    try:
        card = card_for_room(property_id, room, at) if room else None
        if card is None:
            return ()
        kind = field_id.rpartition(".")[0]
        return names_for_guard(
            guest_ids=card.guest_ids, kind=kind, object_id=row_id, property_id=property_id, at=at
        )
    except Exception as trouble:
        log.warning("handovers: no names for the guard, the text stays hidden: %s", type(trouble).__name__)
        return None
