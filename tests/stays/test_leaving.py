"""A guest leaves: loaned items are named, the room is inspected as the hotel wishes, the record closes with nothing open."""

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.kernel.errors import NotFound, NotPermitted, WrongState
from innkeeper.stays import actions, queries
from innkeeper.stays.models import LoanedItem, RecordClosure, RoomTask
from innkeeper.stays.rules.departures import BY_HAND, Detail, Inspects, Loan, LoanEnd
from tests.makers.guests import make_guest
from tests.makers.stays import move_in
from tests.people import START


def lend(cast, stay, *, item=Loan.UMBRELLA, by=None, **more):
    actor = (by or cast.front_desk).actor
    return actions.lend_item(actor=actor, stay_id=stay.id, item=item, at=START, **more)


def leave(cast, stay):
    return actions.check_out(actor=cast.front_desk.actor, stay_id=stay.id, at=START)


def wish(cast, **more):
    given = {
        "inspects": Inspects.ALWAYS,
        "linen_every_days": 1,
        "rush_minutes": 30,
        "details": BY_HAND,
    } | more
    return actions.change_wishes(
        actor=cast.general_manager.actor, property_id=cast.house.pk, at=START, **given
    )


@pytest.mark.req("STAY-13")
def test_a_loaned_umbrella_is_named_and_the_room_inspection_exists(cast):
    stay = move_in(house=cast.house, nights=0)
    lend(cast, stay, count=2)
    leave(cast, stay)
    assert [one.words for one in queries.loans_out([stay.id])[stay.id]] == ["雨伞 ×2"]
    task = RoomTask.objects.get(kind="inspection")
    assert (task.room_number, task.post, task.stay_id, task.state) == (
        "1208",
        "room_attendant",
        stay.id,
        "open",
    )
    assert AuditEntry.objects.get(verb="stays.checked_out").facts == {"room": "1208", "loans_out": 1}


@pytest.mark.req("STAY-13")
@pytest.mark.parametrize(
    ("wanted", "vip", "lent", "tasks"),
    [
        (Inspects.ALWAYS, 0, False, 1),
        (Inspects.NEVER, 3, True, 0),
        (Inspects.WITH_REASON, 0, False, 0),
        (Inspects.WITH_REASON, 0, True, 1),
        (Inspects.WITH_REASON, 2, False, 1),
    ],
)
def test_a_room_is_inspected_as_the_hotel_wishes(cast, wanted, vip, lent, tasks):
    wish(cast, inspects=wanted)
    stay = move_in(house=cast.house, nights=0, guest=make_guest(house=cast.house, vip_level=vip))
    if lent:
        lend(cast, stay)
    leave(cast, stay)
    assert RoomTask.objects.filter(kind="inspection").count() == tasks


@pytest.mark.req("ERR-10")
def test_an_open_item_keeps_the_record_open_and_is_named(cast):
    stay = move_in(house=cast.house, nights=0)
    loan = lend(cast, stay)
    leave(cast, stay)
    desk = {"actor": cast.front_desk.actor, "at": START}
    with pytest.raises(actions.RecordIncomplete) as refused:
        actions.close_record(stay_id=stay.id, **desk)
    assert set(refused.value.fields) == {"loans", "inspection", "keys", "minibar", "deposit", "invoice"}
    actions.end_loan(loan_id=loan.id, **desk)
    actions.finish_task(actor=cast.attendant.actor, task_id=RoomTask.objects.get().id, at=START)
    for detail in (Detail.KEYS, Detail.MINIBAR, Detail.DEPOSIT):
        actions.tick_detail(stay_id=stay.id, detail=detail, **desk)
    with pytest.raises(actions.RecordIncomplete) as refused:
        actions.close_record(stay_id=stay.id, **desk)
    assert set(refused.value.fields) == {"invoice"} and not RecordClosure.objects.exists()
    actions.tick_detail(stay_id=stay.id, detail=Detail.INVOICE, **desk)
    actions.close_record(stay_id=stay.id, **desk)
    assert RecordClosure.objects.get().stay_id == stay.id
    with pytest.raises(WrongState):
        actions.close_record(stay_id=stay.id, **desk)


def test_what_the_house_sees_by_itself_is_not_ticked(cast):
    stay = move_in(house=cast.house, nights=0)
    with pytest.raises(WrongState):
        actions.tick_detail(actor=cast.front_desk.actor, stay_id=stay.id, detail=Detail.LOANS, at=START)
    with pytest.raises(WrongState):
        actions.close_record(actor=cast.front_desk.actor, stay_id=stay.id, at=START)


def test_an_attendant_lends_and_takes_back_but_waives_nothing(cast):
    stay = move_in(house=cast.house)
    loan = lend(cast, stay, by=cast.attendant, item=Loan.IRON)
    with pytest.raises(NotPermitted):
        actions.end_loan(actor=cast.attendant.actor, loan_id=loan.id, ended_as=LoanEnd.WAIVED, at=START)
    actions.end_loan(actor=cast.attendant.actor, loan_id=loan.id, at=START)
    assert LoanedItem.objects.get().ended_as == "returned"
    with pytest.raises(WrongState):
        actions.end_loan(actor=cast.attendant.actor, loan_id=loan.id, at=START)


def test_the_outsider_lends_returns_and_closes_nothing(cast):
    stay = move_in(house=cast.house)
    loan = lend(cast, stay)
    with pytest.raises(NotFound):
        lend(cast, stay, by=cast.outsider)
    with pytest.raises(NotFound):
        actions.end_loan(actor=cast.outsider.actor, loan_id=loan.id, at=START)
    with pytest.raises(NotPermitted):
        actions.change_wishes(
            actor=cast.front_desk.actor,
            property_id=cast.house.pk,
            inspects=Inspects.NEVER,
            linen_every_days=1,
            rush_minutes=30,
            details=[],
            at=START,
        )
    assert LoanedItem.objects.get().ended_at is None
