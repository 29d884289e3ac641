"""When an overdue term of a settlement is called to mind. Pure."""

from datetime import date, datetime, time

from innkeeper.kernel.text import marked as _

REMIND_FROM = time(8)


NOTICES = {"disputes.term_overdue": _("%(ref)s: a term of the settlement is overdue.")}


def is_reminder_due(*, due_at: datetime, reminded_on: date | None, local: datetime) -> bool:
    """Once when its time has passed, then each morning from eight on. Units: `local` is the hotel's time. Source: DISP-04."""
    if due_at >= local:
        return False
    return reminded_on is None or (reminded_on < local.date() and local.time() >= REMIND_FROM)
