"""Days that no hotel can mean and hours that no clock shows are refused, whoever calls the action."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from innkeeper.kernel.errors import InvalidInput
from innkeeper.properties.models import Property
from innkeeper.stays import actions, forms
from innkeeper.stays.models import RoomStatus, RoomTask, Stay
from innkeeper.stays.rules.stays import BookingType
from tests.accounts.conftest import enter
from tests.makers.guests import make_guest
from tests.makers.stays import move_in, put
from tests.people import START

ENDS = [date.min, date(1899, 12, 31), date(2200, 1, 1), date.max]
MOMENTS = [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
BERLIN, SPRING = "Europe/Berlin", date(2026, 3, 29)


@pytest.mark.parametrize("name", ["arrival_on", "departure_on"])
@pytest.mark.parametrize("day", ENDS)
def test_no_booking_at_the_ends_of_time(cast, name, day):
    days = {"arrival_on": date(2026, 3, 14), "departure_on": date(2026, 3, 16)} | {name: day}
    party = [actions.Party(make_guest(house=cast.house).id)]
    with pytest.raises(InvalidInput) as refused:
        actions.expect_stay(
            actor=cast.front_desk.actor, property_id=cast.house.pk, party=party, **days,
            booking_type=BookingType.DIRECT, at=START,
        )  # fmt: skip
    assert set(refused.value.fields) == {name}
    assert not Stay.objects.exists()


@pytest.mark.parametrize(
    "given", [*({"departure_on": one} for one in ENDS), *({"departs_at": one} for one in MOMENTS)]
)
def test_no_departure_at_the_ends_of_time(cast, given):
    stay = move_in(house=cast.house)
    with pytest.raises(InvalidInput) as refused:
        actions.change_departure(actor=cast.front_desk.actor, stay_id=stay.id, at=START, **given)
    assert set(refused.value.fields) <= {"departure_on", "hour"}
    assert Stay.objects.get().departure_on == stay.departure_on


@pytest.mark.parametrize("day", ENDS)
def test_no_room_is_back_at_the_ends_of_time(cast, day):
    put(house=cast.house)
    with pytest.raises(InvalidInput) as refused:
        actions.out_of_order(
            actor=cast.housekeeper.actor, property_id=cast.house.pk, room_number="1208", reason="leak", back_on=day, at=START
        )  # fmt: skip
    assert set(refused.value.fields) == {"back_on"}
    assert RoomStatus.objects.get().back_on is None


@pytest.mark.parametrize("moment", MOMENTS)
def test_nothing_is_brought_at_the_ends_of_time(cast, moment):
    stay = move_in(house=cast.house)
    with pytest.raises(InvalidInput) as refused:
        actions.order_amenity(
            actor=cast.front_desk.actor, stay_id=stay.id, room_number="", what="果篮", due_at=moment, at=START
        )
    assert set(refused.value.fields) == {"due_at"}
    assert not RoomTask.objects.filter(kind="amenity").exists()


def test_an_hour_that_a_night_in_spring_leaves_out_is_no_moment():
    with pytest.raises(InvalidInput) as refused:
        forms.moment(SPRING, time(2, 30), BERLIN)
    assert set(refused.value.fields) == {"hour"}
    assert forms.moment(SPRING, time(3, 0), BERLIN).astimezone(UTC).hour == 1
    assert forms.moment(SPRING, time(2, 30), "Asia/Shanghai").hour == 2


def test_nor_is_it_the_next_time_the_clock_on_the_wall_shows_it():
    eve = datetime(2026, 3, 28, 23, 0, tzinfo=ZoneInfo(BERLIN))
    with pytest.raises(InvalidInput) as refused:
        forms.next_moment(time(2, 30), now=eve, zone=BERLIN, field="until")
    assert set(refused.value.fields) == {"until"}
    later = forms.next_moment(time(3, 30), now=eve, zone=BERLIN)
    assert later.astimezone(UTC) - eve.astimezone(UTC) == timedelta(hours=3, minutes=30)


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "当夜拨快时钟"), ("en", "The clocks went forward over this time")]
)
def test_the_desk_is_told_so_where_it_typed_the_hour(cast, clock, language, said):
    Property.objects.filter(pk=cast.house.pk).update(timezone=BERLIN)
    stay, desk = move_in(house=cast.house, nights=20), enter(cast.front_desk)
    desk.post("/language/", {"language": language})
    typed = {"departure_on": SPRING.isoformat(), "hour": "02:30"}
    answer = desk.post(f"/stays/{stay.id}/departure/", typed)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert Stay.objects.get().departs_at == stay.departs_at
