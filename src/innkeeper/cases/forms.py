"""What the pages of the spine take in: read and checked at the edge, each fault named with its field."""

import re
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from innkeeper.kernel.days import is_thinkable, was_skipped
from innkeeper.kernel.errors import InvalidInput
from innkeeper.kernel.money import Money

Posted = Mapping[str, str]
CURRENCY = "CNY"
AMOUNT = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,2})?")


def text(given: Posted, name: str, *, limit: int = 20_000) -> str:
    """A text, "" where none was given. Raises: InvalidInput for one too long or not storable."""
    value = given.get(name, "").strip()
    if "\x00" in value:
        raise InvalidInput(_("This text cannot be stored."), fields={name: _("Shorten it.")})
    if len(value) > limit:
        said = _("Shorten it to %(limit)d characters.") % {"limit": limit}
        raise InvalidInput(said, fields={name: said})
    return value


def an_id(given: Posted, name: str) -> UUID | None:
    """An id, None where none was given. Raises: InvalidInput."""
    value = given.get(name, "").strip()
    if not value:
        return None
    try:
        return UUID(value)
    except ValueError as broken:
        raise InvalidInput(
            _("Choose one of the list."), fields={name: _("Choose one of the list.")}
        ) from broken


def a_number(given: Posted, name: str) -> int | None:
    """A whole number, None where none was given. Raises: InvalidInput."""
    value = given.get(name, "").strip()
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 8):
        raise InvalidInput(_("Give a whole number."), fields={name: _("Give a whole number.")})
    return int(value)


def money(given: Posted, name: str) -> Money | None:
    """An amount in yuan, with two decimals at most; None where none was given. Raises: InvalidInput."""
    value = text(given, name)
    if not value:
        return None
    if not AMOUNT.fullmatch(value):
        raise InvalidInput(_("Give an amount."), fields={name: _("Give an amount of zero or more.")})
    yuan, _point, fen = value.partition(".")
    return Money(CURRENCY, int(yuan) * 100 + int(fen.ljust(2, "0")))


def a_time(given: Posted, name: str) -> datetime | None:
    """A time of the house, None where none was given. Raises: InvalidInput."""
    value = given.get(name, "").strip()
    if not value:
        return None
    try:
        found = parse_datetime(value)
    except ValueError:
        found = None
    if found is None or not is_thinkable(found):
        raise InvalidInput(_("Give day and time."), fields={name: _("Give day and time.")})
    moment = found if found.tzinfo else found.replace(tzinfo=get_current_timezone())
    if was_skipped(moment):
        said = _("The clocks went forward over this time. Give another one.")
        raise InvalidInput(said, fields={name: said})
    return moment


def a_flag(given: Posted, name: str) -> bool:
    """Whether a box was ticked."""
    return given.get(name, "") in {"1", "on", "true", "yes"}


def a_press(given: Posted, name: str) -> bool:
    """Which of two buttons was pressed: the one that says 1, or the plain one. Raises: InvalidInput for a third."""
    if given.get(name, "") not in {"", "1"}:
        raise InvalidInput(_("Choose one of the list."), fields={name: _("Choose one of the list.")})
    return given.get(name, "") == "1"


def a_moment(given: Posted, name: str) -> datetime | None:
    """A moment that the page itself wrote, None where it is missing or broken."""
    try:
        moment = datetime.fromisoformat(given.get(name, ""))
    except ValueError:
        return None
    return moment if moment.tzinfo and is_thinkable(moment) else None
