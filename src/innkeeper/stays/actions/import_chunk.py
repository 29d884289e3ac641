"""One chunk of a stays file: compared with what is known, sealed, written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from innkeeper.guests.actions import GuestItems, many
from innkeeper.guests.models import Channel, Guest
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.kernel.events import Event
from innkeeper.kernel.ids import uuid7
from innkeeper.outbox import actions as outbox
from innkeeper.properties.models import Property
from innkeeper.stays import events
from innkeeper.stays.actions.leaving import have_inspected, loans_out
from innkeeper.stays.actions.rows import forget_guest, guests_of
from innkeeper.stays.models import RoomMove, RoomStatus, Stay, StayGuest
from innkeeper.stays.rules.import_rows import Problem, StayRow, Wrong
from innkeeper.stays.rules.rooms import OCCUPIED, RoomState
from innkeeper.stays.rules.stays import Part, StayStatus, check_out_time

BATCH = 500
COPIED = (
    "status", "arrival_on", "departure_on", "departs_at", "booking_type", "room_id", "room_number", "room_type_code",
    "channel", "adults", "children", "checked_in_at", "checked_out_at", "row_digest", "import_run_id", "changed_at",
)  # fmt: skip


@dataclass(slots=True)
class Outcome:
    """What became of a chunk's rows."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: list[tuple[int, Wrong]] = field(default_factory=list)


