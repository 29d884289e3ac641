"""One case, complete: its rail, clocks, gates, tasks, newest words; what is long is fetched when it is asked for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from innkeeper.accounts.queries import staff_lines
from innkeeper.accounts.rules import StaffLine
from innkeeper.cases import policy
from innkeeper.cases.models import (
    Approval,
    Case,
    CaseGuest,
    CaseLink,
    Evidence,
    Finding,
    Hold,
    Task,
    ThreadEntry,
    ThreadRead,
)
from innkeeper.cases.playbooks import Playbook, registry
from innkeeper.cases.playbooks.schema import Stage, Step
from innkeeper.cases.queries.facts import Gathered, gathered
from innkeeper.cases.queries.playbooks import playbook_of
from innkeeper.cases.rules import CaseFacts, Verdict
from innkeeper.clocks.queries import ClockLine, clocks_of
from innkeeper.guests.queries import GuestLine, guest_lines
from innkeeper.kernel.actors import Actor

THREAD_PAGE = 25


@dataclass(frozen=True, slots=True)
class RailStage:
    """One stage on the rail (DIG-07): done, now, late or later; by whom and when."""

    name: str
    title: str
    state: str
    by_id: UUID | None
    at: datetime | None
    due_at: datetime | None
    steps: tuple["RailStep", ...]


@dataclass(frozen=True, slots=True)
class RailStep:
    """One step of a stage, and when it was done."""

    name: str
    title: str
    standard: str
    owner_post: str
    by_id: UUID | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition of closure, met or not."""

    check: str
    verdict: Verdict

    @property
    def is_met(self) -> bool:
        """Whether it passes."""
        return self.verdict.is_met


@dataclass(frozen=True, slots=True)
class ClockFace:
    """One clock as the page shows it."""

    name: str
    title: str
    line: ClockLine
    state: str


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """The newest entries, oldest of them first; `older` asks for those before them, "" where there are none."""

    entries: tuple[ThreadEntry, ...]
    older: str


@dataclass(frozen=True, slots=True)
class CasePageFacts:
    """Everything that the case page shows at once."""

    case: Case
    playbook: Playbook
    rail: tuple[RailStage, ...]
    clocks: tuple[ClockFace, ...]
    gates: tuple[Gate, ...]
    tasks: tuple[Task, ...]
    thread: ThreadPage
    readers: tuple[ThreadRead, ...]
    evidence: tuple[Evidence, ...]
    findings: tuple[Finding, ...]
    approvals: tuple[Approval, ...]
    links: tuple[CaseLink, ...]
    hold: Hold | None
    guests: tuple[GuestLine, ...]
    people: Mapping[UUID, StaffLine]
    is_handler: bool


def case_page(actor: Actor, *, ref: str, at: datetime) -> CasePageFacts:
    """The case by its ref, complete for this reader. Queries: 15, flat in the thread; 2 more with evidence and findings. Raises NotFound."""
    case = policy.case_for(actor, ref=ref)
    rows = gathered(case)
    playbook = playbook_of(case.playbook_id)
    runs = clocks_of(case.pk)
    thread = thread_page(case)
    reads = tuple(ThreadRead.objects.filter(case=case).order_by("-read_at")[:12])
    evidence, findings = _found_out(case, rows.facts)
    approvals = tuple(Approval.objects.filter(case=case).order_by("-asked_at")[:20])
    guests = guest_lines(
        list(CaseGuest.objects.filter(case=case).values_list("guest_id", flat=True)), actor=actor
    )
    hold = Hold.objects.filter(case=case, ended_at=None).first() if case.is_held else None
    rail = rail_of(case, playbook, rows, runs, at=at)
    return CasePageFacts(
        case=case,
        playbook=playbook,
        rail=rail,
        clocks=faces(playbook, runs, at=at),
        gates=gates_of(case, playbook, rows.facts),
        tasks=rows.tasks,
        thread=thread,
        readers=reads,
        evidence=evidence,
        findings=findings,
        approvals=approvals,
        links=tuple(CaseLink.objects.filter(case=case, undone_at=None).select_related("other")[:20]),
        hold=hold,
        guests=tuple(guests.values()),
        people=staff_lines(_named(case, rail, rows, thread, reads, evidence, approvals)),
        is_handler=policy.is_handler(actor, case),
    )


def _found_out(case: Case, facts: CaseFacts) -> tuple[tuple[Evidence, ...], tuple[Finding, ...]]:
    """Evidence and findings, oldest first, asked for only where there are some. Queries: 0 to 2."""
    evidence, findings = Evidence.objects.none(), Finding.objects.none()
    if facts.evidence_count:
        evidence = Evidence.objects.filter(case=case).defer("original", "display").order_by("added_at")
    if facts.finding_count:
        findings = Finding.objects.filter(case=case).defer("text").order_by("at")
    return tuple(evidence[:40]), tuple(findings[:40])


def rail(case: Case, *, at: datetime) -> tuple[RailStage, ...]:
    """Done, now, late, later: every stage of the case's own playbook version (DIG-07). Queries: 5."""
    return rail_of(case, playbook_of(case.playbook_id), gathered(case), clocks_of(case.pk), at=at)


