"""23:00: the books fill themselves, the night takes them, and what was open then stands frozen with its digest."""

from datetime import UTC, date, datetime, timedelta

import pytest

from innkeeper.cases.actions import publish_shipped, seed_taxonomy
from innkeeper.clocks.actions import sweep
from innkeeper.handovers import rules
from innkeeper.handovers.models import Acknowledgement, BookLine, Handover
from innkeeper.kernel.actors import system
from innkeeper.notices.models import StaffNotice
from innkeeper.outbox.models import Job
from innkeeper.outbox.worker import Worker
from innkeeper.stays.actions import set_dnd
from tests.accounts.conftest import enter
from tests.handovers.conftest import note, wake_up
from tests.makers.accounts import make_turn
from tests.makers.complaints import make_complaint
from tests.makers.guests import make_guest
from tests.makers.properties import make_floor
from tests.makers.stays import expect, move_in
from tests.people import GUEST_NAME, START, person

pytestmark = pytest.mark.django_db(databases="__all__")
ELEVEN = datetime(2026, 3, 14, 15, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def evening(cast, clock):
    """A day's open things: a complaint, a wake-up call at 06:30, a loud note, DND since noon, a VIP tomorrow."""
    publish_shipped(actor=system("tests"), at=START)
    seed_taxonomy()
    make_floor(house=cast.house, floor=12, rooms=9)
    move_in(house=cast.house, room="1208", guest=make_guest(house=cast.house))
    set_dnd(actor=system("tests"), property_id=cast.house.pk, room_number="1208", at=START)
    expect(
        house=cast.house,
        guest=make_guest(house=cast.house, name=GUEST_NAME, vip_level=3),
        arrival_on=date(2026, 3, 15),
    )
    make_complaint(cast, text="天花板漏水", taxonomy_code="water_leak", room_number="1208")
    wake_up(cast, due_at=datetime(2026, 3, 14, 22, 30, tzinfo=UTC))
    note(cast, "北门夜里锁", by=cast.colleague)
    for staff in (cast.owner, cast.colleague):
        post = "assistant_manager" if staff is cast.owner else "order_taker"
        make_turn(staff.staff, house=cast.house, post_code=post, on=date(2026, 3, 14), shift="late")
    night = person(
        cast.house, staff_number="2090", post_code="order_taker", work_name="夏夜", is_on_duty=False
    )
    make_turn(night.staff, house=cast.house, post_code="order_taker", on=date(2026, 3, 14), shift="night")
    StaffNotice.objects.all().delete()
    Job.objects.all().delete()
    return cast, night


def work(clock):
    """What the worker does until nothing is left: schedules, clocks, jobs."""
    from innkeeper.config.schedules import SCHEDULES  # noqa: PLC0415

    wanted = [line for line in SCHEDULES if line.job == "handovers.fill"]
    worker = Worker(now=clock.now, schedules=wanted, sweeps=(lambda now: sweep(now=now),))
    while worker.step():
        pass


def book_of(post="order_taker"):
    return Handover.objects.get(post=post, shift="late")


@pytest.mark.req("ORG-06")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ("叫醒", "06:30", "北门夜里锁", "14:00 起请勿打扰", "将到贵宾", "我接班")),
        ("en", ("Wake-up calls", "06:30", "Do not disturb since 14:00", "VIPs expected", "I take over")),
    ],
)
def test_the_night_finds_the_book_filled_takes_it_and_it_stays_as_it_was(evening, clock, language, words):
    _cast, night = evening
    clock.set(ELEVEN)
    work(clock)
    browser = enter(night)
    browser.post("/language/", {"language": language})
    text = browser.get("/handover/books/order_taker/").content.decode()
    assert [word for word in words if word not in text] == []
    assert GUEST_NAME not in text
    browser.post(f"/handover/records/{book_of().pk}/acknowledgement/")
    taken = Acknowledgement.objects.get()
    assert (taken.by_id, taken.at, taken.digest) == (night.id, ELEVEN, rules.digest_of(taken.snapshot))
    record = browser.get(f"/handover/records/{book_of().pk}/").content.decode()
    assert "北门夜里锁" in record
    assert taken.digest[:16] in record


def test_a_book_nobody_takes_is_told_and_shown_and_stops_no_alarm(evening, clock):
    cast, night = evening
    clock.set(ELEVEN)
    work(clock)
    clock.set(ELEVEN + 16 * MINUTE)
    work(clock)
    told = StaffNotice.objects.filter(text_key="handovers.unacknowledged", recipient_id=night.id)
    assert told.exists()
    assert "还没人接" in enter(cast.owner).get("/handover/").content.decode()
    clock.set(BookLine.objects.get(kind="wake_up").due_at)
    work(clock)
    rung = StaffNotice.objects.filter(text_key="handovers.wake_up_due", level="burn")
    assert list(rung.values_list("recipient_id", flat=True)) == [night.id]


def test_what_is_not_done_is_carried_to_the_next_book(evening, clock):
    clock.set(ELEVEN)
    work(clock)
    clock.set(datetime(2026, 3, 14, 23, 0, tzinfo=UTC))
    work(clock)
    early = Handover.objects.get(post="order_taker", shift="night")
    assert "北门夜里锁" in [row.get("text") for row in early.snapshot]
    assert {"wake_ups", "notes"} <= {row["section"] for row in early.snapshot}
