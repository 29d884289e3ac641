"""What the house keeps beside its complaints: limits, register, thanks, verification, drills, summaries, lessons."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from innkeeper.accounts.models import Staff
from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions as cases
from innkeeper.cases.models import Approval, Task
from innkeeper.complaints import actions, tasks
from innkeeper.complaints.models import (
    Drill,
    EmpowermentLimit,
    Recovery,
    Review,
    Summary,
    SummaryReceipt,
    Thanks,
)
from innkeeper.complaints.queries import is_verified
from innkeeper.complaints.queries.house import (
    drill_calendar,
    lessons_for,
    limits_of,
    register_of,
    summary_lines,
)
from innkeeper.complaints.rules import is_one_way, monday_of
from innkeeper.kernel.errors import InvalidInput, NotPermitted, WrongState
from innkeeper.kernel.money import Money
from innkeeper.notices.models import StaffNotice
from tests.accounts.conftest import enter
from tests.makers import complaints as make
from tests.people import START, person

MINUTE = make.MINUTE
MONTH = (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))


def give(cast, case, yuan, *, who="owner", kind="refund"):
    return actions.give_recovery(
        actor=getattr(cast, who).actor,
        case_id=case.pk,
        kind=kind,
        money=Money("CNY", yuan * 100),
        reason="致歉",
        at=START,
    )


def set_limit(cast, yuan, *, post="assistant_manager", who="general_manager"):
    return actions.set_limit(
        actor=getattr(cast, who).actor,
        property_id=cast.house.pk,
        post=post,
        amount_minor=yuan * 100 if yuan is not None else None,
        reason="新规定",
        at=START,
    )


@pytest.mark.req("CASE-27")
def test_300_with_a_limit_of_200_asks_for_approval(cast):
    set_limit(cast, 200)
    case = make.reached(cast)
    give(cast, case, 300)
    approval = Approval.objects.get(case=case)
    assert (approval.amount_minor, approval.post) == (30_000, "manager_on_duty")


@pytest.mark.req("CASE-27")
def test_two_gifts_within_the_limit_are_one_beyond_it(cast):
    set_limit(cast, 200)
    case = make.reached(cast)
    give(cast, case, 150)
    assert not Approval.objects.exists()
    give(cast, case, 150)
    assert Approval.objects.get().amount_minor == 15_000


@pytest.mark.req("CASE-27")
def test_what_a_colleague_gave_without_asking_counts_too(cast):
    set_limit(cast, 200)
    case = make.reached(cast)
    give(cast, case, 150)
    other = person(cast.house, staff_number="2099", post_code="assistant_manager")
    cases.assign_case(actor=make.SYSTEM, case_id=case.pk, owner_id=other.id, at=START)
    actions.give_recovery(
        actor=other.actor, case_id=case.pk, kind="refund", money=Money("CNY", 15_000), reason="致歉", at=START
    )
    assert Approval.objects.get().asked_by_id == other.id


@pytest.mark.req("CASE-27")
def test_what_the_manager_gave_leaves_the_small_limit_of_the_desk(cast):
    case = make.reached(cast)
    cases.assign_case(actor=make.SYSTEM, case_id=case.pk, owner_id=cast.manager.id, at=START)
    give(cast, case, 3_000, who="manager")
    cases.assign_case(actor=make.SYSTEM, case_id=case.pk, owner_id=cast.owner.id, at=START)
    give(cast, case, 100)
    assert not Approval.objects.exists()


@pytest.mark.req("CASE-27")
def test_a_limit_is_the_hotels_own_and_its_history_stays(cast):
    set_limit(cast, 200)
    set_limit(cast, None, post="manager_on_duty")
    limits = limits_of(cast.house.pk)
    assert (limits["assistant_manager"], limits["manager_on_duty"]) == (20_000, None)
    assert limits_of(cast.other_house.pk)["assistant_manager"] == 100_000
    assert EmpowermentLimit.objects.count() == 2
    assert AuditEntry.objects.filter(verb="complaints.limit_set").count() == 2
    with pytest.raises(NotPermitted):
        set_limit(cast, 999, who="owner")


@pytest.mark.req("CASE-27")
def test_the_register_says_type_value_reason_approver_and_redeemed(cast):
    case = make.reached(cast)
    small, large = give(cast, case, 100), give(cast, case, 2_000)
    with pytest.raises(WrongState):
        actions.redeem_recovery(actor=cast.owner.actor, recovery_id=large, at=START)
    cases.decide_approval(
        actor=cast.manager.actor, approval_id=Approval.objects.get().pk, is_given=True, at=START
    )
    for recovery_id in (small, large):
        actions.redeem_recovery(actor=cast.owner.actor, recovery_id=recovery_id, at=START)
    with pytest.raises(WrongState):
        actions.redeem_recovery(actor=cast.owner.actor, recovery_id=small, at=START)
    found = register_of(cast.owner.actor, cast.house.pk, since=MONTH[0], until=MONTH[1])
    assert {(line.money.amount_minor, line.approver) for line in found.lines} == {
        (10_000, ""),
        (200_000, "manager_on_duty"),
    }
    assert found.total == Money("CNY", 210_000) and all(line.redeemed_at for line in found.lines)
    assert not register_of(cast.outsider.actor, cast.house.pk, since=MONTH[0], until=MONTH[1]).lines


@pytest.mark.req("CASE-27")
def test_the_register_is_a_screen_and_a_file_without_names(cast, clock):
    give(cast, make.reached(cast), 100)
    client = enter(cast.owner)
    address = "?since=2026-03-01&until=2026-03-31"
    assert "¥100" in client.get(f"/compensation/{address}").content.decode()
    file = client.get(f"/compensation/register.csv{address}").content.decode()
    assert "100.00" in file and "致歉" not in file
    assert enter(cast.engineer).get("/compensation/").status_code == 403


@pytest.mark.req("CASE-26")
def test_thanks_and_an_extra_follow_a_closed_important_case_once(cast):
    case = make.closed(cast)
    given = {"case_id": case.pk, "means": "sms", "words": "感谢您的意见", "at": START}
    actions.thank_guest(actor=cast.owner.actor, extra="coupon", money=Money("CNY", 10_000), **given)
    with pytest.raises(WrongState):
        actions.thank_guest(actor=cast.owner.actor, **given)
    thanks = Thanks.objects.get()
    assert Recovery.objects.get(pk=thanks.recovery_id).kind == "coupon"


@pytest.mark.req("CASE-26")
def test_no_thanks_while_the_case_is_open(cast):
    case = make.reached(cast)
    with pytest.raises(WrongState):
        actions.thank_guest(actor=cast.owner.actor, case_id=case.pk, means="phone", words="谢", at=START)


@pytest.mark.req("CASE-34")
def test_an_implementing_department_leaves_qualitys_verification_to_be_done(cast):
    case = make.heard(cast)
    make.review(cast, case)
    make.finish_tasks(cast, case)
    given = {"case_id": case.pk, "note": "抽查三间", "at": START}
    assert actions.verify_effect(actor=cast.housekeeper.actor, **given) is False
    with pytest.raises(cases.GatesOpen) as refused:
        actions.close_complaint(actor=cast.owner.actor, case_id=case.pk, at=START)
    assert set(refused.value.fields) == {"effect_verified"}
    with pytest.raises(NotPermitted):
        actions.verify_effect(actor=cast.engineer.actor, **given)
    assert actions.verify_effect(actor=cast.quality.actor, **given) is True
    actions.close_complaint(actor=cast.owner.actor, case_id=case.pk, at=START)


@pytest.mark.req("CASE-34")
def test_a_complaint_that_nobody_verified_does_not_close(cast):
    case = make.heard(cast)
    make.review(cast, case)
    make.finish_tasks(cast, case)
    given = {"actor": cast.owner.actor, "case_id": case.pk, "at": START}
    with pytest.raises(cases.GatesOpen) as refused:
        actions.close_complaint(**given)
    assert set(refused.value.fields) == {"effect_verified"}
    make.verify(cast, case)
    actions.close_complaint(**given)


@pytest.mark.req("CASE-34")
def test_quality_gets_the_task_to_verify_once_the_guest_knows_the_result(cast):
    case = make.resolved(cast)
    task = Task.objects.get(case=case, step="verify")
    assert (task.department, task.post) == ("quality", "quality_manager")
    assert StaffNotice.objects.filter(recipient_id=cast.quality.id, object_id=task.pk).exists()
    actions.verify_effect(actor=cast.housekeeper.actor, case_id=case.pk, note="看过", at=START)
    assert Task.objects.get(pk=task.pk).is_open
    make.verify(cast, case)
    assert Task.objects.get(pk=task.pk).state == "done"


@pytest.mark.req("CASE-34")
def test_a_guest_who_refuses_the_result_makes_the_verification_anew(cast):
    case = make.resolved(cast)
    make.verify(cast, case, at=START + 7 * MINUTE)
    actions.record_feedback(
        actor=cast.colleague.actor,
        case_id=case.pk,
        means="phone",
        answer="dissatisfied",
        at=START + 8 * MINUTE,
    )
    assert not is_verified(case.pk)


@pytest.mark.req("CASE-34")
def test_where_nobody_is_of_quality_the_general_manager_verifies(cast):
    case = make.resolved(cast)
    given = {"actor": cast.general_manager.actor, "case_id": case.pk, "note": "看过", "at": START}
    with pytest.raises(NotPermitted):
        actions.verify_effect(**given)
    Staff.objects.filter(pk=cast.quality.id).update(is_active=False)
    assert actions.verify_effect(**given) is True


@pytest.mark.req("CASE-35")
def test_only_the_complaint_team_owns_a_complaint(cast):
    case = make.make_complaint(cast)
    for who in (cast.housekeeper, cast.quality, cast.engineer):
        with pytest.raises(InvalidInput):
            cases.assign_case(actor=cast.owner.actor, case_id=case.pk, owner_id=who.id, at=START)
    cases.assign_case(actor=cast.owner.actor, case_id=case.pk, owner_id=cast.manager.id, at=START)


@pytest.mark.req("CASE-32")
def test_a_drill_is_due_when_none_was_held_in_the_configured_period(cast):
    manager, today = cast.general_manager.actor, date(2026, 3, 14)
    assert drill_calendar(cast.house.pk, today=today).is_due
    actions.set_drill_rule(actor=manager, property_id=cast.house.pk, every_months=3, at=START)
    planned = actions.plan_drill(
        actor=manager,
        property_id=cast.house.pk,
        topic="客房漏水联动",
        departments=["engineering", "housekeeping"],
        on=today,
        at=START,
    )
    assert drill_calendar(cast.house.pk, today=today).is_due
    noted = {"held_on": today, "result": "8 分钟到场", "lessons": "水闸位置要会背", "today": today}
    actions.note_drill(actor=manager, drill_id=planned, at=START, **noted)
    assert not drill_calendar(cast.house.pk, today=date(2026, 6, 13)).is_due
    assert drill_calendar(cast.house.pk, today=date(2026, 6, 14)).is_due
    with pytest.raises(WrongState):
        actions.note_drill(actor=manager, drill_id=planned, at=START, **noted)
    assert Drill.objects.get().lessons == "水闸位置要会背"


@pytest.mark.req("IMP-05")
def test_a_summary_goes_to_departments_and_the_unconfirmed_are_listed(cast):
    make.closed(cast)
    day = date(2026, 3, 14)
    given = {"property_id": cast.house.pk, "since_on": day, "until_on": day, "at": START}
    with pytest.raises(NotPermitted):
        actions.send_summary(actor=cast.owner.actor, **given)
    actions.send_summary(actor=cast.quality.actor, **given)
    with pytest.raises(WrongState):
        actions.send_summary(actor=cast.quality.actor, **given)
    (receipt,) = SummaryReceipt.objects.all()
    assert receipt.department == "housekeeping"
    client = enter(cast.quality)
    assert "尚未确认" in client.get("/summaries/").content.decode()
    with pytest.raises(NotPermitted):
        actions.confirm_summary(actor=cast.engineer.actor, receipt_id=receipt.pk, at=START)
    actions.confirm_summary(actor=cast.housekeeper.actor, receipt_id=receipt.pk, at=START)
    assert "尚未确认" not in client.get("/summaries/").content.decode()


@pytest.mark.req("IMP-05")
@pytest.mark.parametrize(
    ("hour", "monday"), [("2026-03-15T21:59", "2026-03-09"), ("2026-03-15T22:00", "2026-03-16"), ("2026-03-20T10:00", "2026-03-16")]
)  # fmt: skip
def test_the_week_opens_on_monday_at_six_in_the_hotel(hour, monday):
    at = datetime.fromisoformat(hour).replace(tzinfo=UTC)
    assert monday_of(at, "Asia/Shanghai").isoformat() == monday


@pytest.mark.req("IMP-05")
def test_on_monday_the_house_sends_the_summary_of_the_week_by_itself_and_once(cast):
    make.closed(cast)
    tasks.weekly_summary(at=START)
    assert not Summary.objects.exists()
    for hours in (42, 43, 90):
        tasks.weekly_summary(at=START + timedelta(hours=hours))
    summary = Summary.objects.get()
    assert (summary.since_on.isoformat(), summary.until_on.isoformat()) == ("2026-03-09", "2026-03-15")
    assert (summary.case_count, summary.receipts.count()) == (1, 1)
    assert AuditEntry.objects.filter(verb="complaints.summary_sent").count() == 1


@pytest.mark.req("IMP-05")
def test_what_was_reviewed_early_on_monday_belongs_to_the_new_week_of_the_hotel(cast):
    make.closed(cast)
    Review.objects.update(at=datetime(2026, 3, 15, 23, tzinfo=UTC))
    weeks = [(date(2026, 3, 9), date(2026, 3, 15)), (date(2026, 3, 16), date(2026, 3, 22))]
    counts = [len(summary_lines(cast.house.pk, since_on=a, until_on=b)) for a, b in weeks]
    assert counts == [0, 1]


@pytest.mark.req("IMP-05")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_summary_is_printed_in_either_language_and_logged(cast, language):
    make.closed(cast)
    day = date(2026, 3, 14)
    given = {"property_id": cast.house.pk, "since_on": day, "until_on": day, "at": START}
    pk = actions.send_summary(actor=cast.quality.actor, **given)
    with translation.override(language):
        assert actions.print_summary(actor=cast.quality.actor, summary_id=pk, at=START).startswith(b"%PDF")
    assert AuditEntry.objects.filter(verb="complaints.summary_printed").count() == 1
    answer = enter(cast.quality).post(f"/summaries/{pk}/prints/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert enter(cast.outsider).post(f"/summaries/{pk}/prints/").status_code in (403, 404)
    assert enter(cast.attendant).post(f"/summaries/{pk}/prints/").status_code == 403


@pytest.mark.req("IMP-06")
def test_a_lesson_is_shown_when_a_like_case_opens(cast):
    make.closed(cast)
    like = make.make_complaint(cast, room_number="1701", at=START + timedelta(days=1))
    given = {"case_id": like.pk, "property_id": cast.house.pk}
    assert lessons_for(cast.owner.actor, code="room_dirty", **given)[0].use == "早会讲一次"
    assert lessons_for(cast.owner.actor, code="noise_party", **given) == []
    assert lessons_for(cast.outsider.actor, code="room_dirty", **given) == []


@pytest.mark.req("ERR-08")
@pytest.mark.parametrize(
    ("counts", "is_flagged"),
    [({"refund": 5}, True), ({"refund": 4}, False), ({"refund": 4, "repair": 1}, True), ({"a": 3, "b": 3}, False), ({}, False)],
)  # fmt: skip
def test_one_way_only_is_flagged(counts, is_flagged):
    assert is_one_way(counts) == is_flagged


@pytest.mark.parametrize("address", ["/settings/limits/", "/drills/", "/summaries/", "/compensation/"])
def test_each_screen_opens_for_the_manager(cast, address):
    assert enter(cast.general_manager).get(address).status_code == 200


def test_what_a_screen_refuses_is_said_on_it(cast):
    client = enter(cast.general_manager)
    refused = client.post("/settings/limits/front_desk/", {"amount": "x", "reason": "y", "keep": "1"})
    assert refused.status_code == 422
    set_ = client.post("/settings/limits/front_desk/", {"amount": "150", "reason": "y", "keep": "1"})
    assert set_.status_code == 303 and limits_of(cast.house.pk)["front_desk"] == 15_000
    assert client.post("/drills/change/", {"topic": "x", "planned_on": "nonsense"}).status_code == 422
