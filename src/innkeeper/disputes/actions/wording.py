"""Free text and amounts of disputes on their way in: sealed under the case's key and redacted; in range."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases.actions import worded
from innkeeper.cases.actions.wording import Worded
from innkeeper.cases.models import Case
from innkeeper.kernel.errors import InvalidInput
from innkeeper.kernel.money import Money

HIGHEST_MINOR = 1_000_000_000_00


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
