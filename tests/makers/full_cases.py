"""The cases of a full house and what hangs on them: threads, stages, tasks, clocks, search words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from innkeeper.cases.models import Case, CaseGuest, StageRecord, Task, TaskState, ThreadEntry, ThreadRead
from innkeeper.clocks import rules
from innkeeper.clocks.models import ClockRun
from innkeeper.outbox.models import OutboxEvent
from innkeeper.properties.models import Property
from innkeeper.search.adapters import words
from innkeeper.search.adapters.port import Doc
from innkeeper.search.rules import doc_id, stream
from innkeeper.vault.sealing import seal
from innkeeper.vault.values import Sealed
from tests.makers.full_stays import Lodging, numbered
from tests.makers.pouring import pour

EVERY = timedelta(minutes=5)
ENTRIES, DOCS_AT_ONCE = 5, 5_000
CODES = ("air_conditioning", "towels", "no_hot_water", "noise_guests")
UNOWNED_EVERY, LATE_EVERY = 100, 10
PASSED = ("report", "classify", "respond")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mass:
    """What is to be poured. The newest `still_open` of the `count` cases are open."""

    house: Property
    at: datetime
    count: int
    still_open: int
    long_thread: int
    said: Callable[[int], str]
    staff: Sequence[UUID]
    places: Sequence[str]
    stays: Sequence[Lodging]
    playbooks: Mapping[str, UUID]

    @property
    def open_numbers(self) -> range:
        """The numbers of the open cases."""
        return range(self.count - self.still_open, self.count)

    def received_at(self, number: int) -> datetime:
        """When the case of this number came in."""
        return self.at - EVERY * (self.count - number)

    def due_at(self, number: int) -> datetime:
        """When it is due: one of ten is late."""
        minutes = -30 if number % LATE_EVERY == 0 else 5 + number % 2_000
        return self.at + timedelta(minutes=minutes, seconds=number % 60)

    def owner(self, number: int) -> UUID | None:
        """In whose hands it is; one of a hundred waits for its post."""
        return None if number % UNOWNED_EVERY == 99 else self.staff[number % len(self.staff)]


def case_id(number: int) -> UUID:
    """The id of the case of this number."""
    return numbered(4, number)


def pour_cases(mass: Mass) -> tuple[UUID, UUID]:
    """Everything; the ids of the case with five words and of the one with a long thread, both open."""
    blob = seal(
        "x" * 60, field_id="f", row_id=mass.house.pk, subject_id=mass.house.pk, scope_id=mass.house.pk
    )
    pour(_case_like(mass, blob), _cases(mass))
    pour(
        CaseGuest(),
        (
            {
                "id": numbered(5, n),
                "case_id": case_id(n),
                "guest_id": mass.stays[n % len(mass.stays)].guest_id,
            }
            for n in range(mass.count)
        ),
    )
    short, long = mass.open_numbers[-100], mass.open_numbers[-50]
    pour_threads(mass, blob, long)
    pour_course(mass)
    pour_clocks(mass)
    pour_docs(mass)
    pour(
        OutboxEvent(name="bench", property_id=mass.house.pk),
        ({"id": numbered(13, n), "at": mass.at - timedelta(minutes=n)} for n in range(1, 500)),
    )
    for number in (short, long):
        words_sealed = seal(
            "浴缸渗漏，请尽快来看。",
            field_id="cases.Case.text",
            row_id=case_id(number),
            subject_id=case_id(number),
            scope_id=mass.house.pk,
        )
        Case.objects.filter(pk=case_id(number)).update(text=words_sealed)
    return case_id(short), case_id(long)


def _case_like(mass: Mass, blob: Sealed) -> Case:
    return Case(
        property_id=mass.house.pk,
        channel="room_phone",
        recorded_by_id=mass.staff[1],
        first_contact_id=mass.staff[1],
        text=blob,
        category="complaint",
        nature="facility",
        created_at=mass.at,
        received_at=mass.at,
    )


def _cases(mass: Mass) -> Iterator[dict[str, Any]]:
    for number in range(mass.count):
        is_open, text = number in mass.open_numbers, mass.said(number)
        lodging, received_at = mass.stays[number % len(mass.stays)], mass.received_at(number)
        kind = "complaint" if number % 5 < 2 or number % 50 == 0 else "service_request"
        yield {
            "id": case_id(number),
            "ref": f"{mass.house.code}-{received_at.year}-{number:07d}",
            "guest_code": f"G{number:09d}",
            "kind": kind,
            "playbook_id": mass.playbooks[kind],
            "stage": "resolve" if is_open else "closed",
            "priority": 1 + number % 4,
            "taxonomy_code": CODES[number % len(CODES)],
            "handling_department": mass.places[number % len(mass.places)],
            "room_number": lodging.room.number,
            "room_id": lodging.room.pk,
            "stay_id": lodging.stay_id,
            "owner_id": mass.owner(number),
            "owner_post": "assistant_manager",
            "text_redacted": text,
            "title_redacted": text[:120],
            "received_at": received_at,
            "created_at": received_at,
            "responded_at": received_at,
            "is_open": is_open,
            "closed_at": None if is_open else received_at + timedelta(hours=2),
            "next_due_at": mass.due_at(number) if is_open else None,
        }


def pour_threads(mass: Mass, blob: Sealed, long: int) -> None:
    """Five words a case, `long_thread` words for one."""
    pour(
        ThreadEntry(
            audience="internal",
            kind="note",
            author_id=mass.staff[1],
            text=blob,
            text_redacted="已转工程部，工程师十五分钟内到房。",
        ),
        _entries(mass, long),
    )


def _entries(mass: Mass, long: int) -> Iterator[dict[str, Any]]:
    place = 0
    for number in range(mass.count):
        received_at = mass.received_at(number)
        for nth in range(mass.long_thread if number == long else ENTRIES):
            at = received_at + timedelta(seconds=nth)
            yield {
                "id": numbered(6, place),
                "case_id": case_id(number),
                "author_id": mass.staff[nth % len(mass.staff)],
                "at": at,
                "entered_at": at,
            }
            place += 1


def pour_course(mass: Mass) -> None:
    """Stages and reads of the open cases, a task of every case."""
    records = enumerate((number, stage) for number in mass.open_numbers for stage in (*PASSED, "resolve"))
    pour(
        StageRecord(entered_at=mass.at),
        (
            {
                "id": numbered(7, place),
                "case_id": case_id(number),
                "stage": stage,
                "done_at": mass.at if stage in PASSED else None,
                "done_by_id": mass.staff[0] if stage in PASSED else None,
            }
            for place, (number, stage) in records
        ),
    )
    pour(
        ThreadRead(staff_id=mass.staff[1], upto_at=mass.at, read_at=mass.at),
        ({"id": numbered(8, n), "case_id": case_id(n)} for n in mass.open_numbers),
    )
    pour(
        Task(
            property_id=mass.house.pk,
            title_redacted="查看房间",
            created_by_id=mass.staff[1],
            offered_at=mass.at,
            target_minutes=30,
        ),
        _tasks(mass),
    )


def _tasks(mass: Mass) -> Iterator[dict[str, Any]]:
    states = (TaskState.OFFERED, TaskState.ACCEPTED, TaskState.ARRIVED)
    for number in range(mass.count):
        is_open = number in mass.open_numbers
        state = states[number // 50 % len(states)] if is_open else TaskState.DONE
        yield {
            "id": numbered(9, number),
            "case_id": case_id(number),
            "department": mass.places[number % len(mass.places)],
            "room_number": mass.stays[number % len(mass.stays)].room.number,
            "assignee_id": None if state is TaskState.OFFERED else mass.staff[number % len(mass.staff)],
            "state": state.value,
            "offered_at": mass.received_at(number),
            "due_at": mass.due_at(number) if is_open else None,
        }


def pour_clocks(mass: Mass) -> None:
    """Two running clocks and a stopped one of each open case, one of its task."""
    ladder = (rules.Threshold(80, 0), rules.Threshold(100, 1))
    like = ClockRun(
        property_id=mass.house.pk,
        target_kind="fixed",
        target_amount=7200,
        target_seconds=7200,
        ladder=rules.ladder_as_data(ladder),
        timezone=mass.house.timezone,
    )
    pour(like, _runs(mass))


def _runs(mass: Mass) -> Iterator[dict[str, Any]]:
    for place, number in enumerate(mass.open_numbers):
        began, due = mass.received_at(number), mass.due_at(number)
        going = {"started_at": began, "running_since": began, "due_at": due, "next_at": due}
        of_case = {"owner_kind": "case", "owner_id": case_id(number)}
        yield going | of_case | {"id": numbered(10, 4 * place), "name": "resolve"}
        yield (
            going
            | of_case
            | {
                "id": numbered(10, 4 * place + 1),
                "name": "progress",
                "due_at": due + timedelta(hours=4),
                "next_at": due + timedelta(hours=4),
            }
        )
        ended = {"started_at": began, "due_at": due, "stopped_at": began, "outcome": "met"}
        yield ended | of_case | {"id": numbered(10, 4 * place + 2), "name": "respond"}
        yield going | {
            "id": numbered(10, 4 * place + 3),
            "name": "task",
            "owner_kind": "task",
            "owner_id": numbered(9, number),
        }


def pour_docs(mass: Mass) -> None:
    """The redacted words of every case in the index, oldest first."""
    for first in range(0, mass.count, DOCS_AT_ONCE):
        numbers = range(first, min(first + DOCS_AT_ONCE, mass.count))
        words().write([_doc(mass, number) for number in numbers])


def _doc(mass: Mass, number: int) -> Doc:
    at = mass.received_at(number)
    return Doc(
        id=doc_id(at=at, object_id=case_id(number)),
        kind="case",
        object_id=case_id(number),
        property_id=mass.house.pk,
        at=at,
        is_restricted=False,
        stream=stream(f"{mass.said(number)} {mass.stays[number % len(mass.stays)].room.number}"),
    )
