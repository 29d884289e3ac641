"""Page by page, newest first: where a page ends, and what comes after it."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from innkeeper.kernel.days import is_thinkable
from innkeeper.kernel.errors import InvalidInput

Row = TypeVar("Row", bound=Model)


def cursor_after(at: datetime, last_id: UUID) -> str:
    """The cursor of the page that comes after this row."""
    return f"{at.isoformat()}|{last_id}"


def after(rows: "QuerySet[Row, Row]", cursor: str, *, by: str) -> "QuerySet[Row, Row]":
    """The rows that come after the cursor, newest first by that moment and then by id; all of them for "".

    The id decides between rows of one moment, so that none is left out. Raises InvalidInput for a broken cursor.
    """
    ordered = rows.order_by(f"-{by}", "-pk")
    if not cursor:
        return ordered
    at, last_id = _read(cursor)
    at_or_before: dict[str, Any] = {f"{by}__lte": at}
    return ordered.filter(Q(**{f"{by}__lt": at}) | Q(**{by: at, "pk__lt": last_id}), **at_or_before)


def _read(cursor: str) -> tuple[datetime, UUID]:
    try:
        moment, last_id = cursor.split("|", 1)
        at, row_id = datetime.fromisoformat(moment), UUID(last_id)
    except ValueError as broken:
        raise InvalidInput(_("This page cannot be found."), fields={"after": "cursor"}) from broken
    if at.tzinfo is None or not is_thinkable(at):
        raise InvalidInput(_("This page cannot be found."), fields={"after": "cursor"})
    return at, row_id
