"""Taking in at the desk: one line, or a file of them."""

from innkeeper.desk.actions.importing import import_cases
from innkeeper.desk.actions.taking_in import COMPLAINT, SERVICE_REQUEST, Heard, join_case, take_in

__all__ = ["COMPLAINT", "SERVICE_REQUEST", "Heard", "import_cases", "join_case", "take_in"]
