"""The book of a post fills itself when the shift ends, and the next shift takes it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from innkeeper.accounts.models import Staff
from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions as cases
from innkeeper.clocks.models import ClockRun
from innkeeper.handovers import rules
from innkeeper.handovers.actions import acknowledge, fill_handovers
from innkeeper.handovers.models import Acknowledgement, Handover
from innkeeper.handovers.queries.handovers import given_in_house
from innkeeper.kernel.errors import NotFound, NotPermitted, WrongState
from innkeeper.notices.models import StaffNotice
from tests.accounts.conftest import enter
from tests.handovers.conftest import note, rings, wake_up
from tests.makers.accounts import make_turn
from tests.makers.cases import make_case
from tests.people import START, person

pytestmark = pytest.mark.django_db(databases="__all__")
THREE = datetime(2026, 3, 14, 7, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def late(house):
    """The order taker of the late shift."""
    one = person(
        house.house, staff_number="2022", post_code="order_taker", work_name="林夏", is_on_duty=False
    )
    make_turn(one.staff, house=house.house, post_code="order_taker", on=date(2026, 3, 14), shift="late")
    return one


def book_of(post="order_taker"):
    return Handover.objects.get(
        post=post, property_id=Staff.objects.get(staff_number="2001").assignments.get().property_id
    )


def test_nothing_is_filled_before_the_shift_ends(house):
    assert fill_handovers(at=THREE - MINUTE) == 0


@pytest.mark.req("ORG-06")
def test_at_the_end_of_the_shift_every_post_has_its_book(house):
    case = make_case(house, owner=None)
    wake_up(house, due_at=THREE + 60 * MINUTE)
    note(house, "大堂北门在修")
    fill_handovers(at=THREE)
    assert Handover.objects.filter(property_id=house.house.pk, post__in=rules.BOOKS).count() == 6
    assert {"wake_ups", "notes"} <= {row["section"] for row in book_of().snapshot}
    assert case.ref in [row.get("ref") for row in book_of(case.owner_post).snapshot]


def test_it_is_filled_once_however_often_the_job_runs(house):
    fill_handovers(at=THREE)
    assert fill_handovers(at=THREE + MINUTE) == 0


@pytest.mark.req("ORG-06")
def test_the_next_shift_takes_it_and_what_stood_there_is_frozen(house, late):
    note(house, "大堂北门在修")
    fill_handovers(at=THREE)
    taken = acknowledge(actor=late.actor, handover_id=book_of().pk, at=THREE + MINUTE)
    note(house, "后来的一行")
    taken.refresh_from_db()
    assert [row["text"] for row in taken.snapshot if row["section"] == "notes"] == ["大堂北门在修"]
    assert taken.digest == rules.digest_of(taken.snapshot)
    entry = AuditEntry.objects.get(verb="handovers.acknowledged")
    assert entry.facts["digest"] == taken.digest
    assert entry.actor_id == late.id


def test_who_hands_over_does_not_take_over(house):
    fill_handovers(at=THREE)
    with pytest.raises(NotPermitted):
        acknowledge(actor=house.colleague.actor, handover_id=book_of().pk, at=THREE + MINUTE)
    assert not Acknowledgement.objects.exists()


def test_it_is_taken_once(house, late):
    fill_handovers(at=THREE)
    acknowledge(actor=late.actor, handover_id=book_of().pk, at=THREE)
    with pytest.raises(WrongState):
        acknowledge(actor=house.owner.actor, handover_id=book_of().pk, at=THREE)


@pytest.mark.req("ORG-06")
def test_nobody_else_takes_it_while_somebody_is_on_duty_for_the_post(house, late):
    """Neither who oversees the shift nor a colleague of the post who is at home: the alarm would fall silent for nothing."""
    at_home = person(house.house, staff_number="2023", post_code="order_taker", is_on_duty=False)
    fill_handovers(at=THREE)
    for other in (house.owner, house.manager, at_home):
        with pytest.raises(NotPermitted):
            acknowledge(actor=other.actor, handover_id=book_of().pk, at=THREE + MINUTE)
    assert "我接班" not in enter(house.owner).get("/handover/books/order_taker/").content.decode()
    assert ClockRun.objects.get(owner_id=book_of().pk).stopped_at is None
    acknowledge(actor=late.actor, handover_id=book_of().pk, at=THREE + MINUTE)


def test_with_nobody_on_the_roster_who_oversees_the_shift_takes_it(house):
    fill_handovers(at=THREE)
    acknowledge(actor=house.owner.actor, handover_id=book_of().pk, at=THREE + MINUTE)
    assert Acknowledgement.objects.get().by_id == house.owner.id


def test_an_outsider_and_another_post_find_no_book(house, late):
    fill_handovers(at=THREE)
    for stranger in (house.outsider, house.engineer):
        with pytest.raises(NotFound):
            acknowledge(actor=stranger.actor, handover_id=book_of().pk, at=THREE)


@pytest.mark.req("ORG-06")
def test_a_book_nobody_takes_reaches_the_post_and_then_the_assistant_manager(house, late):
    make_turn(
        house.owner.staff,
        house=house.house,
        post_code="assistant_manager",
        on=date(2026, 3, 14),
        shift="late",
    )
    fill_handovers(at=THREE)
    rings(THREE + 15 * MINUTE)
    assert StaffNotice.objects.filter(recipient_id=late.id, text_key="handovers.unacknowledged").exists()
    rings(THREE + 30 * MINUTE)
    assert StaffNotice.objects.filter(
        recipient_id=house.owner.id, text_key="handovers.unacknowledged"
    ).exists()


def test_a_post_that_nobody_holds_overnight_takes_its_book_in_the_morning(house):
    """The engineer works the early shift only: the book waits for tomorrow's, and nobody is rung up at night for it."""
    make_turn(
        house.engineer.staff, house=house.house, post_code="engineer", on=date(2026, 3, 15), shift="early"
    )
    fill_handovers(at=THREE)
    due = dict(ClockRun.objects.filter(name="acknowledge").values_list("owner_id", "due_at"))
    seven = datetime(2026, 3, 14, 23, tzinfo=UTC)
    assert due[book_of("engineer").pk] == seven + rules.ACKNOWLEDGE_WITHIN
    assert due[book_of().pk] == THREE + rules.ACKNOWLEDGE_WITHIN, "nobody on the roster at all rings soon"


