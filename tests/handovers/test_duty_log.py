"""The manager-on-duty log, and what it asks a department for."""

from datetime import timedelta

import pytest

from innkeeper.cases.actions import publish_shipped, seed_taxonomy
from innkeeper.cases.models import Case, Task
from innkeeper.handovers.actions import NewEntry, write_log
from innkeeper.handovers.models import LogEntry
from innkeeper.handovers.queries import duty_log
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.workflows.log_entry_asks_for_work import send_follow_up
from tests.makers.guests import make_guest
from tests.makers.stays import move_in
from tests.people import GUEST_NAME, START

pytestmark = pytest.mark.django_db(databases="__all__")


def write(cast, *, by=None, **given):
    entry = {"kind": "round", "place": "地下二层", "text": "消防通道堆有杂物"} | given
    return write_log(
        actor=(by or cast.manager).actor, property_id=cast.house.pk, entry=NewEntry(**entry), at=START
    )


def test_an_entry_has_time_and_place_and_hides_the_guests_name(house):
    move_in(house=house.house, room="1208", guest=make_guest(house=house.house, name=GUEST_NAME))
    row = write(house, place="1208", text=f"拜访 {GUEST_NAME}，对空调满意")
    assert GUEST_NAME not in row.text_redacted
    assert "对空调满意" in row.text_redacted
    assert (row.place, row.happened_at, row.by_id) == ("1208", START, house.manager.id)


def test_entries_of_one_minute_are_all_found_page_by_page(house, monkeypatch):
    monkeypatch.setattr(duty_log, "PAGE", 2)
    written = {write(house, text=f"第 {number} 件").pk for number in range(5)}
    shown, before = [], None
    while page := duty_log.log_page(house.house.pk, before=before).entries:
        shown += [one.pk for one in page]
        before = (page[-1].happened_at, page[-1].pk)
    assert (len(shown), set(shown)) == (5, written)


def test_what_it_asks_for_becomes_one_task_of_that_department(house):
    publish_shipped(actor=system("tests"), at=START)
    seed_taxonomy()
    row = write(house, department="security")
    for _time in range(2):
        send_follow_up(entry_id=row.pk, department="security", at=START)
    task = Task.objects.get()
    assert task.department == "security"
    assert LogEntry.objects.get().follow_up_case_id == task.case_id == Case.objects.get().pk


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "gossip"}, "kind"),
        ({"place": " "}, "place"),
        ({"text": ""}, "text"),
        ({"happened_at": START + timedelta(minutes=1)}, "time"),
        ({"department": "nowhere"}, "department"),
    ],
)
def test_a_bad_entry_names_its_field_and_leaves_nothing(house, given, field):
    with pytest.raises(InvalidInput) as refused:
        write(house, **given)
    assert field in refused.value.fields
    assert not LogEntry.objects.exists()


def test_line_staff_and_outsiders_do_not_write_it(house):
    with pytest.raises(NotPermitted):
        write(house, by=house.attendant)
    with pytest.raises(NotFound):
        write(house, by=house.outsider)
    assert not LogEntry.objects.exists()
