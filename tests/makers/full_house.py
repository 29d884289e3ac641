"""A house as full as a real one: 300 rooms, 50 colleagues, cases with their threads, tasks, clocks and search words.

Rows are poured straight into the tables; all sealed columns of the mass hold one and the same blob.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from innkeeper.accounts.models import Staff
from innkeeper.cases.actions.publishing import publish_shipped
from innkeeper.cases.models import Case
from innkeeper.cases.queries.playbooks import current_version
from innkeeper.kernel.actors import system
from innkeeper.kernel.days import local_date
from innkeeper.properties.models import Property, Room
from tests.makers import accounts, properties
from tests.makers.full_cases import Mass, pour_cases
from tests.makers.full_stays import pour_stays

FLOORS, ROOMS, STAFF = range(5, 23), 300, 50
POSTS = (
    "assistant_manager", "order_taker", "front_desk", "manager_on_duty", "guest_relations", "concierge",
    "executive_housekeeper", "floor_supervisor", "room_attendant", "engineer", "chief_engineer", "waiter",
    "fb_manager", "security_guard", "security_manager",
)  # fmt: skip
PLACES = (
    "housekeeping", "engineering", "food_beverage", "security",
    "reception", "concierge", "customer_service", "it",
)  # fmt: skip
WORDS = ("空调 不制冷", "送水 房间", "invoice copy", "late check-out", "电视 没信号", "wake-up call")


@dataclass(frozen=True, slots=True)
class FullHouse:
    """What stands in the house. The reader is an assistant manager; `short` has 5 words of thread, `long` many."""

    house: Property
    reader: Staff
    attendant: Staff
    short: str
    long: str


def words_by_turn(number: int) -> str:
    """What the case of this number says."""
    return WORDS[number % len(WORDS)]


def make_full_house(
    *,
    at: datetime,
    cases: int = 600,
    still_open: int = 300,
    long_thread: int = 200,
    past_stays: int = 500,
    said: Callable[[int], str] = words_by_turn,
) -> FullHouse:
    """The house, every fact counted back from `at`."""
    house = properties.make_property(code="SHA")
    accounts.make_chart(house=house, at=at)
    properties.make_calendar(house=house, years=(at.year,), at=at)
    publish_shipped(actor=system("bench"), at=at)
    staff = list(_staff(house))
    rooms = list(_rooms(house))
    stays = pour_stays(house=house, rooms=rooms, on=local_date(at, house.timezone), past=past_stays, at=at)
    mass = Mass(
        house=house,
        at=at,
        count=cases,
        still_open=still_open,
        long_thread=long_thread,
        said=said,
        staff=[one.pk for one in staff],
        places=PLACES,
        stays=stays,
        playbooks={kind: playbook_id(kind, house) for kind in ("complaint", "service_request")},
    )
    short, long = pour_cases(mass)
    refs = dict(Case.objects.filter(pk__in=[short, long]).values_list("id", "ref"))
    return FullHouse(house, staff[0], staff[POSTS.index("room_attendant")], refs[short], refs[long])


def playbook_id(kind: str, house: Property) -> UUID:
    """The version in force."""
    found = current_version(kind, house.pk)
    assert found is not None, kind
    return found.pk


def _staff(house: Property) -> Iterator[Staff]:
    """Fifty colleagues over the posts, the first of each on duty all day."""
    for number in range(STAFF):
        one = accounts.make_staff(
            staff_number=str(5000 + number), work_name=f"同事{number}", work_name_en=f"Colleague {number}"
        )
        accounts.assign(one, house=house, post_code=POSTS[number % len(POSTS)], from_on=date(2020, 1, 1))
        yield one


def _rooms(house: Property) -> Sequence[Room]:
    kind = properties.make_room(house=house, number="501").room_type
    per_floor = -(-ROOMS // len(FLOORS))
    places = [(floor, place) for floor in FLOORS for place in range(1, per_floor + 1)][1:ROOMS]
    Room.objects.bulk_create(
        Room(property=house, number=f"{floor}{place:02d}", floor=floor, position=place, room_type=kind)
        for floor, place in places
    )
    return Room.objects.filter(property=house).order_by("floor", "position")
