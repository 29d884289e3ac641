"""Free text of complaints on its way in: required, sealed under the case's key, redacted for the page."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases.actions import worded
from innkeeper.cases.actions.wording import Worded, hidden
from innkeeper.cases.models import Case
from innkeeper.kernel.errors import InvalidInput

TEXT_LIMIT = 4_000


def required(**given: str) -> None:
    """Every named text is there, and can be stored. Raises: InvalidInput naming each field."""
    wrong = {name: _("This must be filled in.") for name, text in given.items() if not text.strip()}
    wrong |= {
        name: _("Shorten it to %(limit)d characters.") % {"limit": TEXT_LIMIT}
        for name, text in given.items()
        if len(text) > TEXT_LIMIT
    }
    storable(**given)
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)


def storable(**given: str) -> None:
    """No text holds what a database cannot store. Raises: InvalidInput naming the field."""
    wrong = {
        name: _("The text holds a character that cannot be stored.")
        for name, text in given.items()
        if "\x00" in text
    }
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)


def chosen(value: str, choices: list[str], *, field: str) -> None:
    """The value is one of the list. Raises: InvalidInput."""
    if value not in choices:
        raise InvalidInput(_("Choose one of the list."), fields={field: _("Choose one of the list.")})


def sealed(text: str, *, case: Case, column: str, row_id: UUID, at: datetime) -> Worded:
    """The text sealed for its row and column ("Resolution.result"), and redacted."""
    return worded(text.strip(), case=case, field_id=f"complaints.{column}", row_id=row_id, at=at)


def plain(text: str, case: Case, *, length: int = 400) -> str:
    """A short text of the house's own on a case that is being changed, redacted and clipped."""
    return hidden(text, case, length=length)
