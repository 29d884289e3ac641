"""Things against the cap of the day; the class of a need, and the guest file that keeps it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from innkeeper.cases.models import Case
from innkeeper.guests.queries import preferences_of
from innkeeper.kernel.errors import InvalidInput
from innkeeper.service_requests.actions import Wish, withdraw_request
from innkeeper.service_requests.models import RequestDetail
from tests.makers.guests import make_guest
from tests.makers.requests import make_request
from tests.people import START

FOUR = Wish(items=(("towels", 4),))


def test_above_the_cap_the_order_taker_is_told_and_says_why(cast):
    make_request(cast, wish=FOUR)
    with pytest.raises(InvalidInput) as refused:
        make_request(cast)
    assert set(refused.value.fields) == {"cap_reason"}
    assert Case.objects.count() == 1
    case = make_request(cast, wish=Wish(items=(("towels", 2),), cap_reason="加床的小朋友"))
    assert RequestDetail.objects.get(pk=case.pk).cap_reason == "加床的小朋友"


def test_the_cap_is_per_room_and_day(cast):
    make_request(cast, wish=FOUR)
    make_request(cast, room_number="1507", wish=FOUR)
    make_request(cast, at=START + timedelta(days=1), wish=FOUR)
    assert Case.objects.count() == 3


def test_a_guest_does_not_pay_for_what_the_one_before_had(cast):
    before, now = uuid4(), uuid4()
    make_request(cast, stay_id=before, wish=FOUR)
    make_request(cast, stay_id=now, wish=FOUR)
    with pytest.raises(InvalidInput):
        make_request(cast, stay_id=now)


def test_what_is_wanted_tomorrow_counts_tomorrow(cast):
    tomorrow = START + timedelta(days=1)
    make_request(cast, wish=Wish(items=FOUR.items, wanted_at=tomorrow))
    make_request(cast, wish=FOUR)
    with pytest.raises(InvalidInput):
        make_request(cast, at=tomorrow)


def test_what_is_no_longer_wanted_does_not_count(cast):
    case = make_request(cast, wish=FOUR)
    withdraw_request(actor=cast.colleague.actor, case_id=case.pk, at=START)
    make_request(cast, wish=FOUR)
    assert Case.objects.filter(is_open=True).count() == 1


def test_the_same_request_twice_never_meets_its_own_cap(cast):
    first = make_request(cast, wish=FOUR, idempotency_key="k")
    assert make_request(cast, wish=FOUR, idempotency_key="k").pk == first.pk


@pytest.mark.req("REQ-03")
def test_a_special_diet_is_a_personal_need_in_the_guests_file(cast):
    guest = make_guest(house=cast.house)
    case = make_request(cast, code="diet", text="早餐要无麸质", guest_ids=(guest.id,))
    assert RequestDetail.objects.get(pk=case.pk).need_class == "personal"
    kept = preferences_of(guest.id)
    assert [(one.theme, one.value, one.level) for one in kept] == [("dining", "早餐要无麸质", "must")]


@pytest.mark.req("REQ-03")
def test_two_towels_are_a_basic_need_and_no_preference(cast):
    guest = make_guest(house=cast.house)
    case = make_request(cast, guest_ids=(guest.id,))
    assert RequestDetail.objects.get(pk=case.pk).need_class == "basic"
    assert preferences_of(guest.id) == ()
