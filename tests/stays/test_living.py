"""Guests who come, move, stay longer and leave."""

from datetime import date, timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.outbox.models import OutboxEvent
from innkeeper.stays import actions, queries
from innkeeper.stays.models import RoomMove, Stay
from innkeeper.stays.rules.rooms import Flag, RoomState
from innkeeper.stays.rules.stays import BookingType, StayStatus
from tests.makers.guests import make_guest
from tests.makers.properties import make_floor, make_room
from tests.makers.stays import expect, move_in, put
from tests.people import GUEST_NAME, START


@pytest.mark.req("PROF-01")
def test_a_booking_without_arrival_date_is_refused_naming_the_field(cast):
    guest = make_guest(house=cast.house)
    booking = {
        "actor": cast.front_desk.actor,
        "property_id": cast.house.pk,
        "party": [actions.Party(guest.id)],
        "departure_on": date(2026, 3, 16),
        "booking_type": BookingType.PLATFORM,
        "at": START,
    }
    with pytest.raises(InvalidInput) as refused:
        actions.expect_stay(**booking, arrival_on=None)
    assert set(refused.value.fields) == {"arrival_on"}
    stay = actions.expect_stay(**booking, arrival_on=date(2026, 3, 14))
    assert [card.id for card in queries.stays_of_guest(guest.id, actor=cast.front_desk.actor)] == [stay.id]


def test_check_in_fills_the_room_card(cast):
    guest = make_guest(house=cast.house)
    stay = move_in(house=cast.house, guest=guest)
    card = queries.card_for_room(cast.house.pk, "1208", START)
    assert (card.state, card.stay_id, card.guest_ids) == (RoomState.OCCUPIED_CLEAN, stay.id, (guest.id,))
    assert card.departs_at.isoformat() == "2026-03-16T04:00:00+00:00"
    assert AuditEntry.objects.get(verb="stays.checked_in").facts == {"room": "1208"}
    assert OutboxEvent.objects.filter(name="stays.GuestCheckedIn").count() == 1


def test_a_dirty_room_is_not_given_out(cast):
    put(house=cast.house)
    stay = expect(house=cast.house)
    with pytest.raises(WrongState, match="1208"):
        actions.check_in(actor=cast.front_desk.actor, stay_id=stay.id, room_number="1208", at=START)
    assert Stay.objects.get().status == StayStatus.EXPECTED


def test_there_is_no_room_1428(cast):
    stay = expect(house=cast.house)
    with pytest.raises(NotFound):
        actions.check_in(actor=cast.front_desk.actor, stay_id=stay.id, room_number="1428", at=START)
    assert queries.card_for_room(cast.house.pk, "1428", START) is None


def test_check_out_leaves_the_room_dirty_and_takes_the_flags_along(cast):
    stay = move_in(house=cast.house)
    key = {"actor": cast.attendant.actor, "property_id": cast.house.pk, "room_number": "1208", "at": START}
    actions.set_dnd(**key)
    actions.check_out(actor=cast.front_desk.actor, stay_id=stay.id, at=START)
    card = queries.card_for_room(cast.house.pk, "1208", START)
    assert (card.state, card.flags, card.stay_id) == (RoomState.VACANT_DIRTY, {}, None)
    with pytest.raises(WrongState):
        actions.check_out(actor=cast.front_desk.actor, stay_id=stay.id, at=START)


def test_a_room_move_keeps_both_rooms_in_the_history(cast):
    make_room(house=cast.house, number="1705")
    stay = move_in(house=cast.house)
    actions.move_room(
        actor=cast.front_desk.actor, stay_id=stay.id, room_number="1705", reason="leak", at=START
    )
    assert queries.stay_card(stay.id).rooms == ("1208", "1705")
    cards = queries.cards_for_rooms(cast.house.pk, ["1208", "1705"])
    assert cards["1208"].state is RoomState.VACANT_DIRTY and cards["1705"].stay_id == stay.id


def test_a_late_check_out_moves_the_moment_not_the_day(cast):
    stay = move_in(house=cast.house, nights=0)
    later = START + timedelta(hours=3)
    changed = actions.change_departure(
        actor=cast.front_desk.actor, stay_id=stay.id, departs_at=later, at=START
    )
    assert (changed.departs_at, changed.departure_on) == (later, date(2026, 3, 14))
    with pytest.raises(InvalidInput):
        actions.change_departure(
            actor=cast.front_desk.actor, stay_id=stay.id, departure_on=date(2026, 3, 13), at=START
        )