@dataclass(slots=True)
class Chunk:
    """The rows of one chunk on their way into the house."""

    actor: Actor
    house: Property
    run_id: UUID
    rows: Sequence[StayRow]
    at: datetime
    known: dict[str, Stay] = field(default_factory=dict)
    guest_of: dict[int, UUID] = field(default_factory=dict)
    prepared: many.Prepared | None = None
    incognito: set[UUID] = field(default_factory=set)
    rooms: dict[str, RoomStatus] = field(default_factory=dict)
    touched: dict[str, RoomStatus] = field(default_factory=dict)
    left: list[tuple[Stay, RoomStatus]] = field(default_factory=list)
    told: list[Event] = field(default_factory=list)
    moves: list[RoomMove] = field(default_factory=list)

    def prepare(self) -> None:
        """Read what is known and seal what is new: all that must happen before the transaction. Queries: 5."""
        refs = [row.booking_number for row in self.rows]
        stays = Stay.objects.filter(property_id=self.house.pk, external_ref__in=refs)
        self.known = {stay.external_ref: stay for stay in stays}
        todo = [row for row in self.rows if not self._is_same(row)]
        self.prepared = many.register_many(
            actor=self.actor,
            group_id=self.house.group_id,
            property_id=self.house.pk,
            rows=[GuestItems(**row.guest) for row in todo],  # type: ignore[arg-type]
            channel=Channel.IMPORT,
            on=local_date(self.at, self.house.timezone),
            at=self.at,
        )
        self.guest_of = dict(zip((row.number for row in todo), self.prepared.guest_ids, strict=True))
        hidden = Guest.objects.filter(pk__in=self.prepared.guest_ids, is_incognito=True)
        self.incognito = set(hidden.values_list("id", flat=True))

    def write(self) -> Outcome:
        """Put guests, stays and rooms down inside the caller's transaction; rows that meet a taken room are refused."""
        todo = [row for row in self.rows if row.number in self.guest_of]
        outcome = Outcome(same=len(self.rows) - len(todo))
        held = Stay.objects.select_for_update().filter(pk__in=[stay.pk for stay in self.known.values()])
        self.known = {stay.external_ref: stay for stay in held.order_by("pk")}
        numbers = {row.room for row in todo if row.room} | {s.room_number for s in self.known.values()}
        statuses = RoomStatus.objects.select_for_update().filter(property_id=self.house.pk)
        self.rooms = {one.room_number: one for one in statuses.filter(room_number__in=numbers)}
        new: list[tuple[StayRow, Stay]] = []
        changed: list[tuple[StayRow, Stay]] = []
        for row in sorted(todo, key=lambda row: row.status is StayStatus.IN_HOUSE):
            wrong = self._room_problem(row)
            if wrong:
                outcome.refused.append((row.number, wrong))
                continue
            known = self.known.get(row.booking_number)
            (changed if known else new).append((row, self._placed(row, known)))
        self._write_guests(outcome)
        self._write_stays(new, changed)
        self._have_inspected()
        outcome.new, outcome.changed = len(new), len(changed)
        return outcome

    def _is_same(self, row: StayRow) -> bool:
        known = self.known.get(row.booking_number)
        return known is not None and known.row_digest == row.digest

    def _room_problem(self, row: StayRow) -> Wrong | None:
        room, known = self.rooms.get(row.room), self.known.get(row.booking_number)
        if row.room and room is None:
            return Wrong("room", Problem.NO_SUCH_ROOM)
        if row.status is not StayStatus.IN_HOUSE:
            return None
        if room is None:
            return Wrong("room", Problem.ROOM_NEEDED)
        is_free = room.stay_id is None or (known is not None and room.stay_id == known.id)
        is_usable = room.state not in {RoomState.OUT_OF_ORDER, RoomState.OUT_OF_SERVICE}
        return None if is_free and is_usable else Wrong("room", Problem.ROOM_TAKEN)

    def _placed(self, row: StayRow, known: Stay | None) -> Stay:
        """The stay as the row says it is, and its room as it is then."""
        room = self.rooms.get(row.room)
        stay = known or Stay(
            id=uuid7(), property_id=self.house.pk, external_ref=row.booking_number, created_at=self.at
        )
        was_in = self.rooms.get(stay.room_number) if known and known.status == StayStatus.IN_HOUSE else None
        if was_in and (row.status is not StayStatus.IN_HOUSE or was_in is not room):
            self._vacate(was_in)
        if row.status is StayStatus.IN_HOUSE and room and room.stay_id != stay.id:
            self._occupy(room, stay.id)
            self._tell_arrival(stay, room, was_in)
        elif was_in and row.status is not StayStatus.IN_HOUSE:
            left = events.GuestCheckedOut(property_id=self.house.pk, stay_id=stay.id, room=was_in.room_number)
            self.told.append(left)
            self.left.append((stay, was_in))
        self._fill(stay, row, room)
        return stay

    def _fill(self, stay: Stay, row: StayRow, room: RoomStatus | None) -> None:
        if row.status is StayStatus.IN_HOUSE:
            stay.checked_in_at = stay.checked_in_at or self.at
        if row.status is StayStatus.DEPARTED and stay.status == StayStatus.IN_HOUSE:
            stay.checked_out_at = self.at
        if row.departure_on != stay.departure_on:
            stay.departs_at = check_out_time(row.departure_on, self.house.timezone)
            if stay.external_ref in self.known:
                self._tell_departure(stay)
        stay.status, stay.booking_type = row.status.value, row.booking_type.value
        stay.arrival_on, stay.departure_on = row.arrival_on, row.departure_on
        stay.room_id = room.room_id if room else stay.room_id
        stay.room_number = room.room_number if room else stay.room_number
        stay.room_type_code, stay.channel = row.room_type, row.channel
        stay.adults, stay.children = row.adults, row.children
        stay.is_incognito = self.guest_of[row.number] in self.incognito
        stay.row_digest, stay.import_run_id, stay.changed_at = row.digest, self.run_id, self.at

    def _vacate(self, room: RoomStatus) -> None:
        room.state = RoomState.VACANT_DIRTY.value
        forget_guest(room)
        self.touched[room.room_number] = room

    def _occupy(self, room: RoomStatus, stay_id: UUID) -> None:
        if RoomState(room.state) not in OCCUPIED:
            room.state = RoomState.OCCUPIED_CLEAN.value
        room.stay_id, room.rush_since = stay_id, None
        self.touched[room.room_number] = room

    def _tell_arrival(self, stay: Stay, room: RoomStatus, was_in: RoomStatus | None) -> None:
        house, number = self.house.pk, room.room_number
        if was_in is None:
            self.told.append(events.GuestCheckedIn(property_id=house, stay_id=stay.id, room=number))
            return
        moved = events.RoomMoved(
            property_id=house, stay_id=stay.id, from_room=was_in.room_number, to_room=number
        )
        self.told.append(moved)
        self.moves.append(
            RoomMove(
                stay=stay, from_room=was_in.room_number, to_room=number, moved_by=self.actor.id, at=self.at
            )
        )

    def _tell_departure(self, stay: Stay) -> None:
        """The clocks of its cases end before the guest leaves, whoever said when that is."""
        changed = events.DepartureChanged(
            property_id=self.house.pk,
            stay_id=stay.id,
            room=stay.room_number,
            departs_at=stay.departs_at.isoformat(),
        )
        self.told.append(changed)

    def _have_inspected(self) -> None:
        """Rooms that guests left today or yesterday, and that nobody moved into, are inspected as after a hand's key."""
        yesterday = local_date(self.at, self.house.timezone) - timedelta(days=1)
        for stay, room in self.left:
            if stay.status == StayStatus.DEPARTED and room.stay_id is None and stay.departure_on >= yesterday:
                have_inspected(
                    self.actor, stay, room, guest_ids=guests_of(stay), loans_out=loans_out(stay), at=self.at
                )

    def _write_guests(self, outcome: Outcome) -> None:
        """Every prepared guest, but not one whose only row was refused."""
        assert self.prepared is not None
        refused = {number for number, _wrong in outcome.refused}
        kept = {guest_id for number, guest_id in self.guest_of.items() if number not in refused}
        many.write(self.prepared.only(kept) if refused else self.prepared)

    def _write_stays(self, new: list[tuple[StayRow, Stay]], changed: list[tuple[StayRow, Stay]]) -> None:
        Stay.objects.bulk_update([stay for _row, stay in changed], COPIED, batch_size=BATCH)
        Stay.objects.bulk_create([stay for _row, stay in new], batch_size=BATCH)
        StayGuest.objects.bulk_create(
            [
                StayGuest(stay=stay, guest_id=self.guest_of[row.number], part=Part.PRIMARY.value)
                for row, stay in new
            ],
            batch_size=BATCH,
        )
        for row, stay in changed:
            main = StayGuest.objects.filter(stay=stay, part=Part.PRIMARY.value)
            main.exclude(guest_id=self.guest_of[row.number]).update(guest_id=self.guest_of[row.number])
        for room in self.touched.values():
            room.revision, room.changed_at = room.revision + 1, self.at
            room.save()
        RoomMove.objects.bulk_create(self.moves)
        if self.told:
            outbox.record_many(self.told, at=self.at)
