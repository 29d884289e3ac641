"""Cases that belong together are linked. Merging one into another: merging.py."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import policy
from innkeeper.cases.actions.change import changing, tell
from innkeeper.cases.actions.wording import hidden
from innkeeper.cases.models import Case, CaseLink
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput

RELATIONS = ("related", "neighbour", "incident", "follow_up", "recurrence")


def known_relation(relation: str) -> str:
    """How two cases may belong together. Raises: InvalidInput."""
    if relation not in RELATIONS:
        words = _("Say how they belong together.")
        raise InvalidInput(words, fields={"relation": words})
    return relation


def link_cases(
    *, actor: Actor, case_id: UUID, other_id: UUID, relation: str, at: datetime, reason: str = ""
) -> None:
    """Link two cases that the actor may see; twice is once. Raises: InvalidInput; NotFound; NotPermitted."""
    known_relation(relation)
    other = other_case(actor, case_id, other_id)
    with changing(actor=actor, case_id=case_id, verb="link", at=at, is_open_needed=False) as case:
        link(case, other, relation, actor=actor, reason=reason, at=at)
        tell(case, actor=actor, verb="linked", at=at, facts={"other": str(other.pk), "relation": relation})


def other_case(actor: Actor, case_id: UUID, other_id: UUID) -> Case:
    """The case that is to be joined with this one, if the actor may see it. Raises: InvalidInput for itself; NotFound."""
    if case_id == other_id:
        raise InvalidInput(
            _("A case cannot be joined with itself."), fields={"other": _("Choose another case.")}
        )
    return policy.case_for(actor, pk=other_id)


def link(case: Case, other: Case, relation: str, *, actor: Actor, reason: str, at: datetime) -> CaseLink:
    """Write that two cases belong together inside the caller's transaction; twice is once."""
    row, _is_new = CaseLink.objects.get_or_create(
        case=case,
        other=other,
        relation=relation,
        undone_at=None,
        defaults={"by_id": actor.id, "reason": hidden(reason, case), "at": at},
    )
    return row


def unlink(case: Case, other: Case, relation: str, *, at: datetime) -> bool:
    """Write that they do not belong together after all, inside the caller's transaction; whether they did."""
    joint = CaseLink.objects.filter(case=case, other=other, relation=relation, undone_at=None)
    return bool(joint.update(undone_at=at))
