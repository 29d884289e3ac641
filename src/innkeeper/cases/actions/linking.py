"""Cases that belong together: linked, or merged into one that goes on; a merge can be undone for a day."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import policy
from innkeeper.cases.actions.change import changing, tell
from innkeeper.cases.actions.running import refresh_due, restart
from innkeeper.cases.actions.wording import hidden
from innkeeper.cases.events import CasesMerged
from innkeeper.cases.models import Case, CaseLink, NamedStaff
from innkeeper.clocks import actions as clocks
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, WrongState

RELATIONS = ("related", "neighbour", "incident", "follow_up", "recurrence")
MERGED = "merged_into"
UNDO_HOURS = 24


def link_cases(
    *, actor: Actor, case_id: UUID, other_id: UUID, relation: str, at: datetime, reason: str = ""
) -> None:
    """Link two cases that the actor may see; twice is once. Raises: InvalidInput; NotFound; NotPermitted."""
    if relation not in RELATIONS:
        raise InvalidInput(_("Say how they belong together."), fields={"relation": ", ".join(RELATIONS)})
    other = _other(actor, case_id, other_id)
    with changing(actor=actor, case_id=case_id, verb="link", at=at, is_open_needed=False) as case:
        link(case, other, relation, actor=actor, reason=reason, at=at)
        tell(case, actor=actor, verb="linked", at=at, facts={"other": str(other.pk), "relation": relation})


def merge_case(*, actor: Actor, case_id: UUID, into_id: UUID, at: datetime, reason: str = "") -> None:
    """Let a case go up in another open one of the house: it closes for the lists and never alarms again.

    Its clocks go to the other one, the tighter wins; its thread is read there along the link, so that a restricted case
    goes up in a restricted one only, and whom it names stays out of that one too.
    Raises: InvalidInput; WrongState for a closed case; NotPermitted; NotFound.
    """
    _other(actor, case_id, into_id)
    with changing(actor=actor, case_id=case_id, verb="link", at=at, beside=into_id) as case:
        into = Case.objects.select_for_update().get(pk=into_id)
        _insist_mergeable(case, into)
        link(case, into, MERGED, actor=actor, reason=reason, at=at)
        for task in case.tasks.values_list("pk", flat=True):
            clocks.cancel_clocks(owner_id=task, at=at, actor=actor)
        clocks.move_clocks(from_owner=case.pk, to_owner=into.pk, at=at, actor=actor)
        case.tasks.update(case=into)
        case.merged_into, case.is_open, case.next_due_at = into, False, None
        case.save(update_fields=["merged_into", "is_open", "next_due_at"])
        refresh_due(into)
        event = CasesMerged(property_id=case.property_id, case_id=case.pk, kind=case.kind, into_id=into.pk)
        tell(case, actor=actor, verb="merged", at=at, event=event, facts={"into": str(into.pk)})


def _insist_mergeable(case: Case, into: Case) -> None:
    """What the one says may be read in the other; both rows are held. Raises: WrongState; InvalidInput."""
    if not into.is_open or into.merged_into_id is not None:
        raise WrongState(_("The other case is closed. Choose an open one."))
    if case.property_id != into.property_id:
        raise InvalidInput(
            _("Both cases must be of one hotel."), fields={"other": _("Choose a case of this hotel.")}
        )
    if case.is_restricted and not into.is_restricted:
        text = _("A restricted case goes up in another restricted one only.")
        raise InvalidInput(text, fields={"other": text})
    named = NamedStaff.objects.filter(case=case)
    if named.exclude(staff_id__in=NamedStaff.objects.filter(case=into).values("staff_id")).exists():
        text = _("This case names a colleague. Name them in the other case first.")
        raise InvalidInput(text, fields={"other": text})


def unmerge_case(*, actor: Actor, case_id: UUID, at: datetime) -> None:
    """Undo a merge within a day: the case is open again and its clocks run from its true receipt.

    Raises: WrongState when it was not merged, or longer ago; NotPermitted; NotFound.
    """
    with changing(actor=actor, case_id=case_id, verb="link", at=at, is_open_needed=False) as case:
        link = CaseLink.objects.filter(case=case, relation=MERGED, undone_at__isnull=True).first()
        if case.merged_into_id is None or link is None:
            raise WrongState(_("This case is not merged."))
        if at - link.at > timedelta(hours=UNDO_HOURS):
            raise WrongState(_("A merge can be undone for %(hours)d hours.") % {"hours": UNDO_HOURS})
        link.undone_at = at
        link.save(update_fields=["undone_at"])
        case.merged_into, case.is_open = None, True
        case.save(update_fields=["merged_into", "is_open"])
        restart(case, actor=actor)
        tell(case, actor=actor, verb="unmerged", at=at)


def _other(actor: Actor, case_id: UUID, other_id: UUID) -> Case:
    if case_id == other_id:
        raise InvalidInput(
            _("A case cannot be joined with itself."), fields={"other": _("Choose another case.")}
        )
    return policy.case_for(actor, pk=other_id)


def link(case: Case, other: Case, relation: str, *, actor: Actor, reason: str, at: datetime) -> None:
    """Write that two cases belong together inside the caller's transaction; twice is once."""
    CaseLink.objects.get_or_create(
        case=case,
        other=other,
        relation=relation,
        undone_at=None,
        defaults={"by_id": actor.id, "reason": hidden(reason, case), "at": at},
    )
