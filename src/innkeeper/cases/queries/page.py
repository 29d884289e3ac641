"""One case, complete: its rail, clocks, gates, tasks, newest words; what is long is fetched when it is asked for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import CharField, DateTimeField, Prefetch, QuerySet
from django.utils.translation import get_language

from innkeeper.accounts.queries import staff_lines
from innkeeper.accounts.rules import StaffLine
from innkeeper.cases import policy
from innkeeper.cases.models import (
    Alert,
    Approval,
    Case,
    CaseGuest,
    CaseLink,
    Evidence,
    Finding,
    Hearing,
    Hold,
    NamedStaff,
    NeedToKnow,
    RoomConsent,
    Task,
)
from innkeeper.cases.playbooks import Playbook, registry
from innkeeper.cases.playbooks.schema import Stage, Step
from innkeeper.cases.queries.facts import Counts, Gathered, Mark, gathered
from innkeeper.cases.queries.past import REPEAT_COUNT, REPEAT_WINDOW, same_before
from innkeeper.cases.queries.playbooks import code_named, playbook_of
from innkeeper.cases.queries.thread import ThreadPage, merged_into, thread_page
from innkeeper.cases.rules import CaseFacts, Verdict
from innkeeper.clocks.queries import ClockLine, clocks_of
from innkeeper.kernel.actors import Actor
from innkeeper.statements import Asker, Hole, Loaded

SHOWN = 40


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
    is_by_hand: bool


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
class Beside:
    """What hangs on the case and is fetched when it comes into sight: how much of it there is."""

    evidence: int
    findings: int
    approvals: int
    approvals_asked: int
    links: int
    guests: int
    named: int
    consents: int
    repeats: int
    merged_ref: str
    is_merged_hidden: bool


@dataclass(frozen=True, slots=True)
class CasePageFacts:
    """Everything that the case page shows at once, and how much there is besides."""

    case: Case
    playbook: Playbook
    rail: tuple[RailStage, ...]
    clocks: tuple[ClockFace, ...]
    gates: tuple[Gate, ...]
    tasks: tuple[Task, ...]
    thread: ThreadPage
    readings: tuple[Mark, ...]
    beside: Beside
    people: Mapping[UUID, StaffLine]
    is_handler: bool


def case_page(actor: Actor, *, ref: str, at: datetime) -> CasePageFacts:
    """The case by its ref, complete for this reader. Raises NotFound.

    Queries: 7 and those of the kind's own facts, flat in the thread; 1 more where cases went up in this one.
    """
    case = policy.there(CASE.first(actor=actor, ref=ref, since=at - REPEAT_WINDOW, at=at))
    rows = gathered(case)
    playbook = playbook_of(case.playbook_id)
    runs = clocks_of(case.pk)
    thread = thread_page(case, merged=merged_into(case) if rows.counts.merged else ())
    rail = rail_of(case, playbook, rows, runs, at=at)
    return CasePageFacts(
        case=case,
        playbook=playbook,
        rail=rail,
        clocks=faces(playbook, runs, at=at),
        gates=gates_of(case, playbook, rows.facts),
        tasks=rows.tasks,
        thread=thread,
        readings=rows.readings,
        beside=_beside(case, rows.counts),
        people=staff_lines(_named(case, rail, rows, thread)),
        is_handler=policy.is_handler(actor, case),
    )


def _case(*, actor: Actor, ref: Hole, since: Hole, at: Hole) -> QuerySet[Case]:
    """The case with how often its room had its matter lately."""
    rows = policy.visible_to(actor).filter(ref=ref).order_by("pk")
    return rows.annotate(n_same=same_before(actor, since=since, at=at))[:1]


CASE = Loaded(
    _case, Case, "playbook", beside=("n_same",),
    actor=Asker(), ref=CharField(), since=DateTimeField(), at=DateTimeField(),
)  # fmt: skip


def _beside(case: Case, counts: Counts) -> Beside:
    same: int = case.__dict__["n_same"]
    return Beside(
        evidence=counts.evidence,
        findings=counts.findings,
        approvals=counts.approvals,
        approvals_asked=counts.approvals_asked,
        links=counts.links,
        guests=counts.guests,
        named=counts.named,
        consents=counts.consents,
        repeats=same if same >= REPEAT_COUNT else 0,
        merged_ref=counts.merged_ref or "",
        is_merged_hidden=bool(counts.is_merged_hidden),
    )


def held_until(case: Case) -> datetime | None:
    """When a case on hold goes on by itself. Queries: 1."""
    return Hold.objects.filter(case=case, ended_at=None).values_list("until_at", flat=True).first()


def news_upto(facts: CasePageFacts, actor: Actor) -> datetime | None:
    """Up to when the page shows words of its own thread that the actor has not had before them yet; None for no news."""
    newest = max((one.at for one in facts.thread.entries if one.case_id == facts.case.pk), default=None)
    upto = max((mark.begun_at for mark in facts.readings if mark.by_id == actor.id), default=None)
    return newest if newest is not None and (upto is None or upto < newest) else None


def found_out(case: Case) -> tuple[tuple[Evidence, ...], tuple[Finding, ...]]:
    """Evidence and findings, oldest first. Queries: 2."""
    evidence = Evidence.objects.filter(case=case).defer("original", "display").order_by("added_at")
    findings = Finding.objects.filter(case=case).defer("text").order_by("at")
    return tuple(evidence[:SHOWN]), tuple(findings[:SHOWN])


def approvals_of(case: Case) -> tuple[Approval, ...]:
    """What was asked for, newest first. Queries: 1."""
    return tuple(case.approvals.order_by("-asked_at")[:SHOWN])


def links_of(case: Case) -> tuple[CaseLink, ...]:
    """The cases that belong to this one. Queries: 1."""
    return tuple(CaseLink.objects.filter(case=case, undone_at=None).select_related("other")[:SHOWN])


def colleagues_named(
    case: Case,
) -> tuple[list[tuple[NamedStaff, list[Hearing]]], Mapping[UUID, StaffLine]]:
    """The colleagues whom the case names, with what each said to it, oldest first; and everybody by name. Queries: 3."""
    rows = NamedStaff.objects.filter(case=case).order_by("named_at", "pk")
    said = Prefetch("hearings", Hearing.objects.defer("words").order_by("heard_at"))
    found = [(row, list(row.hearings.all())) for row in rows.prefetch_related(said)[:SHOWN]]
    ids = {row.staff_id for row, _said in found} | {one.heard_by_id for _row, said in found for one in said}
    return found, staff_lines(ids)


def knowers(case: Case) -> tuple[list[NeedToKnow], Mapping[UUID, StaffLine]]:
    """Who may know of a restricted case, longest first; and everybody by name. Queries: 2."""
    rows = list(NeedToKnow.objects.filter(case=case).order_by("given_at", "pk"))
    return rows, staff_lines({one for row in rows for one in (row.staff_id, row.given_by_id)})


def names_somebody(case: Case) -> bool:
    """Whether the case names a colleague. Queries: 1."""
    return NamedStaff.objects.filter(case=case).exists()


def consents_of(case: Case) -> tuple[list[RoomConsent], Mapping[UUID, StaffLine], bool]:
    """What the guest said to somebody coming to the room, newest first; by whom; whether an attendant goes at all. Queries: 3."""
    rows = list(RoomConsent.objects.filter(case=case).order_by("-at", "-pk")[:SHOWN])
    code = code_named(case.property_id, case.taxonomy_code) if case.taxonomy_code else None
    return rows, staff_lines({row.by_id for row in rows}), bool(code and code.alert == Alert.ATTENDANT)


def guests_of(case: Case) -> list[UUID]:
    """The guests of the case, by id. Queries: 1."""
    return list(CaseGuest.objects.filter(case=case).values_list("guest_id", flat=True))


def rail(case: Case, *, at: datetime) -> tuple[RailStage, ...]:
    """Done, now, late, later: every stage of the case's own playbook version (DIG-07). Queries: 4."""
    return rail_of(case, playbook_of(case.playbook_id), gathered(case), clocks_of(case.pk), at=at)


