"""The one cast of all tests: invented people of an invented house, each with the rights of a real post.

`owner` owns the case, `colleague` works beside them, `manager` stands above, `privacy_officer` may read the log,
`outsider` holds the owner's post in another hotel of the group. The guest is a name only: files are made by guests.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from innkeeper.accounts.models import Staff
from innkeeper.kernel.actors import Actor
from innkeeper.properties.models import Property
from tests.makers import accounts, properties

START = datetime(2026, 3, 14, 4, 0, tzinfo=UTC)
"""Saturday 14 March 2026, 12:00 in Shanghai; everyone in the cast is on the early shift."""

GUEST_NAME = "柳如烟"
GUEST_NAME_EN = "Eleanor Whitcombe"
GUEST_PHONE = "+86 139 0000 4471"
COMPANION_NAME = "顾长河"


@dataclass(frozen=True, slots=True)
class Person:
    """A colleague and the actor they are, signed in with a second factor."""

    staff: Staff
    actor: Actor

    @property
    def id(self):
        return self.staff.pk


@dataclass(frozen=True, slots=True)
class Cast:
    """Everyone, and the two hotels."""

    house: Property
    other_house: Property
    owner: Person
    colleague: Person
    attendant: Person
    engineer: Person
    front_desk: Person
    housekeeper: Person
    manager: Person
    general_manager: Person
    quality: Person
    privacy_officer: Person
    administrator: Person
    outsider: Person


ROLES = {
    "owner": ("2001", "assistant_manager", "周岚", "Zhou Lan"),
    "colleague": ("2002", "order_taker", "沈一诺", "Shen Yinuo"),
    "attendant": ("3001", "room_attendant", "罗小满", "Luo Xiaoman"),
    "engineer": ("4001", "engineer", "何建国", "He Jianguo"),
    "front_desk": ("2003", "front_desk", "许敏", "Xu Min"),
    "housekeeper": ("3000", "executive_housekeeper", "杜鹃", "Du Juan"),
    "manager": ("1002", "manager_on_duty", "高远", "Gao Yuan"),
    "general_manager": ("1001", "general_manager", "闻人杰", "Wenren Jie"),
    "quality": ("1003", "quality_manager", "言真", "Yan Zhen"),
    "privacy_officer": ("1004", "privacy_officer", "宁远舟", "Ning Yuanzhou"),
    "administrator": ("1005", "system_administrator", "石磊", "Shi Lei"),
}


def person(house, *, staff_number, post_code, work_name="路人", work_name_en="Passer By", is_on_duty=True):
    """Someone with a post in the house, on the early shift of START's day unless told otherwise."""
    staff = accounts.make_staff(staff_number=staff_number, work_name=work_name, work_name_en=work_name_en)
    accounts.assign(staff, house=house, post_code=post_code)
    if is_on_duty:
        accounts.make_turn(staff, house=house, post_code=post_code, on=date(2026, 3, 14))
    return Person(staff, accounts.make_actor(staff, house=house, at=START))


def make_cast():
    """The whole cast in two charted hotels of one group, with working calendars."""
    group = properties.make_group()
    house = properties.make_property(code="SHA", group=group)
    other = properties.make_property(code="HGH", group=group, name_zh="青槐湖畔", name_en="Qinghuai Lakeside")
    for place in (house, other):
        accounts.make_chart(house=place)
        properties.make_calendar(house=place)
    people = {
        part: person(house, staff_number=number, post_code=post, work_name=zh, work_name_en=en)
        for part, (number, post, zh, en) in ROLES.items()
    }
    outsider = person(
        other, staff_number="8001", post_code="assistant_manager", work_name="方外", work_name_en="Fang Wai"
    )
    return Cast(house=house, other_house=other, outsider=outsider, **people)
