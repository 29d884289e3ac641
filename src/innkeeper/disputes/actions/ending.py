"""The end of the loop: carried out, the other side heard, reviewed; and back where it is disputed still."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases.actions.checking import chosen, required, storable
from innkeeper.cases.actions.running import enter
from innkeeper.cases.actions.wording import LINE_LENGTH, hidden
from innkeeper.cases.models import Channel
from innkeeper.disputes.models import Aftermath, Answer, Lesson
from innkeeper.disputes.queries import dispute_of
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import WrongState


def hear_other_side(
    *, actor: Actor, case_id: UUID, means: str, at: datetime, answer: str = "", words: str = ""
) -> UUID:
    """Note one try to hear whether the other side accepts how it ended; unanswered it is an attempt.

    Who still disputes it sends the case back to be settled anew. Raises: WrongState; InvalidInput; NotPermitted.
    """
    chosen(means, Channel.values, field="means")
    storable(words=words)
    if answer:
        chosen(answer, Answer.values, field="answer")
    with cases.changing(actor=actor, case_id=case_id, verb="contact", at=at, typed={"words": words}) as case:
        if case.stage != "feedback":
            raise WrongState(_("The other side is asked after every term is carried out."))
        row = Aftermath.objects.create(
            dispute=dispute_of(case.pk),
            round=case.round,
            means=means,
            is_reached=bool(answer),
            answer=answer,
            words_redacted=hidden(words, case, length=LINE_LENGTH),
            by_id=actor.id,
            at=at,
        )
        cases.tell(
            case, actor=actor, verb="other_side_heard", at=at, facts={"answer": answer, "means": means}
        )
        if answer == Answer.STILL_DISPUTES:
            standing = dispute_of(case.pk).settlements.filter(round=case.round, set_aside_at__isnull=True)
            standing.update(set_aside_at=at)
            cases.emit(case, "refused", actor=actor, at=at)
            enter(case, "resolve", actor=actor, at=at)
        else:
            cases.emit(case, "heard", actor=actor, at=at)
            cases.settle(case, actor=actor, at=at)
        return row.pk


def write_lesson(*, actor: Actor, case_id: UUID, cause: str, measure: str, use: str, at: datetime) -> UUID:
    """Write down cause, measure and use in the next service, once a round. Raises: InvalidInput; WrongState."""
    required(limit=2000, cause=cause, measure=measure, use=use)
    with cases.changing(actor=actor, case_id=case_id, verb="note", at=at) as case:
        if "quality_manager" not in actor.posts:
            cases.refuse_other(actor=actor, case=case, verb="review", at=at)
        dispute = dispute_of(case.pk)
        if case.stage != "review" or dispute.lessons.filter(round=case.round).exists():
            raise WrongState(_("The dispute is reviewed once, after the other side was heard."))
        row = Lesson.objects.create(
            dispute=dispute,
            round=case.round,
            cause_redacted=hidden(cause, case, length=2000),
            measure_redacted=hidden(measure, case, length=2000),
            use_redacted=hidden(use, case, length=2000),
            by_id=actor.id,
            at=at,
        )
        cases.emit(case, "lesson_written", actor=actor, at=at)
        cases.tell(case, actor=actor, verb="reviewed", at=at)
        return row.pk