def rail_of(
    case: Case, playbook: Playbook, rows: Gathered, runs: Collection[ClockLine], *, at: datetime
) -> tuple[RailStage, ...]:
    """The rail from rows at hand."""
    overdue = {run.name for run in runs if run.is_overdue(at)}
    found = []
    for stage in playbook.stages:
        record = rows.stages.get(stage.name)
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
                by_id=record.by_id if record else None,
                at=(record.done_at or record.begun_at) if record else None,
                due_at=record.due_at if record else None,
                steps=tuple(_rail_step(step, rows.steps) for step in stage.steps),
            )
        )
    return tuple(found)


def gates(case: Case) -> tuple[Gate, ...]:
    """What stands between the case and its closure, met or not. Queries: 3 and those of the kind's own facts."""
    return gates_of(case, playbook_of(case.playbook_id), gathered(case).facts)


def gates_of(case: Case, playbook: Playbook, facts: CaseFacts) -> tuple[Gate, ...]:
    """The gates from facts at hand: those of the stages, then those of closure, each once."""
    checks = [gate for stage in playbook.stages for gate in stage.gates]
    always = ("tasks_done", "colleagues_heard") if facts.named_count else ("tasks_done",)
    names = dict.fromkeys([*checks, *playbook.closure_gates, *always])
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


def _is_late(playbook: Playbook, stage: Stage, overdue: set[str]) -> bool:
    """Whether a clock that this stage has to stop has run out."""
    ends = {f"{stage.name}.done"} | {signal for step in stage.steps for signal in step.emits}
    return any(clock.name in overdue and ends & set(clock.stop_on) for clock in playbook.clocks)


def _rail_step(step: Step, done: Mapping[str, Mark]) -> RailStep:
    row = done.get(step.name)
    return RailStep(
        name=step.name,
        title=step.title.shown(_language()),
        standard=step.standard.shown(_language()),
        owner_post=step.owner_post,
        by_id=row.by_id if row else None,
        done_at=row.done_at if row else None,
        is_by_hand=step.is_by_hand,
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


def _named(case: Case, rail: Collection[RailStage], rows: Gathered, thread: ThreadPage) -> set[UUID]:
    """Every colleague whom the page names."""
    ids = {case.owner_id, case.recorded_by_id, case.first_contact_id} | {stage.by_id for stage in rail}
    ids |= {row.assignee_id for row in rows.tasks} | {row.done_by_id for row in rows.tasks}
    ids |= {row.author_id for row in thread.entries} | {row.by_id for row in rows.readings}
    return {one for one in ids if one is not None}


def _language() -> str:
    return get_language() or "zh-hans"
