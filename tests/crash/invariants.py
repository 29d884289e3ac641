"""What must be true of a house at every moment, whatever was killed: nothing half-done, nothing lost, the log whole."""

import math
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connections

from innkeeper.audit.actions import reveal_bytes
from innkeeper.audit.models import AuditEntry
from innkeeper.audit.verification import verify
from innkeeper.cases.models import Case, CaseGuest, Closure, StageRecord, Task, ThreadEntry
from innkeeper.clocks.models import ClockFiring, ClockRun
from innkeeper.complaints.actions.reporting import task_templates
from innkeeper.complaints.models import Resolution
from innkeeper.guests.models import Guest, GuestToken
from innkeeper.kernel.actors import system
from innkeeper.kernel.ids import uuid7
from innkeeper.outbox.models import Job, OutboxEvent
from innkeeper.search.models import SearchDoc
from innkeeper.stays.models import BadRow, ImportRun, Stay, StayGuest
from innkeeper.vault.fields import sealed_fields_of
from innkeeper.vault.grants import Grant

STAGES = 6


def broken(*, at: datetime, chunk: int) -> list[str]:
    """Every invariant that does not hold, in a few words each; none in a sound house."""
    parts = (files(), cases(), ends(), clocks(), imports(chunk), orphans(), sealed_values(at), log(at))
    return [line for part in parts for line in part]


def files() -> Iterator[str]:
    """SQLite's own judgement of its files; PostgreSQL judges its own."""
    for alias in ("default", "keys"):
        if connections[alias].vendor != "sqlite":
            continue
        with connections[alias].cursor() as cursor:
            said = cursor.execute("PRAGMA integrity_check").fetchone()[0]
            strays = cursor.execute("PRAGMA foreign_key_check").fetchall()
        if said != "ok" or strays:
            yield f"{alias}: {said}, {len(strays)} rows point nowhere"


def cases() -> Iterator[str]:
    """A case has all that taking in makes."""
    opened = _entries("cases.opened")
    told, jobs = _events("cases.CaseOpened", "case_id"), _jobs("cases.route_case", "case_id")
    for case in Case.objects.all():
        found = {
            "stage": StageRecord.objects.filter(case=case).exists(),
            "first words": ThreadEntry.objects.filter(case=case, kind="from_guest").exists(),
            "clocks": ClockRun.objects.filter(owner_id=case.pk).exists(),
            "entry": opened[case.pk] == 1,
            "event": told[str(case.pk)] == 1,
            "job": jobs[str(case.pk)] == 1,
            "index": SearchDoc.objects.filter(kind="case", object_id=case.pk).exists(),
            "ref": not case.ref.startswith("~"),
            "tasks": _has_its_tasks(case),
        }
        yield from (f"case without {part}" for part, is_there in found.items() if not is_there)
    known = set(Case.objects.values_list("pk", flat=True))
    yield from ("entry of no case" for one in opened if one not in known)


def _has_its_tasks(case: Case) -> bool:
    if case.kind != "complaint" or case.priority != 1:
        return True
    wanted = sorted(task["department"] for task in task_templates().get(case.taxonomy_code, ()))
    given = Task.objects.filter(case=case, step="split").values_list("department", flat=True)
    return sorted(given) == wanted


def ends() -> Iterator[str]:
    """Resolved and closed are whole: the row, the course, the entry, the event."""
    entries, told = _entries("cases.resolved"), _events("complaints.ComplaintResolved", "case_id")
    standing = Counter(Resolution.objects.filter(withdrawn_at=None).values_list("case_id", flat=True))
    for case in Case.objects.filter(kind="complaint"):
        parts = {int(case.resolved_at is not None), standing[case.pk], entries[case.pk], told[str(case.pk)]}
        if len(parts) != 1:
            yield f"half resolved: {parts}"
    closures, entries = Counter(Closure.objects.values_list("case_id", flat=True)), _entries("cases.closed")
    told = _events("cases.CaseClosed", "case_id")
    for case in Case.objects.all():
        parts = {int(not case.is_open), closures[case.pk], entries[case.pk], told[str(case.pk)]}
        if len(parts) != 1:
            yield f"half closed: {parts}"
        if not case.is_open and case.kind == "complaint":
            done = StageRecord.objects.filter(case=case, done_at__isnull=False).count()
            running = ClockRun.objects.filter(owner_id=case.pk, next_at__isnull=False).count()
            if done != STAGES or running:
                yield f"closed with {done} stages and {running} clocks"


