"""Free text of complaints on its way in: sealed under the case's key, redacted for the page."""

from datetime import datetime
from uuid import UUID

from innkeeper.cases.actions import worded
from innkeeper.cases.actions.wording import Worded
from innkeeper.cases.models import Case


def sealed(text: str, *, case: Case, column: str, row_id: UUID, at: datetime) -> Worded:
    """The text sealed for its row and column ("Resolution.result"), and redacted. Before the transaction."""
    return worded(text.strip(), case=case, field_id=f"complaints.{column}", row_id=row_id, at=at)
