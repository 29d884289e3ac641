"""Free text of disputes on its way in: required, storable, sealed under the case's key, redacted for the page."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases.actions import worded
from innkeeper.cases.actions.wording import Worded, hidden
from innkeeper.cases.models import Case
from innkeeper.kernel.errors import InvalidInput
from innkeeper.kernel.money import Money

TEXT_LIMIT = 4_000
HIGHEST_MINOR = 1_000_000_000_00


def required(*, limit: int = TEXT_LIMIT, **given: str) -> None:
    """Every named text is there, and can be kept. Raises: InvalidInput naming each field."""
    wrong: dict[str, str] = {}
    for name, text in given.items():
        if not text.strip():
            wrong[name] = _("This must be filled in.")
        elif len(text) > limit:
            wrong[name] = _("Shorten it to %(limit)d characters.") % {"limit": limit}
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)
    storable(**given)


def storable(**given: str) -> None:
    """No text holds what a database cannot store. Raises: InvalidInput naming the field."""
    text = _("The text holds a character that cannot be stored.")
    wrong = {name: text for name, value in given.items() if "\x00" in value}
    if wrong:
        raise InvalidInput(text, fields=wrong)


def chosen(value: str, choices: Collection[str], *, field: str) -> None:
    """The value is one of the list. Raises: InvalidInput."""
    if value not in choices:
        raise InvalidInput(_("Choose one of the list."), fields={field: _("Choose one of the list.")})


def priced(money: Money | None) -> dict[str, object]:
    """The columns of an amount, empty where none was given. Raises: InvalidInput for one out of range."""
    if money is None:
        return {"currency": "", "amount_minor": None}
    if not 0 <= money.amount_minor <= HIGHEST_MINOR or len(money.currency) != 3:
        raise InvalidInput(_("Give an amount."), fields={"amount": _("Give an amount of zero or more.")})
    return {"currency": money.currency, "amount_minor": money.amount_minor}


def sealed(text: str, *, case: Case, column: str, row_id: UUID, at: datetime) -> Worded:
    """The text sealed for its row and column ("Claim.text"), and redacted. Before the transaction."""
    return worded(text.strip(), case=case, field_id=f"disputes.{column}", row_id=row_id, at=at)


def plain(text: str, case: Case, *, length: int = 400) -> str:
    """A short text of the house's own on a case that is being changed, redacted and clipped."""
    return hidden(text, case, length=length)
