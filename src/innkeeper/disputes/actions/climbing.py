"""The ladder: talk, then mediation, then litigation or arbitration; a skipped rung waits for a manager (DISP-03)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases.actions.checking import chosen, required, storable
from innkeeper.cases.actions.wording import hidden
from innkeeper.cases.models import Case
from innkeeper.disputes.models import Climb, Dispute, Rung, Talk, TalkOutcome
from innkeeper.disputes.queries import dispute_of, failed_rungs, rung_of, waiting_climb
from innkeeper.disputes.rules import MANAGERS, SKIP_APPROVER, SKIPPED_RUNG, is_step_back, is_step_up
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, WrongState
from innkeeper.kernel.ids import uuid7
from innkeeper.web.days import insist_near

STEPS = {Rung.TALK: "talk", Rung.MEDIATION: "mediate", Rung.PROCEEDINGS: "proceed"}


class RungSkipped(InvalidInput):
    """A rung of the ladder was to be skipped without a reason (DISP-03)."""

    code = "rung_skipped"


def hold_talk(
    *,
    actor: Actor,
    case_id: UUID,
    summary: str,
    outcome: str,
    at: datetime,
    mediator: str = "",
    held_at: datetime | None = None,
) -> UUID:
    """Write down a talk, a sitting or a hearing on the present rung, with the third party who mediated (DISP-04).

    Raises: InvalidInput, also for a mediation without its mediator; NotPermitted for another than the handler; NotFound.
    """
    chosen(outcome, TalkOutcome.values, field="outcome")
    required(limit=2000, summary=summary)
    storable(mediator=mediator)
    insist_near(at=at, held_at=held_at)
    typed = {"summary": summary, "mediator": mediator}
    with cases.changing(actor=actor, case_id=case_id, verb="resolve", at=at, typed=typed) as case:
        dispute = dispute_of(case.pk)
        rung = rung_of(dispute)
        if rung == Rung.MEDIATION and not mediator.strip():
            raise InvalidInput(_("Say who mediates."), fields={"mediator": _("Say who mediates.")})
        row = Talk.objects.create(
            dispute=dispute,
            round=case.round,
            rung=rung,
            mediator=hidden(mediator, case, length=120),
            outcome=outcome,
            summary_redacted=hidden(summary, case, length=2000),
            held_at=min(held_at or at, at),
            by_id=actor.id,
            at=at,
        )
        cases.tick(case, [STEPS[Rung(rung)]], actor=actor, at=at)
        cases.emit(case, "talk_held", actor=actor, at=at)
        cases.tell(case, actor=actor, verb="talk_held", at=at, facts={"rung": rung, "outcome": outcome})
        return row.pk


def climb(*, actor: Actor, case_id: UUID, to: str, at: datetime, reason: str = "") -> UUID:
    """Go to another rung. After failed talks the next one is free; a skipped one needs its reason and a manager.

    A manager's own word is their approval; for anybody else the rung changes when it is given.
    Raises: RungSkipped without a reason; WrongState while one waits; InvalidInput; NotPermitted; NotFound.
    """
    chosen(to, Rung.values, field="to")
    storable(reason=reason)
    with cases.changing(
        actor=actor, case_id=case_id, verb="resolve", at=at, typed={"reason": reason}
    ) as case:
        dispute = dispute_of(case.pk)
        here = rung_of(dispute)
        if waiting_climb(dispute) is not None:
            raise WrongState(_("A change of the ladder waits for its approval."))
        if to == here:
            raise WrongState(_("The dispute stands on this rung already."))
        row_id = uuid7()
        approval_id = _leave_for(case, dispute, here, to, reason, row_id=row_id, actor=actor, at=at)
        Climb.objects.create(
            id=row_id,
            dispute=dispute,
            round=case.round,
            from_rung=here,
            to_rung=to,
            reason=hidden(reason, case, length=200),
            approval_id=approval_id,
            by_id=actor.id,
            at=at,
        )
        facts = {"from": here, "to": to, "waits": approval_id is not None}
        cases.tell(case, actor=actor, verb="rung_chosen", at=at, facts=facts)
        return row_id


def _leave_for(
    case: Case, dispute: Dispute, here: str, to: str, reason: str, *, row_id: UUID, actor: Actor, at: datetime
) -> UUID | None:
    """The approval that the step waits for, None where it needs none. Raises: RungSkipped."""
    if is_step_back(here, to) or is_step_up(here, to, failed_rungs(dispute)):
        return None
    if not reason.strip():
        words = _("The talks before have not failed. Say why they are skipped; a manager approves it.")
        raise RungSkipped(words, fields={"reason": words})
    if actor.is_system or actor.posts & MANAGERS:
        return None
    question = cases.Question(
        subject=SKIPPED_RUNG, subject_id=row_id, post=SKIP_APPROVER, reason=hidden(reason, case, length=200)
    )
    return cases.asked(case, question, actor=actor, at=at).pk
