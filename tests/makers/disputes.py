"""Disputes at each point of their way, made by the real actions; each step some minutes after the last."""

from datetime import timedelta

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, Task
from innkeeper.complaints.actions import record_opinion
from innkeeper.disputes import actions
from innkeeper.disputes.models import LegalBasis
from innkeeper.kernel.actors import system
from innkeeper.kernel.money import Money
from innkeeper.workflows.refusal_opens_dispute import open_from_case
from tests.makers import complaints
from tests.people import START

SYSTEM = system("tests")
MINUTE = timedelta(minutes=1)
CLAIM = "要求退一赔三，并书面道歉"


def refused_complaint(cast, *, at=START, **given):
    """A complaint whose proposal the guest refuses."""
    case = complaints.investigated(cast, at=at, **given)
    complaints.propose(cast, case, at=at + 3 * MINUTE)
    record_opinion(
        actor=cast.owner.actor, case_id=case.pk, answer="refuses", means="phone", at=at + 4 * MINUTE
    )
    return case


def make_dispute(cast, *, at=START + 10 * MINUTE, owner="quality", origin=None, **given):
    """A dispute from a refused complaint, in the hands of `owner` (None leaves it unowned)."""
    origin = origin or refused_complaint(cast, **given)
    money = Money("CNY", 272_000)
    opened = open_from_case(actor=cast.owner.actor, case_id=origin.pk, claim=CLAIM, money=money, at=at)
    if owner is not None:
        holder = getattr(cast, owner)
        cases.assign_case(actor=SYSTEM, case_id=opened.id, owner_id=holder.id, at=at)
    return Case.objects.get(pk=opened.id)


def answered(cast, *, at=START + 11 * MINUTE, **given):
    """The other side was reached: the case is in the stage where it is settled."""
    case = make_dispute(cast, **given)
    spoken = cases.Spoken(means="phone", reached_guest=True)
    cases.record_contact(actor=cast.quality.actor, case_id=case.pk, spoken=spoken, at=at)
    case.refresh_from_db()
    return case


def talk(cast, case, *, outcome="failed", mediator="", at=START + 12 * MINUTE):
    """One talk on the present rung."""
    return actions.hold_talk(
        actor=cast.quality.actor,
        case_id=case.pk,
        summary="双方各持己见",
        outcome=outcome,
        mediator=mediator,
        at=at,
    )


def note_points(cast, case, *, at=START + 13 * MINUTE):
    """What both sides say alike."""
    return actions.add_point(
        actor=cast.quality.actor, case_id=case.pk, kind="common_ground", text="浴室确实未打扫", at=at
    )


def name_law(cast, case, *, at=START + 14 * MINUTE):
    """The law, and the liability of the house by it."""
    basis = actions.rely_on_law(
        actor=cast.quality.actor,
        case_id=case.pk,
        law="《中华人民共和国消费者权益保护法》",
        article="第五十五条",
        at=at,
    )
    return actions.set_liability(
        actor=cast.quality.actor, case_id=case.pk, party="house", text="未按约定清洁", basis_id=basis, at=at
    )


def term(*, text="退款 680 元", at=START, days=7, **given):
    """One term: a refund within days, seen to by finance."""
    given = {"party": "house", "department": "finance", "money": Money("CNY", 68_000)} | given
    return actions.TermDraft(text=text, due_at=at + timedelta(days=days), **given)


def settle(cast, case, *, kind="settlement", mediator="", terms=None, at=START + 15 * MINUTE):
    """The outcome with its terms."""
    return actions.end_dispute(
        actor=cast.quality.actor,
        case_id=case.pk,
        kind=kind,
        text="酒店退还一晚房费并书面致歉",
        terms=[term(at=at)] if terms is None else terms,
        mediator=mediator,
        at=at,
    )


def settled(cast, **given):
    """Claims, points and a settlement with one term that runs."""
    case = answered(cast, **given)
    note_points(cast, case)
    talk(cast, case, outcome="agreed")
    settle(cast, case)
    return case


def carry_out(cast, case, *, at=START + 20 * MINUTE):
    """Every open task, by radio; then the stage is left."""
    for task in Task.objects.filter(case=case, state__in=Task.OPEN):
        cases.finish_by_radio(actor=cast.quality.actor, task_id=task.pk, done_by_id=cast.manager.id, at=at)
    cases.advance_stage(actor=cast.quality.actor, case_id=case.pk, at=at)
    case.refresh_from_db()


def closed(cast, **given):
    """All the way."""
    case = settled(cast, **given)
    carry_out(cast, case)
    quality, at = cast.quality.actor, START + 21 * MINUTE
    actions.hear_other_side(actor=quality, case_id=case.pk, means="phone", answer="accepts", at=at)
    actions.write_lesson(actor=quality, case_id=case.pk, cause="漏查", measure="清单", use="早会", at=at)
    cases.close_case(actor=quality, case_id=case.pk, at=at + MINUTE)
    case.refresh_from_db()
    return case


def a_basis(case):
    """The newest law named."""
    return LegalBasis.objects.filter(dispute__case_id=case.pk).order_by("-at").first()
