"""The error report and the second look (ERR-05)."""

from datetime import timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.handovers.actions import look_again
from innkeeper.handovers.models import SecondLook
from innkeeper.handovers.queries.records import fault_counts, faulty_records
from innkeeper.handovers.rules import Fault
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from tests.makers.complaints import make_complaint
from tests.makers.guests import make_guest
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def report(cast, at, by=None):
    return {
        one.ref: set(one.faults) for one in faulty_records((by or cast.owner).actor, cast.house.pk, at=at)
    }


@pytest.fixture
def unlogged(house):
    """A complaint on no guest file, with its department."""
    return make_complaint(house, text="洗澡水一直是冷的", room_number="1206")


@pytest.mark.req("ERR-05")
def test_an_unlogged_record_past_its_time_stands_in_the_error_report(house, unlogged):
    assert report(house, START + 29 * MINUTE) == {}
    assert report(house, START + 31 * MINUTE)[unlogged.ref] == {Fault.NOT_ON_FILE}


def test_a_complaint_on_file_and_with_its_department_is_in_order(house):
    guest = make_guest(house=house.house)
    make_complaint(house, text="空调不制冷", room_number="1206", guest_ids=[guest.id])
    assert report(house, START + HOUR) == {}


@pytest.mark.req("ERR-05")
def test_one_entered_long_after_it_was_heard_is_late_for_good(house):
    guest = make_guest(house=house.house)
    case = make_complaint(
        house, text="昨晚很吵", room_number="1206", guest_ids=[guest.id], received_at=START - 2 * HOUR
    )
    assert report(house, START)[case.ref] == {Fault.ENTERED_LATE}


@pytest.mark.req("ERR-05")
def test_without_a_second_look_within_a_day_it_stands_there(house, unlogged):
    assert Fault.NOT_LOOKED_AT in report(house, START + 25 * HOUR)[unlogged.ref]
    look_again(actor=house.owner.actor, ref=unlogged.ref, verdict="no_file", at=START + 25 * HOUR)
    assert report(house, START + 26 * HOUR) == {}
    assert AuditEntry.objects.get(verb="handovers.record_looked_at").facts == {"verdict": "no_file"}


@pytest.mark.req("ERR-05")
def test_who_recorded_it_is_not_the_second_to_look(house, unlogged):
    type(unlogged).objects.filter(pk=unlogged.pk).update(recorded_by_id=house.owner.id)
    with pytest.raises(NotPermitted):
        look_again(actor=house.owner.actor, ref=unlogged.ref, verdict="accurate", at=START)
    assert not SecondLook.objects.exists()


def test_a_correction_says_what_was_wrong_and_a_look_stands_once(house, unlogged):
    with pytest.raises(InvalidInput):
        look_again(actor=house.manager.actor, ref=unlogged.ref, verdict="corrected", at=START)
    look_again(actor=house.manager.actor, ref=unlogged.ref, verdict="corrected", note="房号错", at=START)
    with pytest.raises(WrongState):
        look_again(actor=house.manager.actor, ref=unlogged.ref, verdict="accurate", at=START)


def test_an_outsider_finds_nothing(house, unlogged):
    with pytest.raises(NotFound):
        look_again(actor=house.outsider.actor, ref=unlogged.ref, verdict="accurate", at=START)
    assert report(house, START + HOUR, by=house.outsider) == {}


def test_the_counts_are_those_of_the_list(house, unlogged):
    found = faulty_records(house.owner.actor, house.house.pk, at=START + HOUR)
    assert fault_counts(found)[Fault.NOT_ON_FILE] == len(found) == 1
