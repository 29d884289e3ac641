"""Complaints at each point of their way, made by the real actions; each step one minute after the last."""

from datetime import timedelta

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, Task
from innkeeper.complaints import actions
from innkeeper.complaints.models import Measure, SolutionOption
from innkeeper.kernel.actors import system
from innkeeper.kernel.money import Money
from tests.people import START

SYSTEM = system("tests")
MINUTE = timedelta(minutes=1)


def intake(cast, *, text="房间没打扫干净，浴缸里有头发", **given):
    """What the order taker heard."""
    given = {"channel": "room_phone", "room_number": "1208", "taxonomy_code": "room_dirty"} | given
    return cases.Intake(kind="complaint", property_id=cast.house.pk, text=text, **given)


def make_complaint(cast, *, at=START, owner="owner", **given):
    """A complaint after intake, in the hands of `owner` (None leaves it unowned)."""
    opened = actions.report_complaint(actor=cast.colleague.actor, intake=intake(cast, **given), at=at)
    if owner is not None:
        cases.assign_case(actor=SYSTEM, case_id=opened.id, owner_id=getattr(cast, owner).id, at=at)
    return Case.objects.get(pk=opened.id)


def reached(cast, *, at=START, **given):
    """The guest was reached: the case is in the stage where it is solved."""
    case = make_complaint(cast, at=at, **given)
    spoken = cases.Spoken(means="phone", reached_guest=True)
    cases.record_contact(actor=cast.owner.actor, case_id=case.pk, spoken=spoken, at=at + MINUTE)
    case.refresh_from_db()
    return case


def investigated(cast, *, at=START, **given):
    """Something was found out."""
    case = reached(cast, at=at, **given)
    cases.add_finding(actor=cast.owner.actor, case_id=case.pk, text="当班服务员漏查浴室", at=at + 2 * MINUTE)
    return case


def propose(cast, case, *, at=START + 3 * MINUTE):
    """Two ways out."""
    options = [
        actions.OptionDraft(kind="room_move", text="换到 1706"),
        actions.OptionDraft(kind="refund", text="退一晚房费", money=Money("CNY", 68_000)),
    ]
    reasons = "浴室未按规程清洁"
    return actions.propose_solution(
        actor=cast.owner.actor, case_id=case.pk, reasons=reasons, options=options, at=at
    )


def agree(cast, case, *, at=START + 4 * MINUTE):
    """The guest takes the first option."""
    option = (
        SolutionOption.objects.filter(solution__case_id=case.pk).order_by("-solution__at", "number").first()
    )
    return actions.record_opinion(
        actor=cast.owner.actor, case_id=case.pk, answer="agrees", means="phone", option_id=option.pk, at=at
    )


def measure(cast, *, text="换房并搬行李", owner="housekeeper", at=START):
    """One measure of housekeeping, due in an hour."""
    return actions.MeasureDraft(
        text=text, department="housekeeping", owner_id=getattr(cast, owner).id, due_at=at + timedelta(hours=1)
    )


def decided(cast, *, at=START, measures=1, **given):
    """Proposed, agreed, decided; the measures are open."""
    case = investigated(cast, at=at, **given)
    propose(cast, case, at=at + 3 * MINUTE)
    agree(cast, case, at=at + 4 * MINUTE)
    drafts = [measure(cast, text=f"措施 {number}", at=at) for number in range(measures)]
    actions.decide_solution(actor=cast.owner.actor, case_id=case.pk, measures=drafts, at=at + 5 * MINUTE)
    return case


def carry_out(cast, case, *, at=START + 6 * MINUTE):
    """Every open measure done by its owner, and what prevents a repeat."""
    for row in Measure.objects.filter(case_id=case.pk, done_at__isnull=True):
        actions.finish_measure(actor=cast.housekeeper.actor, measure_id=row.pk, at=at)
    actions.name_prevention(actor=cast.owner.actor, case_id=case.pk, text="领班抽查浴室", at=at)


def resolve(cast, case, *, at=START + 7 * MINUTE):
    """The guest is told the result."""
    actions.resolve_complaint(
        actor=cast.owner.actor, case_id=case.pk, result="已换到 1706，房间重新打扫", means="phone", at=at
    )
    case.refresh_from_db()


def resolved(cast, *, at=START, **given):
    """Solved, and the guest knows."""
    case = decided(cast, at=at, **given)
    carry_out(cast, case, at=at + 6 * MINUTE)
    resolve(cast, case, at=at + 7 * MINUTE)
    return case


def heard(cast, *, at=START, **given):
    """The guest is satisfied."""
    case = resolved(cast, at=at, **given)
    actions.record_feedback(
        actor=cast.colleague.actor,
        case_id=case.pk,
        means="phone",
        answer="satisfied",
        score=5,
        at=at + 8 * MINUTE,
    )
    case.refresh_from_db()
    return case


def review(cast, case, *, at=START + 9 * MINUTE):
    """Cause, measure, use."""
    return actions.review_complaint(
        actor=cast.owner.actor,
        case_id=case.pk,
        cause="交接时漏了一间",
        measure="清单加上浴缸",
        use="早会讲一次",
        at=at,
    )


def verify(cast, case, *, at=START + 10 * MINUTE):
    """Quality has looked whether the measures work."""
    return actions.verify_effect(actor=cast.quality.actor, case_id=case.pk, note="抽查三间，都干净", at=at)


def finish_tasks(cast, case, *, at=START + 10 * MINUTE):
    """Every open task, by radio."""
    for task in Task.objects.filter(case=case, state__in=Task.OPEN):
        cases.finish_by_radio(actor=cast.owner.actor, task_id=task.pk, done_by_id=cast.colleague.id, at=at)


def closed(cast, *, at=START, **given):
    """All the way."""
    case = heard(cast, at=at, **given)
    close(cast, case, at=at)
    return case


def close(cast, case, *, at=START):
    """What is left to do once the guest was heard."""
    review(cast, case, at=at + 9 * MINUTE)
    verify(cast, case, at=at + 10 * MINUTE)
    finish_tasks(cast, case, at=at + 10 * MINUTE)
    actions.close_complaint(actor=cast.owner.actor, case_id=case.pk, at=at + 11 * MINUTE)
    case.refresh_from_db()
