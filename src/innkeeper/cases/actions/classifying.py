"""Correcting the first classification: a person may, with a reason (CASE-06, CASE-07, CASE-08)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import policy
from innkeeper.cases.actions.change import changing, tell
from innkeeper.cases.actions.handling import insist_none_hidden, make_restricted
from innkeeper.cases.actions.running import emit, settle
from innkeeper.cases.actions.timing import retarget
from innkeeper.cases.actions.visiting import alert_anew
from innkeeper.cases.actions.wording import hidden, index
from innkeeper.cases.events import CaseClassified
from innkeeper.cases.models import Case, Category, Cause, Classification, NamedStaff, Priority
from innkeeper.cases.queries.playbooks import code_named
from innkeeper.cases.rules import settled_priority
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorting:
    """What a person takes the case for; None or "" leaves a dimension as it is; a cause of "" takes it away."""

    code: str = ""
    category: str = ""
    priority: int | None = None
    nature: str = ""
    subject: str = ""
    scope: str = ""
    urgency: str = ""
    satisfaction: str = ""
    responsible_department: str = ""
    handling_department: str = ""
    cause: str | None = None
    is_restricted: bool | None = None


def classify_case(
    *,
    actor: Actor,
    case_id: UUID,
    sorting: Sorting,
    reason: str,
    at: datetime,
    edit_version: int | None = None,
) -> None:
    """Confirm or correct what the case is; its clocks run on under the new targets, and who goes to the room is who must (REQ-08).

    A code of what only few may know (harassment, theft) makes the case restricted; opening a restricted one to all is
    for who sees restricted cases. Raises: InvalidInput without a reason for a correction or for an unknown code; NotPermitted; EditConflict.
    """
    typed = {"reason": reason, "code": sorting.code}
    with changing(
        actor=actor, case_id=case_id, verb="classify", at=at, edit_version=edit_version, typed=typed
    ) as case:
        before, was_restricted = (case.taxonomy_code, case.category, case.priority), case.is_restricted
        if sorting.is_restricted is not None:
            policy.insist(actor, "restrict", case)
        _take(case, sorting)
        after = (case.taxonomy_code, case.category, case.priority)
        if before != after and not reason.strip():
            raise InvalidInput(_("Say why you correct it."), fields={"reason": _("Say why you correct it.")})
        case.save(update_fields=_COLUMNS)
        alert_anew(case, before[0], actor=actor, at=at)
        _follow(case, was_restricted=was_restricted, actor=actor, at=at)
        Classification.objects.create(
            case=case,
            code=case.taxonomy_code,
            category=case.category,
            priority=case.priority,
            by_id=actor.id,
            reason=hidden(reason, case),
            at=at,
        )
        if before != after:
            retarget(case, actor=actor, at=at)
        emit(case, "classified", actor=actor, at=at)
        settle(case, actor=actor, at=at)
        event = CaseClassified(
            property_id=case.property_id,
            case_id=case.pk,
            kind=case.kind,
            code=case.taxonomy_code,
            priority=case.priority,
        )
        facts = {"code": case.taxonomy_code, "category": case.category, "priority": case.priority}
        tell(case, actor=actor, verb="classified", at=at, event=event, facts=facts)


_COLUMNS = [
    "taxonomy_code",
    "category",
    "priority",
    "nature",
    "subject",
    "scope",
    "urgency",
    "satisfaction",
    "responsible_department",
    "handling_department",
    "cause",
    "is_restricted",
]


def _take(case: Case, sorting: Sorting) -> None:
    """Put the choices into the columns. Raises: InvalidInput."""
    if sorting.category and sorting.category not in Category.values:
        raise InvalidInput(
            _("Choose one of the four categories."), fields={"category": "basic, complaint, …"}
        )
    if sorting.priority is not None and sorting.priority not in Priority.values:
        raise InvalidInput(_("Choose one of the four priorities."), fields={"priority": "1-4"})
    if sorting.code:
        code = code_named(case.property_id, sorting.code)
        if code is None:
            raise InvalidInput(_("There is no such code."), fields={"code": _("Choose a code of the list.")})
        case.taxonomy_code, case.category, case.priority = code.code, code.category, code.priority
        case.is_restricted = case.is_restricted or code.is_restricted
        case.nature, case.subject, case.handling_department = (
            code.nature,
            code.subject,
            code.handling_department,
        )
    for column in ("category", "nature", "subject", "scope", "urgency", "satisfaction"):
        setattr(case, column, getattr(sorting, column) or getattr(case, column))
    case.responsible_department = sorting.responsible_department or case.responsible_department
    case.handling_department = sorting.handling_department or case.handling_department
    case.priority = settled_priority(case.category, sorting.priority or case.priority)
    if sorting.cause is not None:
        case.cause = known_cause(sorting.cause)
    if sorting.is_restricted is not None:
        if not sorting.is_restricted and NamedStaff.objects.filter(case=case).exists():
            raise InvalidInput(_("It names a colleague and stays restricted."), fields={"is_restricted": "-"})
        if not sorting.is_restricted:
            insist_none_hidden(case)
        case.is_restricted = sorting.is_restricted


def known_cause(cause: str) -> str:
    """The cause of a disturbance, "" for none. Raises: InvalidInput for one that is not on the list."""
    if cause and cause not in Cause.values:
        text = _("Choose a cause of the list.")
        raise InvalidInput(text, fields={"cause": text})
    return cause


def _follow(case: Case, *, was_restricted: bool, actor: Actor, at: datetime) -> None:
    """Who may know and what the search finds follow a case that was made restricted, or opened to all."""
    if case.is_restricted and not was_restricted:
        make_restricted(case, actor=actor, at=at)
    elif was_restricted and not case.is_restricted:
        index(case)
