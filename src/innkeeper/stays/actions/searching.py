"""The tolerant search over who is here and who comes: names are opened for it under a machine purpose, in memory."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import Lock
from uuid import UUID

from django.db import transaction

from innkeeper.audit import actions as audit
from innkeeper.guests import policy as guest_policy
from innkeeper.guests.models import Guest
from innkeeper.guests.queries import GuestLine, guest_lines
from innkeeper.kernel.actors import Actor, system
from innkeeper.kernel.days import local_date
from innkeeper.properties.queries import property_of
from innkeeper.stays import policy
from innkeeper.stays.models import StayGuest
from innkeeper.stays.rules import search
from innkeeper.stays.rules.search import Known
from innkeeper.stays.rules.stays import StayStatus, eve_of

KEPT_FOR = timedelta(minutes=15)
MOST_HITS = 10
_lock = Lock()


@dataclass(frozen=True, slots=True)
class HouseHit:
    """Who was meant: room and stay, the guest as lists show one."""

    stay_id: UUID
    status: StayStatus
    room: str
    guest: GuestLine
    score: float


@dataclass(frozen=True, slots=True)
class Present:
    """A guest's part in a stay that goes on or begins today."""

    guest_id: UUID
    stay_id: UUID
    status: str
    room: str


@dataclass(slots=True, repr=False)
class Snapshot:
    """What one process knows of one house's guests until `until`."""

    until: datetime
    guests: dict[UUID, Known] = field(default_factory=dict)
    show_names: dict[UUID, Known] = field(default_factory=dict)


_snapshots: dict[UUID, Snapshot] = {}


def search_house(
    *, actor: Actor, property_id: UUID, phrase: str, at: datetime, limit: int = MOST_HITS
) -> list[HouseHit]:
    """Guests in house or arriving whom the phrase may mean, the best first; typing errors are forgiven.

    Who stays incognito is found by room and show name only, except by those who may know. A search that shows somebody
    is an entry of the log, of whom it showed, never of the phrase. Raises NotPermitted.
    Queries: 3, and 2 where somebody is shown; when new guests have come, 2 more and one audit entry for all of them.
    """
    guest_policy.ensure(actor, "guests.see", "stays.see")
    policy.ensure_house(actor, property_id)
    wanted = search.phrase(phrase[:80])
    present = _present(property_id, local_date(at, property_of(property_id).timezone))
    snapshot = _fresh_snapshot(property_id, {one.guest_id for one in present}, at=at)
    knows_all = guest_policy.may_see_incognito(actor)
    names = snapshot.guests if knows_all else snapshot.show_names
    scored = [
        (search.fit(wanted, names[one.guest_id], one.room), one) for one in present if one.guest_id in names
    ]
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], pair[1].room))[:limit]
    if not best:
        return []
    lines = guest_lines([one.guest_id for _score, one in best], actor=actor)
    _note_shown(actor, lines, property_id=property_id, at=at)
    return [
        HouseHit(one.stay_id, StayStatus(one.status), one.room, lines[one.guest_id], score)
        for score, one in best
    ]


def _note_shown(actor: Actor, shown: Collection[UUID], *, property_id: UUID, at: datetime) -> None:
    with transaction.atomic():
        audit.record(
            actor=actor,
            verb="stays.house_searched",
            kind="house",
            object_id=property_id,
            property_id=property_id,
            at=at,
            facts={"rows": len(shown)},
            subject_ids=shown,
        )


def forget_snapshots() -> None:
    """Drop every name held in memory."""
    with _lock:
        _snapshots.clear()


def _present(property_id: UUID, today: date) -> list[Present]:
    """Those in house, then those who arrive today or did not come last night. Queries: 1."""
    here = StayGuest.objects.filter(stay__property_id=property_id).order_by()
    columns = ("guest_id", "stay_id", "stay__status", "stay__room_number")
    in_house = here.filter(stay__status=StayStatus.IN_HOUSE.value).values_list(*columns)
    arriving = here.filter(
        stay__status=StayStatus.EXPECTED.value, stay__arrival_on__range=(eve_of(today), today)
    )
    return [Present(*row) for row in in_house.union(arriving.values_list(*columns), all=True)]


def _fresh_snapshot(property_id: UUID, guest_ids: Collection[UUID], *, at: datetime) -> Snapshot:
    """The snapshot with everybody who is here now and nobody who is not."""
    with _lock:
        held = _snapshots.get(property_id)
        snapshot = held if held and at < held.until else Snapshot(until=at + KEPT_FOR)
        missing = set(guest_ids) - set(snapshot.guests)
    opened = _open(missing, property_id=property_id, at=at) if missing else {}
    with _lock:
        for guest_id, (full, shown) in opened.items():
            snapshot.guests[guest_id], snapshot.show_names[guest_id] = full, shown
        for gone in set(snapshot.guests) - set(guest_ids):
            del snapshot.guests[gone], snapshot.show_names[gone]
        _snapshots[property_id] = snapshot
    return snapshot


def _open(guest_ids: Collection[UUID], *, property_id: UUID, at: datetime) -> dict[UUID, tuple[Known, Known]]:
    """Names and phones as keys: all of them, and those that anybody may search by. One audit entry."""
    guests = list(Guest.objects.filter(pk__in=guest_ids, erased_at=None, full_name__isnull=False))
    if not guests:
        return {}
    sealed = [guest.full_name for guest in guests] + [
        guest.phone for guest in guests if guest.phone is not None
    ]
    robot = system("house_search", property_id=property_id)
    values = audit.reveal(
        guest_policy.grant_house_search(robot, at=at),
        sealed,
        kind="property",
        object_id=property_id,
        property_id=property_id,
        at=at,
    )
    names, phones = values[: len(guests)], iter(values[len(guests) :])
    found = {}
    for guest, name in zip(guests, names, strict=True):
        phone = next(phones) if guest.phone is not None else ""
        full = search.known((name, guest.show_name), phone)
        found[guest.id] = (full, search.known((guest.show_name,)) if guest.is_incognito else full)
    return found