def clocks() -> Iterator[str]:
    """Every firing has its event and its job, and none is told twice."""
    keys = ("clock_id", "round", "share", "level", "step")
    told = Counter(
        tuple(str(event.facts[key]) for key in keys)
        for event in OutboxEvent.objects.filter(name="clocks.ThresholdReached")
    )
    fired = Counter(
        tuple(map(str, row))
        for row in ClockFiring.objects.values_list("run_id", "round", "share", "level", "step")
    )
    if told != fired:
        yield f"{fired.total()} firings, {told.total()} events"
    if Job.objects.filter(name="cases.escalate").count() != told.total():
        yield "an event without its job"


def imports(chunk: int) -> Iterator[str]:
    """The counts of a run are those of its rows, wherever it stands."""
    for run in ImportRun.objects.all():
        rows = run.good + run.bad
        entries = AuditEntry.objects.filter(verb="stays.imported", object_id=run.pk).count()
        finished = AuditEntry.objects.filter(verb="stays.import_finished", object_id=run.pk).count()
        told = _events("stays.StaysImported", "run_id")[str(run.pk)]
        bad = BadRow.objects.filter(run_id=run.pk).values("row_number").distinct().count()
        if run.cursor != (rows + 1 if rows else 0) or entries != math.ceil(rows / chunk):
            yield f"cursor {run.cursor}, {rows} rows, {entries} chunks"
        if bad != run.bad or run.good != run.new + run.changed + run.same:
            yield f"{bad} bad rows of {run.bad}"
        if {finished, told} != {int(run.state == "done")}:
            yield f"half finished: {run.state}, {finished}, {told}"
    if ImportRun.objects.exists():
        new = sum(ImportRun.objects.values_list("new", flat=True))
        held = Stay.objects.filter(external_ref__startswith="M").count()
        if new != held:
            yield f"{held} stays of {new}"


def orphans() -> Iterator[str]:
    """No row points at a row of another room that is not there."""
    guests = set(Guest.objects.values_list("pk", flat=True))
    for model in (CaseGuest, StayGuest, GuestToken):
        if set(model.objects.values_list("guest_id", flat=True)) - guests:
            yield f"{model.__name__} of no guest"
    stays = set(Stay.objects.values_list("pk", flat=True))
    if set(StayGuest.objects.values_list("stay_id", flat=True)) - stays:
        yield "guest of no stay"
    homeless = Job.objects.filter(event=None, name__in=["cases.route_case", "cases.escalate"])
    if homeless.exists():
        yield "job of no event"


def sealed_values(at: datetime) -> Iterator[str]:
    """Every sealed value opens, through the one door."""
    actor = system("tests")
    for model in apps.get_models():
        for column in sealed_fields_of(model):
            rows = model._default_manager.filter(**{f"{column.name}__isnull": False})
            values = [getattr(row, column.name) for row in rows]
            grant = Grant(
                actor=actor,
                fields=frozenset({column.field_id}),
                purpose="tests",
                expires_at=at + timedelta(hours=1),
            )
            try:
                reveal_bytes(grant, values, kind="test", object_id=uuid7(), property_id=None, at=at)
            except Exception as trouble:
                yield f"{column.field_id}: {type(trouble).__name__}"


def log(at: datetime) -> Iterator[str]:
    """The audit log verifies, its guards stand."""
    report = verify(now=at)
    yield from (f"log: {finding.verdict.value}" for finding in report.findings)
    if connections["default"].vendor == "sqlite":
        yield from (f"no trigger {name}" for name in report.missing_guards)


def _entries(verb: str) -> Counter[Any]:
    return Counter(AuditEntry.objects.filter(verb=verb).values_list("object_id", flat=True))


def _events(name: str, key: str) -> Counter[str]:
    return Counter(str(event.facts[key]) for event in OutboxEvent.objects.filter(name=name))


def _jobs(name: str, key: str) -> Counter[str]:
    return Counter(str(job.args[key]) for job in Job.objects.filter(name=name))
