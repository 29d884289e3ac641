"""Hotels, rooms and calendars for tests."""

from datetime import UTC, datetime

from innkeeper.properties import actions
from innkeeper.properties.models import Group, Property, Room, RoomType
from innkeeper.properties.rules import position_of

START = datetime(2026, 3, 14, 4, 0, tzinfo=UTC)


def make_group(*, code="qinghuai"):
    return Group.objects.get_or_create(
        code=code, defaults={"name_zh": "青槐集团", "name_en": "Qinghuai Group"}
    )[0]


def make_property(
    *, code="SHA", group=None, timezone="Asia/Shanghai", name_zh="青槐酒店", name_en="Qinghuai House"
):
    return Property.objects.create(
        group=group or make_group(), code=code, timezone=timezone, name_zh=name_zh, name_en=name_en
    )


def make_room(*, house, number="1208", floor=None, kind="DLX"):
    floor = int(number[:-2]) if floor is None else floor
    room_type, _ = RoomType.objects.get_or_create(
        property=house, code=kind, defaults={"name_zh": "豪华房", "name_en": "Deluxe"}
    )
    return Room.objects.create(
        property=house,
        number=number,
        floor=floor,
        position=position_of(number, floor),
        room_type=room_type,
    )


def make_floor(*, house, floor=12, rooms=8):
    return [make_room(house=house, number=f"{floor}{place:02d}") for place in range(1, rooms + 1)]


def make_calendar(*, house, years=(2026,), at=START, **options):
    return actions.establish_calendar(property_id=house.pk, at=at, years=years, **options)
