"""The steps of the house's work that are struck: what leads up to each, the step itself, and what it leaves when done."""

import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from innkeeper.audit import actions as audit
from innkeeper.audit.actions import sweep_orphans
from innkeeper.audit.models import AuditEntry, AuditLeaf, AuditPending
from innkeeper.cases.models import Case, Closure, Task
from innkeeper.clocks import actions as clocks
from innkeeper.clocks.models import ClockFiring
from innkeeper.complaints import actions as complaints
from innkeeper.complaints.models import Resolution
from innkeeper.desk.actions import Heard, take_in
from innkeeper.kernel.actors import system
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import WrongState
from innkeeper.kernel.ids import uuid7
from innkeeper.stays import actions as stays
from innkeeper.stays.actions import importing
from innkeeper.stays.models import ImportRun, Stay
from innkeeper.vault.models import DataKey
from innkeeper.vault.sealing import seal
from tests.makers import complaints as make
from tests.makers.clocks import make_clock
from tests.makers.stays import move_in
from tests.people import START

ROWS, CHUNK, CLOCKS, ENTRIES, ORPHANS = 60, 12, 40, 60, 130
LATER = START + timedelta(hours=3)
HEAD = "预订号,状态,到店日期,离店日期,预订类型,姓名,手机,宾客编号"


@dataclass(frozen=True)
class Step:
    """One step: `lead_up(cast)` gives what `work(cast, given)` needs; `holds(given, told)` says whether what was
    acknowledged is there; `is_done(given)` whether all of it is there exactly once."""

    name: str
    lead_up: Callable[[Any], Any]
    work: Callable[[Any, Any], Any]
    holds: Callable[[Any, Any], bool]
    is_done: Callable[[Any], bool]

    def repeat(self, cast: Any, given: Any) -> None:
        """The step once more, as a worker or a person would; done already is as good."""
        with suppress(WrongState):
            self.work(cast, given)


def _guest_in_room(cast: Any) -> dict[str, Any]:
    if not Stay.objects.filter(property_id=cast.house.pk).exists():
        move_in(house=cast.house, room="1208")
    return {"key": str(uuid7())}


def _intake(cast: Any, given: Any) -> str:
    heard = Heard(
        line="1208 柳如烟 说卫生间冒烟 13900004471", room="1208", kind="complaint", code="fire", priority=1,
        channel="room_phone", heard_at=START, key=given["key"],
    )  # fmt: skip
    return take_in(actor=cast.colleague.actor, property_id=cast.house.pk, heard=heard, at=START).ref


def _taken_in(given: Any) -> bool:
    found = Case.objects.filter(idempotency_key=given["key"])
    return found.count() == 1 and Task.objects.filter(case__in=found).count() == 3


def _ready_to_resolve(cast: Any) -> dict[str, Any]:
    case = make.decided(cast)
    make.carry_out(cast, case)
    return {"case": case.pk}


def _resolve(cast: Any, given: Any) -> str:
    return str(
        complaints.resolve_complaint(
            actor=cast.owner.actor, case_id=given["case"], result="已换房", means="phone", at=LATER
        )
    )


def _ready_to_close(cast: Any) -> dict[str, Any]:
    case = make.heard(cast)
    make.review(cast, case)
    make.verify(cast, case)
    make.finish_tasks(cast, case)
    return {"case": case.pk}


def _close(cast: Any, given: Any) -> bool:
    complaints.close_complaint(actor=cast.owner.actor, case_id=given["case"], outcome="已致歉", at=LATER)
    return True


def _closed(given: Any) -> bool:
    is_closed = Case.objects.filter(pk=given["case"], is_open=False, closed_at=LATER).exists()
    return is_closed and Closure.objects.filter(case_id=given["case"]).count() == 1


def _due_clocks(cast: Any) -> dict[str, Any]:
    runs = [make_clock(property_id=cast.house.pk, at=START, minutes=30 + one) for one in range(CLOCKS)]
    return {"runs": [run.pk for run in runs]}


def _sweep(cast: Any, given: Any) -> int:
    return clocks.sweep(now=LATER, batch=8).announced


