"""The demo's shift beside its cases: loans, books, a leak of two rooms, messages, things found, a VIP on the way."""

from contextlib import suppress
from datetime import datetime, time, timedelta
from io import BytesIO
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from innkeeper.calls import actions as calls
from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, Task
from innkeeper.config.demo.history import acting, colleague, doer_of, understood
from innkeeper.desk.actions import take_in
from innkeeper.guests.queries import guest_lines
from innkeeper.handovers.actions.handing_over import acknowledge, fill_handovers
from innkeeper.handovers.actions.lines import NewLine, add_line
from innkeeper.handovers.models import Handover
from innkeeper.inbox.actions.receiving import Arrival, receive
from innkeeper.incidents.actions import Spread, open_incident, touch_room
from innkeeper.kernel.actors import Actor, system
from innkeeper.kernel.days import local_date
from innkeeper.kernel.errors import NotFound, NotPermitted
from innkeeper.lost_property import actions as lost
from innkeeper.properties.models import Property
from innkeeper.service_requests.actions import Answer, record_needs
from innkeeper.service_requests.queries import stays_not_asked
from innkeeper.stays import actions as stays
from innkeeper.stays.models import RoomStatus, Stay, StayGuest
from innkeeper.stays.queries import card_for_room
from innkeeper.stays.rules.departures import Loan
from innkeeper.stays.rules.rooms import Flag, RoomState

LENT = (("1209", Loan.UMBRELLA), ("1705", Loan.ADAPTER), ("1506", Loan.HUMIDIFIER))
LINES = (
    ("order_taker", "wake_up", "1209", time(6, 30), ""),
    ("order_taker", "wake_up", "1705", time(7, 0), "再响一次，要赶飞机"),
    ("concierge", "taxi", "1506", time(7, 15), "去浦东机场，两件行李"),
    ("front_desk", "key", "", None, "总钥匙 3 号在工程部，何建国签领"),
    ("assistant_manager", "note", "", None, "22 层走廊在换地毯，19:00 前完工"),
)
FOUND = (("0805", "clothing", "衣柜里一条灰色围巾"), ("1114", "electronics", "床边一副白色无线耳机"))
STILL_TO_ASK = 6
MESSAGE = "您好，我明天中午到店，航班可能晚点，房间能留到几点？另外想要一个荞麦枕。"
CALL = "请转告：下午三点的车改到四点，在东门等。"


def make_shift(house: Property, *, at: datetime) -> None:
    """Everything that a shift of a living hotel has in hand besides its cases, each by its own action."""
    soil_rooms(house, at=at)
    stays.plan_day(actor=system("demo", property_id=house.pk), property_id=house.pk, at=at)
    lend(house, at=at)
    ask_guests(house, at=at)
    take_books(house, at=at)
    write_books(house, at=at)
    leak(house, at=at)
    hear(house, at=at)
    find(house, at=at)
    prepare_vip(house, at=at)


def soil_rooms(house: Property, *, at: datetime) -> None:
    """The states of the empty rooms, as the house sends them by file: some left dirty, some inspected."""
    empty = RoomStatus.objects.filter(property_id=house.pk, state=RoomState.VACANT_CLEAN.value)
    numbers = empty.order_by("room_number").values_list("room_number", flat=True)
    lines = [f"{number},{('VD', 'VC', 'VI', 'VC')[place % 4]}" for place, number in enumerate(numbers)]
    stream = BytesIO("\n".join(["房号,房态", *lines]).encode())
    stays.import_rooms(
        actor=system("demo", property_id=house.pk),
        property_id=house.pk,
        stream=stream,
        file_name="room-states.csv",
        at=at - timedelta(minutes=40),
    )


def lend(house: Property, *, at: datetime) -> None:
    """Something small is out with a few guests."""
    for number, item in LENT:
        card = card_for_room(house.pk, number, at)
        if card is not None and card.stay_id is not None:
            desk = colleague(house, "front_desk", at)
            stays.lend_item(actor=desk, stay_id=card.stay_id, item=item, at=at - timedelta(hours=3))


def ask_guests(house: Property, *, at: datetime) -> None:
    """Who moved in lately was asked what they need; the desk has not come to a few yet."""
    not_asked = stays_not_asked(house.pk, local_date(at, house.timezone))
    desk = colleague(house, "front_desk", at)
    for stay_id in sorted(not_asked)[:-STILL_TO_ASK]:
        record_needs(actor=desk, stay_id=stay_id, answer=Answer(is_none=True), at=at - timedelta(hours=1))


def take_books(house: Property, *, at: datetime) -> None:
    """The books of the shift before, each taken by who is on duty now; one colleague is late."""
    fill_handovers(at=at)
    books = list(Handover.objects.filter(property_id=house.pk).order_by("post"))
    for book in books[1:]:
        taker = colleague(house, book.post, at)
        if str(taker.id) not in book.given_by_ids:
            with suppress(NotFound, NotPermitted):  # a deputy of another department reads no such book
                acknowledge(actor=taker, handover_id=book.pk, at=at)


def write_books(house: Property, *, at: datetime) -> None:
    """Tomorrow's wake-ups, a taxi, a key, a note."""
    zone = ZoneInfo(house.timezone)
    tomorrow = at.astimezone(zone).date() + timedelta(days=1)
    for post, kind, number, hour, text in LINES:
        due_at = datetime.combine(tomorrow, hour, tzinfo=zone) if hour else None
        line = NewLine(kind=kind, post=post, room_number=number, due_at=due_at, text=text)
        add_line(actor=colleague(house, post, at), property_id=house.pk, line=line, at=at)