def test_a_late_colleague_blocks_no_alarm(house):
    """Nobody of the late shift is there: the wake-up call reaches a deputy all the same."""
    line = wake_up(house, due_at=THREE + 60 * MINUTE)
    make_turn(
        house.manager.staff,
        house=house.house,
        post_code="manager_on_duty",
        on=date(2026, 3, 14),
        shift="late",
    )
    fill_handovers(at=THREE)
    rings(line.due_at)
    assert StaffNotice.objects.filter(
        recipient_id=house.manager.id, text_key="handovers.wake_up_due"
    ).exists()


def test_a_restricted_case_is_a_neutral_line_in_every_book(house):
    make_case(
        house, text="怀疑有人拿了抽屉里的东西", taxonomy_code="theft", is_restricted=True, owner="owner"
    )
    fill_handovers(at=START + timedelta(hours=3))
    rows = [row for row in book_of("assistant_manager").snapshot if row["section"] == "cases"]
    assert [sorted(row) for row in rows] == [["id", "is_hidden", "ref", "section"]]


@pytest.mark.req("ORG-06")
@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "电话已批，待补批"), ("en", "given by phone, to ratify")]
)
def test_what_was_approved_by_phone_of_a_restricted_case_is_ratified_by_the_next_shift(
    house, language, words
):
    case = make_case(house, text="抽屉里的东西", taxonomy_code="theft", is_restricted=True)
    question = cases.Question(subject="recovery", post="manager_on_duty", reason="柳女士的项链")
    asked = cases.ask_approval(actor=house.owner.actor, case_id=case.pk, question=question, at=START)
    cases.note_phone_approval(
        actor=house.owner.actor, approval_id=asked, given_by_id=house.manager.id, heard_by_id=house.front_desk.id, at=START + MINUTE
    )  # fmt: skip
    fill_handovers(at=THREE)
    [row] = [row for row in book_of("manager_on_duty").snapshot if row["section"] == "approvals"]
    assert sorted(row) == ["code", "id", "is_hidden", "ref", "section"]
    browser = enter(house.manager)
    browser.post("/language/", {"language": language})
    page = browser.get("/handover/books/manager_on_duty/").content.decode()
    assert f"{case.ref} · {words}" in page
    assert "项链" not in page


@pytest.mark.parametrize(("minutes", "late"), [(16, False), (8 * 60 + 14, False), (8 * 60 + 16, True)])
def test_a_book_is_called_late_when_its_alarm_rings_and_no_sooner(house, minutes, late):
    """The engineers' next shift begins at eleven in the night, eight hours after the last one ended."""
    make_turn(
        house.engineer.staff, house=house.house, post_code="engineer", on=date(2026, 3, 14), shift="night"
    )
    fill_handovers(at=THREE)
    at = THREE + minutes * MINUTE
    given = {one.post: one for one in given_in_house(house.manager.actor, house.house.pk, at=at)}
    assert given["engineer"].is_late(at) is late