def _swept(given: Any) -> bool:
    return ClockFiring.objects.filter(run__in=given["runs"]).count() == CLOCKS * 3


def _file(given: Any) -> io.BytesIO:
    lines = [
        f"{given['mark']}{one},预订,2026-03-20,2026-03-22,散客,{name}小满,1390001{one:04d},{given['mark']}G{one}"
        if one % 10
        else f"{given['mark']}{one},预订,没有日期,2026-03-22,散客,{name}小满,,G{one}"
        for one, name in zip(range(1, ROWS + 1), "柳单顾闻宁石周沈罗何" * 6, strict=True)
    ]
    return io.BytesIO("\n".join([HEAD, *lines]).encode())


def _import(cast: Any, given: Any) -> str:
    before, importing.CHUNK_ROWS = importing.CHUNK_ROWS, CHUNK
    try:
        run = stays.import_stays(
            actor=cast.general_manager.actor, property_id=cast.house.pk, stream=_file(given),
            file_name="stays.csv", at=LATER,
        )  # fmt: skip
    finally:
        importing.CHUNK_ROWS = before
    return str(run.pk)


def _imported(given: Any) -> bool:
    return Stay.objects.filter(external_ref__startswith=given["mark"]).count() == ROWS - ROWS // 10


def _unsealed_entries(cast: Any) -> dict[str, Any]:
    with transaction.atomic():
        for _number in range(ENTRIES):
            audit.record(
                actor=system("tests"), verb="tests.noted", kind="test", object_id=uuid7(), property_id=None, at=START
            )  # fmt: skip
    return {"entries": AuditEntry.objects.count()}


def _seal(cast: Any, given: Any) -> int:
    sealed = 0
    while report := audit.seal_pending(at=LATER, batch=20):
        if not report.sealed:
            return sealed
        sealed += report.sealed
    return sealed


def _sealed(given: Any) -> bool:
    return not AuditPending.objects.exists() and AuditEntry.objects.count() >= given["entries"]


def _doubted_keys(cast: Any) -> dict[str, Any]:
    """Keys whose rows were never written, found by the first look; on another day a few more."""
    for number in range(ORPHANS):
        row_id = uuid7()
        seal(f"1390000{number:04d}", field_id="guests.Guest.phone", row_id=row_id, subject_id=row_id,
             scope_id=cast.house.pk)  # fmt: skip
    sweep_orphans(actor=system("tests"), at=now() + timedelta(days=2))
    return {"at": now() + timedelta(days=4), "keys": DataKey.objects.filter(settled_at__isnull=False).count()}


def _sweep_keys(cast: Any, given: Any) -> int:
    return sweep_orphans(actor=system("tests"), at=given["at"]).destroyed


def _keys_swept(given: Any) -> bool:
    named = {
        key
        for entry in AuditEntry.objects.filter(verb="vault.orphans_destroyed")
        for key in entry.facts["keys"]
    }
    return DataKey.objects.count() == given["keys"] and len(named) == ORPHANS


STEPS = (
    Step("intake", _guest_in_room, _intake, lambda given, ref: Case.objects.get(ref=ref) is not None, _taken_in),
    Step(
        "resolve", _ready_to_resolve, _resolve, lambda given, told: Resolution.objects.get(pk=told) is not None,
        lambda given: Resolution.objects.filter(case_id=given["case"]).count() == 1,
    ),
    Step("close", _ready_to_close, _close, lambda given, told: _closed(given), _closed),
    Step("sweep", _due_clocks, _sweep, lambda given, told: _swept(given), _swept),
    Step(
        "import", lambda cast: {"mark": f"M{uuid7().hex[-6:]}"}, _import,
        lambda given, run: ImportRun.objects.get(pk=run).state == "done" and _imported(given), _imported,
    ),
    Step("sweep keys", _doubted_keys, _sweep_keys, lambda given, told: _keys_swept(given), _keys_swept),
    Step("seal", _unsealed_entries, _seal, lambda given, told: AuditLeaf.objects.count() >= given["entries"], _sealed),
)  # fmt: skip
