"""How a dispute ends: the outcome with its terms, each tracked by a task with its own clock (DISP-04)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases import policy
from innkeeper.cases.actions.checking import chosen, required, storable
from innkeeper.cases.actions.wording import LINE_LENGTH, hidden
from innkeeper.cases.models import Case
from innkeeper.disputes.actions.wording import priced, sealed
from innkeeper.disputes.events import DisputeEnded
from innkeeper.disputes.models import EndKind, Party, Rung, Settlement, Term
from innkeeper.disputes.queries import dispute_of, rung_of, settlement_in_force
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, WrongState
from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.money import Money
from innkeeper.properties.queries import departments
from innkeeper.web.days import insist_near

STEP = "term"
LONGEST = timedelta(days=3 * 366)
RUNGS_OF = {
    EndKind.SETTLEMENT: tuple(Rung.values),
    EndKind.WITHDRAWN: tuple(Rung.values),
    EndKind.MEDIATED: (Rung.MEDIATION, Rung.PROCEEDINGS),
    EndKind.AWARD: (Rung.PROCEEDINGS,),
    EndKind.JUDGEMENT: (Rung.PROCEEDINGS,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TermDraft:
    """One term: what, whose duty, by when, which department sees to it; from its place of the form, from 1."""

    text: str
    party: str
    department: str
    due_at: datetime
    money: Money | None = None
    place: int = 0


def end_dispute(
    *,
    actor: Actor,
    case_id: UUID,
    kind: str,
    text: str,
    terms: Sequence[TermDraft],
    at: datetime,
    mediator: str = "",
    agreed_at: datetime | None = None,
) -> UUID:
    """Write down how the dispute ends and its terms. Each term becomes a task with its due time, so a late one alarms.

    A settlement names at least one term. Raises: InvalidInput naming the term; WrongState on a rung that has no such
    end, or twice in a round; NotPermitted for another than the handler; NotFound.
    """
    chosen(kind, EndKind.values, field="kind")
    required(text=text)
    storable(mediator=mediator)
    insist_near(at=at, agreed_at=agreed_at)
    seen = policy.case_for(actor, pk=case_id)
    _refuse_bad(kind, terms, mediator=mediator, property_id=seen.property_id, at=at)
    row_id = uuid7()
    words = sealed(text, case=seen, column="Settlement.text", row_id=row_id, at=at)
    with cases.changing(actor=actor, case_id=case_id, verb="resolve", at=at, typed={"text": text}) as case:
        dispute = dispute_of(case.pk)
        rung = rung_of(dispute)
        _insist(case, kind, rung, has_end=settlement_in_force(dispute, case.round) is not None)
        settlement = Settlement.objects.create(
            id=row_id,
            dispute=dispute,
            round=case.round,
            rung=rung,
            kind=kind,
            mediator=hidden(mediator, case, length=120),
            text=words.sealed,
            text_redacted=words.redacted,
            agreed_at=min(agreed_at or at, at),
            by_id=actor.id,
            at=at,
        )
        for draft in terms:
            _term(case, settlement, draft, actor=actor, at=at)
        cases.emit(case, "ended", actor=actor, at=at)
        event = DisputeEnded(property_id=case.property_id, case_id=case.pk, kind=case.kind, end=kind)
        facts = {"kind": kind, "rung": rung, "terms": len(terms)}
        cases.tell(case, actor=actor, verb="dispute_ended", at=at, event=event, facts=facts)
    return row_id


def _term(case: Case, settlement: Settlement, draft: TermDraft, *, actor: Actor, at: datetime) -> None:
    """The term and its task, which carries clock and alarm; inside the caller's transaction."""
    minutes = max(1, ceil((draft.due_at - at).total_seconds() / 60))
    job = cases.Job(title=draft.text, department=draft.department, minutes=minutes, step=STEP)
    task = cases.offer(case, job, actor=actor, at=at)
    Term.objects.create(
        settlement=settlement,
        party=draft.party,
        text_redacted=hidden(draft.text, case, length=LINE_LENGTH),
        due_at=draft.due_at,
        task_id=task.pk,
        **priced(draft.money),
    )


def _insist(case: Case, kind: str, rung: str, *, has_end: bool) -> None:
    if case.stage != "resolve":
        raise WrongState(_("The case is not in the stage where it is solved."))
    if has_end:
        raise WrongState(_("It is written down already how this dispute ends."))
    if rung not in RUNGS_OF[EndKind(kind)]:
        raise WrongState(_("The dispute does not stand on the rung where it can end so. Go there first."))


def _refuse_bad(
    kind: str, terms: Sequence[TermDraft], *, mediator: str, property_id: UUID, at: datetime
) -> None:
    wrong: dict[str, str] = {}
    if kind in (EndKind.SETTLEMENT, EndKind.MEDIATED) and not terms:
        wrong["terms"] = _("Write down at least one term.")
    if kind == EndKind.MEDIATED and not mediator.strip():
        wrong["mediator"] = _("Say who mediates.")
    codes = {one.code for one in departments(property_id)} if terms else set()
    for count, term in enumerate(terms, 1):
        wrong |= _faults(term, term.place or count, codes, at=at)
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)


def _faults(term: TermDraft, number: int, codes: Collection[str], *, at: datetime) -> dict[str, str]:
    """What is wrong with one term, by its fields in that place."""
    storable(**{f"term_{number}": term.text})
    priced(term.money)
    found = {
        f"term_{number}": "" if term.text.strip() else _("Say what is due."),
        f"party_{number}": "" if term.party in Party.values else _("Say whose duty it is."),
        f"department_{number}": "" if term.department in codes else _("Say which department sees to it."),
        f"due_{number}": "" if at < term.due_at <= at + LONGEST else _("Give a due time still to come."),
    }
    return {name: words for name, words in found.items() if words}