def test_a_no_show_who_comes_after_all_is_expected_again(cast):
    stay = expect(house=cast.house)
    make_room(house=cast.house)
    desk = {"actor": cast.front_desk.actor, "stay_id": stay.id, "at": START}
    actions.mark_no_show(**desk)
    with pytest.raises(WrongState):
        actions.check_in(**desk, room_number="1208")
    actions.reinstate_stay(**desk)
    assert actions.check_in(**desk, room_number="1208").status == StayStatus.IN_HOUSE


def test_the_outsider_changes_nothing(cast):
    stay = move_in(house=cast.house)
    for act in (actions.check_out, actions.cancel_stay):
        with pytest.raises((NotFound, NotPermitted)):
            act(actor=cast.outsider.actor, stay_id=stay.id, at=START)
    with pytest.raises(NotPermitted):
        actions.set_dnd(actor=cast.outsider.actor, property_id=cast.house.pk, room_number="1208", at=START)
    assert Stay.objects.get().status == StayStatus.IN_HOUSE


def test_every_figure_agrees_with_its_list(cast):
    house, today = cast.house, date(2026, 3, 14)
    make_floor(house=house, rooms=6)
    vip = make_guest(house=house, name="贵客", vip_level=3)
    move_in(house=house, room="1201", guest=vip)
    move_in(house=house, room="1202", nights=0)
    leaver = move_in(house=house, room="1203", nights=0)
    actions.check_out(actor=cast.front_desk.actor, stay_id=leaver.id, at=START)
    expect(house=house)
    expect(house=house, guest=vip, arrival_on=today + timedelta(days=3))
    key = {"actor": cast.housekeeper.actor, "property_id": house.pk, "at": START}
    actions.out_of_order(**key, room_number="1204", reason="leak")
    actions.set_flag(**key, room_number="1201", flag=Flag.DND)
    figures = queries.house_figures(house.pk, today)
    assert (figures.in_house, figures.due_in, figures.due_out, figures.due_out_left) == (2, 1, 2, 1)
    assert (figures.vip, figures.out_of_order, figures.do_not_disturb) == (1, 1, 1)
    for name in queries.FIGURES:
        rows = queries.figure_list(property_id=house.pk, figure=name, on=today, actor=cast.owner.actor)
        assert len(rows) == getattr(figures, name.replace("-", "_")), name


def test_the_board_takes_few_queries(cast, django_assert_max_num_queries):
    make_floor(house=cast.house, rooms=8)
    for place in range(1, 7):
        move_in(house=cast.house, room=f"12{place:02d}")
    actions.open_rooms(property_id=cast.house.pk, at=START)
    with django_assert_max_num_queries(6):
        queries.house_figures(cast.house.pk, date(2026, 3, 14))
        floors = queries.rack(cast.house.pk, date(2026, 3, 14))
    assert [(floor.number, len(floor.cells)) for floor in floors] == [(12, 8)]
    with django_assert_max_num_queries(3):
        queries.card_for_room(cast.house.pk, "1201", START)


def test_a_departure_at_an_hour_that_is_past_or_of_another_day_is_refused(cast):
    stay = move_in(house=cast.house, nights=1)
    desk = {"actor": cast.front_desk.actor, "stay_id": stay.id, "at": START}
    for given in ({"departs_at": START - timedelta(hours=1)},
                  {"departs_at": START + timedelta(hours=3), "departure_on": date(2026, 3, 15)}):  # fmt: skip
        with pytest.raises(InvalidInput):
            actions.change_departure(**desk, **given)
    stay.refresh_from_db()
    assert stay.departure_on == date(2026, 3, 15)


def test_why_a_guest_moves_names_nobody(cast):
    stay = move_in(house=cast.house)
    make_room(house=cast.house, number="1705")
    desk = {"actor": cast.front_desk.actor, "stay_id": stay.id, "at": START}
    actions.move_room(**desk, room_number="1705", reason=f"{GUEST_NAME}先生 13900004471 嫌吵")
    reason = RoomMove.objects.get().reason
    assert "13900004471" not in reason and reason.endswith("嫌吵")
    with pytest.raises(InvalidInput):
        actions.move_room(**desk, room_number="1208", reason="吵" * 41)