def rail_of(
    case: Case, playbook: Playbook, rows: Gathered, runs: Collection[ClockLine], *, at: datetime
) -> tuple[RailStage, ...]:
    """The rail from rows at hand."""
    records = {row.stage: row for row in rows.stages if row.round == case.round}
    done_steps = {row.step: row for row in rows.steps}
    overdue = {run.name for run in runs if run.is_overdue(at)}
    found = []
    for stage in playbook.stages:
        record = records.get(stage.name)
        state = "later"
        if record is not None and record.done_at:
            state = "done"
        elif stage.name == case.stage and case.is_open:
            is_late = bool(record and record.due_at and record.due_at < at) or _is_late(
                playbook, stage, overdue
            )
            state = "late" if is_late else "now"
        found.append(
            RailStage(
                name=stage.name,
                title=stage.title.shown(_language()),
                state=state,
                by_id=record.done_by_id if record else None,
                at=(record.done_at or record.entered_at) if record else None,
                due_at=record.due_at if record else None,
                steps=tuple(_rail_step(step, done_steps) for step in stage.steps),
            )
        )
    return tuple(found)


def gates(case: Case) -> tuple[Gate, ...]:
    """What stands between the case and its closure, met or not. Queries: 4 and those of the kind's own facts."""
    return gates_of(case, playbook_of(case.playbook_id), gathered(case).facts)


def gates_of(case: Case, playbook: Playbook, facts: CaseFacts) -> tuple[Gate, ...]:
    """The gates from facts at hand: those of the stages, then those of closure, each once."""
    checks = [gate for stage in playbook.stages for gate in stage.gates]
    names = dict.fromkeys([*checks, *playbook.closure_gates, "tasks_done"])
    known = {kind.name: kind for kind in registry.kinds()}
    kind = known.get(case.kind)
    own = kind.facts_for(case.pk, facts) if kind and kind.facts_for else facts
    return tuple(Gate(name, registry.verdict(case.kind, name, facts, own)) for name in names)


def faces(playbook: Playbook, runs: Collection[ClockLine], *, at: datetime) -> tuple[ClockFace, ...]:
    """The newest run of each clock of the playbook: late ones first, then soon, running, waiting, done."""
    newest = {run.name: run for run in runs}
    found = []
    for rule in playbook.clocks:
        run = newest.get(rule.name)
        if run is not None:
            found.append(ClockFace(rule.name, rule.title.shown(_language()), run, _clock_state(run, at=at)))
    order = ("late", "soon", "run", "hold", "done")
    return tuple(sorted(found, key=lambda face: order.index(face.state)))


def thread_page(case: Case, *, before: str = "", size: int = THREAD_PAGE, audience: str = "") -> ThreadPage:
    """The newest entries of the case and of the cases merged into it. Queries: 1. An unknown `before` gives the newest."""
    rows = ThreadEntry.objects.filter(case__in=[case.pk, *_merged(case)]).defer("text")
    if audience:
        rows = rows.filter(audience=audience)
    moment = _moment(before)
    if moment is not None:
        rows = rows.filter(at__lt=moment)
    found = list(rows.order_by("-at", "-pk")[: size + 1])
    shown = found[:size]
    older = shown[-1].at.isoformat() if len(found) > size else ""
    return ThreadPage(tuple(reversed(shown)), older)


def thread_of(actor: Actor, *, ref: str, before: str = "", audience: str = "") -> ThreadPage:
    """Older entries, when they are asked for. Queries: 2. Raises NotFound."""
    return thread_page(policy.case_for(actor, ref=ref), before=before, audience=audience)


def _merged(case: Case) -> Any:
    return Case.objects.filter(merged_into=case).values_list("pk", flat=True)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _is_late(playbook: Playbook, stage: Stage, overdue: set[str]) -> bool:
    """Whether a clock that this stage has to stop has run out."""
    ends = {f"{stage.name}.done"} | {signal for step in stage.steps for signal in step.emits}
    return any(clock.name in overdue and ends & set(clock.stop_on) for clock in playbook.clocks)


def _rail_step(step: Step, done: Mapping[str, Any]) -> RailStep:
    row = done.get(step.name)
    return RailStep(
        name=step.name,
        title=step.title.shown(_language()),
        standard=step.standard.shown(_language()),
        owner_post=step.owner_post,
        by_id=row.done_by_id if row else None,
        done_at=row.done_at if row else None,
    )


def _clock_state(run: ClockLine, *, at: datetime) -> str:
    if run.stopped_at is not None:
        return "done"
    if run.is_paused or run.due_at is None:
        return "hold"
    if run.due_at < at:
        return "late"
    spent = (at - run.started_at) / (run.due_at - run.started_at) if run.due_at > run.started_at else 1.0
    return "soon" if spent >= 0.8 else "run"


def _named(
    case: Case, rail: Collection[RailStage], rows: Gathered, thread: ThreadPage, *lists: Any
) -> set[UUID]:
    """Every colleague whom the page names."""
    ids = {case.owner_id, case.recorded_by_id, case.first_contact_id} | {stage.by_id for stage in rail}
    ids |= {row.assignee_id for row in rows.tasks} | {row.done_by_id for row in rows.tasks}
    ids |= {row.author_id for row in thread.entries}
    for found in lists:
        for row in found:
            ids |= {
                getattr(row, name, None)
                for name in ("staff_id", "added_by_id", "asked_by_id", "decided_by_id")
            }
    return {one for one in ids if one is not None}


def _language() -> str:
    return get_language() or "zh-hans"
