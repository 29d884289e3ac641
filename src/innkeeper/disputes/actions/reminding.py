"""A term of a settlement whose time has passed is called to mind every day until it is carried out (DISP-04)."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case
from innkeeper.disputes.models import Term
from innkeeper.disputes.queries import overdue_terms
from innkeeper.disputes.rules.terms import is_reminder_due
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotPermitted
from innkeeper.notices import actions as notices
from innkeeper.properties.queries import property_of


def remind_of_terms(*, actor: Actor, property_id: UUID, at: datetime) -> int:
    """Tell the post of each dispute with an overdue term, and its owner, once a day; how many terms.

    The house alone reminds. Raises: NotPermitted. Queries: 2, and about 10 a term. Source: DISP-04.
    """
    if not actor.is_system:
        raise NotPermitted(_("Your post does not allow this."))
    local = at.astimezone(ZoneInfo(property_of(property_id).timezone))
    due = [
        term
        for term in overdue_terms(property_id, at=at)
        if is_reminder_due(due_at=term.due_at, reminded_on=term.reminded_on, local=local)
    ]
    return sum(_remind(term, on=local.date(), actor=actor, at=at) for term in due)


def _remind(term: Term, *, on: date, actor: Actor, at: datetime) -> bool:
    """Whether it was for us to tell: two workers tell once."""
    with transaction.atomic():
        told_before = Term.objects.filter(pk=term.pk, reminded_on=term.reminded_on)
        if not told_before.update(reminded_on=on):
            return False
        case = Case.objects.get(pk=term.settlement.dispute.case_id)
        about = cases.notice_about(case, "term_overdue", at=at, level="warn")
        about |= {"text_key": "disputes.term_overdue"}
        told = cases.tell_post(case, case.owner_post, actor=actor, at=at, about=about)
        if case.owner_id and case.owner_id not in told:
            notices.notify(actor=actor, staff_ids=[case.owner_id], **about)
        cases.tell(case, actor=actor, verb="term_overdue", at=at, facts={"due_at": term.due_at.isoformat()})
    return True