def leak(house: Property, *, at: datetime) -> None:
    """Water from one room into the one below, both lived in: one incident, the engineers on their way."""
    pair = _one_above_the_other(house)
    if pair is None:
        return
    lower, upper = pair
    began = at - timedelta(minutes=12)
    heard = understood(house, f"{lower} 卫生间天花板漏水", heard_at=began)
    opened = take_in(
        actor=colleague(house, "order_taker", began), property_id=house.pk, heard=heard, at=began
    )
    cases.route_case(actor=system("demo", property_id=house.pk), case_id=opened.id, at=began)
    owner = Case.objects.values_list("owner_id", flat=True).get(pk=opened.id)
    manager = acting(house, owner, at) if owner else colleague(house, "assistant_manager", at)
    soon = began + timedelta(minutes=2)
    incident = open_incident(
        actor=manager, case_id=opened.id, spread=Spread(source_room=upper, affected=(upper,)), at=soon
    )
    cases.route_case(actor=system("demo", property_id=house.pk), case_id=incident.id, at=soon)
    for task in Task.objects.filter(case_id=incident.id, department="engineering", state__in=Task.OPEN)[:1]:
        engineer = doer_of(house, task, at)
        cases.accept_task(actor=engineer, task_id=task.pk, at=soon)
        cases.arrive_at_task(actor=engineer, task_id=task.pk, at=soon + timedelta(minutes=4))
    touch_room(actor=manager, case_id=incident.id, room_number=f"{int(lower) - 1}", verb="clear", at=at)


def _one_above_the_other(house: Property) -> tuple[str, str] | None:
    """Two lived-in rooms of the demo, one below the other, that no other scene of it uses."""
    lived_in = set(
        RoomStatus.objects.filter(property_id=house.pk, stay_id__isnull=False, dnd_since=None).values_list(
            "room_number", flat=True
        )
    )
    for number in sorted(lived_in):
        if number[-2:] in {"05", "07", "11"} and number >= "1800" and f"{int(number) + 100}" in lived_in:
            return number, f"{int(number) + 100}"
    return None


def hear(house: Property, *, at: datetime) -> None:
    """A message waits in the inbox, one on the phone card, and somebody asked after a guest."""
    robot = system("demo", property_id=house.pk)
    arrival = Arrival(
        source="demo", key="arrival-1", channel="wechat", text=MESSAGE, received_at=at - timedelta(minutes=4)
    )
    receive(actor=robot, property_id=house.pk, arrival=arrival, at=at - timedelta(minutes=4))
    taker = colleague(house, "order_taker", at)
    calls.log_call(actor=taker, key=_key(house, "asked"), at=at - timedelta(minutes=50))
    calls.take_message(actor=taker, words=CALL, key=_key(house, "message"), at=at - timedelta(minutes=35))


def find(house: Property, *, at: datetime) -> None:
    """Two things that attendants found."""
    for hours, (number, category, words) in enumerate(FOUND, start=1):
        room = number.lstrip("0")
        finder = colleague(house, "room_attendant", at)
        noted = lost.Noted(
            side="found", words=words, category=category, room=room, has_left=True, key=_key(house, room)
        )
        opened = lost.note_item(
            actor=finder, property_id=house.pk, noted=noted, at=at - timedelta(hours=hours)
        )
        cases.route_case(
            actor=system("demo", property_id=house.pk), case_id=opened.id, at=at - timedelta(hours=hours)
        )


def prepare_vip(house: Property, *, at: datetime) -> None:
    """A room for somebody who is expected: meant for them, made ready in a rush, fruit and a card ordered."""
    desk: Actor = colleague(house, "front_desk", at)
    stay = _most_honoured(house, at=at)
    room = (
        RoomStatus.objects.filter(
            property_id=house.pk, state=RoomState.VACANT_DIRTY.value, room_type_code=stay.room_type_code
        )
        .order_by("-room_number")
        .first()
        if stay
        else None
    )
    if stay is None or room is None:
        return
    stays.allocate_room(actor=desk, stay_id=stay.id, room_number=room.room_number, at=at)
    stays.order_amenity(
        actor=desk,
        stay_id=stay.id,
        room_number=room.room_number,
        what="时令水果，手写欢迎卡",
        due_at=at + timedelta(hours=2),
        at=at,
    )
    stays.set_flag(actor=desk, property_id=house.pk, room_number=room.room_number, flag=Flag.RUSH, at=at)


def _most_honoured(house: Property, *, at: datetime) -> Stay | None:
    """Today's expected stay of the guest with the highest level."""
    today = local_date(at, house.timezone)
    parts = StayGuest.objects.filter(
        stay__property_id=house.pk, stay__status="expected", stay__arrival_on=today
    )
    stay_of = dict(parts.order_by("stay__external_ref").values_list("guest_id", "stay_id"))
    guests = sorted(guest_lines(stay_of).values(), key=lambda one: (-one.vip_level, str(one.id)))
    return Stay.objects.get(pk=stay_of[guests[0].id]) if guests else None


def _key(house: Property, name: str) -> UUID:
    return uuid5(house.pk, name)
