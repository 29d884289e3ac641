"""07:00: the day ends: every case has an owner and a next step, board and database and handover agree, the log is whole."""

import re
from functools import partial

import pytest
from django.test import override_settings

from innkeeper.cases.models import Case, Task
from innkeeper.clocks.actions import sweep
from innkeeper.config.schedules import SCHEDULES
from innkeeper.config.simulation.checks import troubles
from innkeeper.handovers.models import Handover
from innkeeper.outbox.worker import Worker
from tests.makers.errands import work_off
from tests.makers.stays import move_in
from tests.people import person
from tests.scenarios.conftest import Day, noon
from tests.scenarios.day import FACES, TODAY, Screen, at_clock, on_duty

pytestmark = pytest.mark.django_db(databases="__all__")
SEVEN = at_clock(7, day=15)
BOOK = {"zh-hans": ["天花板漏水", "空调不制冷", "1208"], "en": ["天花板漏水", "空调不制冷", "1208"]}


def worker_until_nothing_is_left(clock):
    """The worker with its schedules, as it runs all day."""
    wanted = [
        line for line in SCHEDULES if line.job in ("handovers.fill", "stays.plan_day", "cases.prompt_owners")
    ]
    worker = Worker(now=clock.now, schedules=wanted, sweeps=(lambda now: sweep(now=now),))
    while worker.step():
        pass


def seven(clock, language):
    """What a day leaves behind: a leak, a request nobody did, a party, officers, hot water, a ring; now it is 07:00."""
    cast, stays, more = noon(clock)
    day = Day(cast, language, stays, more)
    move_in(house=day.house, room="1506")
    desk = day.before("colleague")
    desk.take_in("1208 天花板漏水 行李湿")
    desk.take_in("1308 空调不制冷")
    desk.take_in("1506 两条浴巾")
    work_off(clock)
    clock.set(at_clock(20, 30))
    day.before("front_desk").press(
        "/lost-and-found/",
        "lost-and-found",
        side="lost",
        words="银戒指 床头柜",
        room="1208",
        category="valuables",
    )
    day.before("front_desk").press("/calls/", "calls/police-checks", number="2")
    people = (day.owner, day.colleague, day.attendant, day.engineer, day.manager, day.security)
    on_duty(day.house, "night", *people, on=TODAY)
    clock.set(at_clock(2, day=15))
    day.before("owner").take_in("1506 派对，音乐很大", kind="disturbance", room="1506")
    for room in ("1208", "1308", "1506", "1302"):
        day.before("colleague").take_in(f"{room} 没有热水")
        work_off(clock)
    for minutes in range(0, 300, 15):
        clock.set(at_clock(2, day=15))
        clock.move(minutes=minutes)
        worker_until_nothing_is_left(clock)
    clock.set(SEVEN)
    worker_until_nothing_is_left(clock)
    return cast, stays, more


@pytest.fixture(scope="module", params=FACES)
def standing_morning(request, standing_house, tmp_path_factory):
    """Seven o'clock after a day at screens of that language, built once for the module's tests."""
    witness = tmp_path_factory.mktemp("witness")
    with (
        override_settings(AUDIT_SINKS=[witness]),
        standing_house(partial(seven, language=request.param)) as house,
    ):
        yield request.param, house


@pytest.fixture
def morning(standing_morning, db, clock):
    clock.set(SEVEN)
    language, house = standing_morning
    cast, stays, more = house()
    return Day(cast, language, stays, more)


def test_nothing_is_lost_no_case_stands_alone_and_the_log_verifies(morning):
    assert troubles(morning.house, actor=morning.general_manager.actor, at=SEVEN) == []
    still = Case.objects.filter(is_open=True)
    assert still.count() >= 6 and not still.filter(owner_id=None).exists()


def test_the_board_shows_what_the_list_and_the_database_hold(morning):
    chief = morning.before("general_manager")
    shown = dict(
        re.findall(r'<a href="([^"]+)"[^>]*><b>(\d+)</b>', chief.page("/house/").replace("&amp;", "&"))
    )
    for state in ("open", "late"):
        listed = chief.page(f"/cases/?state={state}").count('<li class="case"')
        assert shown[f"/cases/?state={state}"] == str(listed), state


def test_every_open_case_stands_in_a_book_with_its_next_step(morning):
    books = Handover.objects.filter(shift="night")
    rows = [row for book in books for row in book.snapshot if row["section"] == "cases"]
    in_books = {row["id"]: row for row in rows}
    of_the_shift = [one for one in Case.objects.filter(is_open=True) if one.kind != "lost_property"]
    assert {str(case.pk) for case in of_the_shift} <= set(in_books)
    open_to_all = [in_books[str(case.pk)] for case in of_the_shift if not case.is_restricted]
    assert [row for row in open_to_all if not row.get("code")] == []
    assert "柳如烟" not in str(rows)


def test_the_day_takes_the_book_and_it_stays_as_it_was(morning, clock):
    relief = person(morning.house, staff_number="2091", post_code="assistant_manager", is_on_duty=False)
    on_duty(morning.house, "early", relief, on=SEVEN.date())
    reader = Screen(relief, morning.language)
    reader.says("/handover/books/assistant_manager/", BOOK)
    book = Handover.objects.get(post="assistant_manager", shift="night")
    reader.press("/handover/books/assistant_manager/", f"{book.pk}/acknowledgement")
    before = reader.see(f"/handover/records/{book.pk}/")
    Task.objects.update(title_redacted="changed afterwards")
    assert "changed afterwards" not in before and "changed afterwards" not in reader.see(
        f"/handover/records/{book.pk}/"
    )
