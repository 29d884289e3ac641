"""A new working calendar: what it would move is shown before, and the open clocks follow when it is published."""

from datetime import UTC, datetime, timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases.actions import follow_calendar
from innkeeper.cases.models import Case
from innkeeper.clocks.models import ClockRun
from innkeeper.kernel.actors import system
from innkeeper.outbox.models import Job
from tests.accounts.conftest import enter
from tests.makers.complaints import make_complaint
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")
SIX_DAYS = {"weekdays": ["0", "1", "2", "3", "4", "6"], "opens": "09:00", "closes": "18:00"}
"""START is a Saturday: with Sundays worked the next working day is tomorrow, not Monday."""
SUNDAY, MONDAY = (datetime(2026, 3, day, 10, tzinfo=UTC) for day in (15, 16))
LATER = START + timedelta(minutes=5)


def progress(case):
    return ClockRun.objects.get(owner_id=case.pk, name="progress")


@pytest.fixture
def waiting(cast, clock):
    """A complaint whose other clocks are met: the word by the end of the next working day is what it is due for."""
    case = make_complaint(cast)
    others = ClockRun.objects.filter(owner_id=case.pk).exclude(name="progress")
    others.update(stopped_at=START, due_at=None, next_at=None, outcome="met")
    Case.objects.filter(pk=case.pk).update(next_due_at=progress(case).due_at)
    return case


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "1 个进行中的时限将变动"), ("en", "1 open clock would move")]
)
def test_the_screen_shows_which_clocks_would_move_and_publishes_nothing(cast, waiting, language, words):
    client = enter(cast.general_manager)
    client.post("/language/", {"language": language})
    page = client.post("/settings/calendar/", SIX_DAYS).content.decode()
    assert words in page and waiting.ref in page
    assert {"zh-hans": "进展告知", "en": "Progress message"}[language] in page
    assert progress(waiting).due_at == MONDAY
    assert not AuditEntry.objects.filter(verb="properties.calendar_published").exists()


def test_published_the_open_clocks_follow_and_the_lists_show_it(cast, waiting):
    client = enter(cast.general_manager)
    assert client.post("/settings/calendar/", SIX_DAYS | {"keep": "1"}).status_code == 303
    assert Job.objects.filter(name="cases.follow_calendar").count() == 1
    job = {"actor": system("t"), "property_id": cast.house.pk, "at": LATER}
    assert (follow_calendar(**job), follow_calendar(**job)) == (1, 0)
    waiting.refresh_from_db()
    assert progress(waiting).due_at == waiting.next_due_at == SUNDAY
    assert AuditEntry.objects.filter(verb="cases.clocks_rebased", object_id=waiting.pk).count() == 1
    assert "第 2 版" in client.get("/settings/calendar/").content.decode()


@pytest.mark.parametrize(
    ("free", "worked", "due"),
    [(("2026-03-16", "2026-03-17"), "", 18), (("", ""), "2026-03-15", 15), (("2026-03-16", "2026-03-17"), "2026-03-15", 15)],
)  # fmt: skip
def test_a_holiday_and_a_moved_workday_entered_by_hand_move_the_open_clocks(cast, waiting, free, worked, due):
    """Saturday noon: free Monday and Tuesday is due on Wednesday; a Sunday that is worked makes it due on Sunday."""
    client, address = enter(cast.general_manager), "/settings/calendar/2026/"
    row = {
        "zh": "店庆",
        "en": "Founding day",
        "from": free[0],
        "until": free[1],
        "w1": worked,
        "w2": "",
        "w3": "",
    }
    data = {f"h:0:{part}": value for part, value in row.items()}
    page = client.post(address, data).content.decode()
    assert "1 个进行中的时限将变动" in page and waiting.ref in page
    assert progress(waiting).due_at == MONDAY
    assert client.post(address, data | {"keep": "1"}).status_code == 303
    follow_calendar(actor=system("t"), property_id=cast.house.pk, at=LATER)
    waiting.refresh_from_db()
    assert progress(waiting).due_at == waiting.next_due_at == datetime(2026, 3, due, 10, tzinfo=UTC)
    client.post(
        address, data | {"h:0:from": "2026-10-01", "h:0:until": "2026-10-01", "h:0:w1": "", "keep": "1"}
    )
    follow_calendar(actor=system("t"), property_id=cast.house.pk, at=LATER)
    assert progress(waiting).due_at == MONDAY, "taken back, the clocks run as before"


def test_it_moves_nothing_of_another_hotel_and_no_clock_of_minutes(cast, clock):
    case = make_complaint(cast)
    before = dict(ClockRun.objects.filter(owner_id=case.pk).values_list("name", "due_at"))
    job = {"actor": system("t"), "property_id": cast.other_house.pk, "at": LATER}
    assert follow_calendar(**job) == 0
    assert dict(ClockRun.objects.filter(owner_id=case.pk).values_list("name", "due_at")) == before
