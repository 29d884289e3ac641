"""How the complaint team works in a played day: each takes the case that is due first and does what its gates still ask."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from innkeeper.cases import actions as cases
from innkeeper.cases.actions import Words
from innkeeper.cases.models import Case
from innkeeper.cases.queries.page import gates
from innkeeper.clocks.queries import open_clocks
from innkeeper.complaints import actions as complaints
from innkeeper.complaints.models import Measure
from innkeeper.config.demo.history import Course
from innkeeper.config.demo.history import Event as Told
from innkeeper.config.simulation.people import Body
from innkeeper.config.simulation.plan import Brought
from innkeeper.config.simulation.staff import Crew
from innkeeper.kernel.actors import Actor

COMPLAINT = "complaint"
HANDED_ON = (COMPLAINT, "disturbance", "emergency", "incident", "police_check", "walk", "welfare")
"""What does not wait for the return of who went home."""
TEAM = ("assistant_manager", "guest_relations", "manager_on_duty")
SLEEP_FROM, SLEEP_UNTIL = 22, 9
SETTLES, REFLECTS, PATIENCE = timedelta(hours=2), timedelta(hours=4), timedelta(minutes=10)
WISHED_FOR = timedelta(hours=4)

Attempt = Callable[[Callable[[], object]], bool]
"""Does a deed; False where the house refused it, which is counted."""
PRESENT = "on_the_spot"
"""A clock of the playbook, no gate: the team goes to see the guest all the same."""
FIRST = {"respond", "on_the_spot"}
"""The clocks for which the team leaves its desk."""
Step = tuple[str, Callable[[Course, datetime], None], timedelta]
STEPS: tuple[Step, ...] = (
    ("responded", Course.respond, timedelta(minutes=3)),
    (PRESENT, Course.be_there, timedelta(minutes=4)),
    ("investigated", Course.look_into, timedelta(minutes=8)),
    ("solution_proposed", Course.propose, timedelta(minutes=2)),
    ("guest_asked", Course.ask, timedelta(minutes=3)),
    ("measures_done", Course.decide, timedelta(minutes=20)),
    ("prevention_named", Course.prevent, timedelta(minutes=1)),
    ("result_told", Course.resolve, timedelta(minutes=4)),
    ("feedback_taken", Course.hear, timedelta(minutes=3)),
    ("reviewed", Course.review, timedelta(minutes=10)),
    ("effect_verified", Course.verify, timedelta(minutes=5)),
)
"""A gate that is not met, what meets it, and how long it keeps the colleague."""


@dataclass
class Handling:
    """The team's day. `brought` is what each case was opened with: findings and measures come from it."""

    crew: Crew
    brought: dict[UUID, Brought]
    spare: Brought
    attempt: Attempt
    wait_until: dict[UUID, datetime] = field(default_factory=dict)
    busy: dict[UUID, datetime] = field(default_factory=dict)

    def work(self, at: datetime) -> None:
        """Let everybody of the team who is free do the next step of their most urgent case.

        Who sits over one case gets up for a guest whom nobody has answered or seen yet, and goes on afterwards.
        """
        for body in self.crew.on(at, *TEAM):
            is_free = body.is_free(at)
            if not is_free and self.busy.get(body.staff_id) != body.free_at:
                continue
            for case in self._due(body.staff_id, at):
                if (is_free or self._is_new(case)) and self._is_worked_on(body, case, at):
                    break

    def _is_new(self, case: Case) -> bool:
        running = {line.name for line in open_clocks([case.pk]).get(case.pk, ())}
        return bool(running & FIRST)

    def hand_over(self, at: datetime) -> None:
        """Give the cases of who went home to who is on now in the same post."""
        here = {body.staff_id for body in self.crew.on(at)}
        for case in Case.objects.filter(property_id=self.crew.house.pk, is_open=True, kind__in=HANDED_ON):
            if case.owner_id is None or case.owner_id in here:
                continue
            heirs = self.crew.on(at, case.owner_post) or self.crew.on(at, *TEAM)
            if heirs:
                self.attempt(partial(self._give, case.pk, case.owner_id, heirs[0].staff_id, at))

    def _give(self, case_id: UUID, giver_id: UUID, heir_id: UUID, at: datetime) -> None:
        giver = self.crew.actor(giver_id, at)
        cases.assign_case(actor=giver, case_id=case_id, owner_id=heir_id, reason="交班", at=at)

    def _is_worked_on(self, body: Body, case: Case, at: datetime) -> bool:
        """Whether the colleague found a step to do; it keeps them for its time."""
        actor, kept = self.crew.actor(body.staff_id, at), []
        self.attempt(lambda: kept.append(self._step(case, actor, at)))
        spent = kept[0] if kept else None
        if spent:
            body.free_at = max(body.free_at, at) + spent
            self.busy[body.staff_id] = body.free_at
        return spent is not None

    def _due(self, staff_id: UUID, at: datetime) -> list[Case]:
        mine = Case.objects.filter(owner_id=staff_id, is_open=True, kind=COMPLAINT).order_by("next_due_at")
        return [case for case in mine if self.wait_until.get(case.pk, at) <= at]

    def _step(self, case: Case, actor: Actor, at: datetime) -> timedelta | None:
        """Do the first step that is possible now; how long it takes, None when all has to wait."""
        missing = [gate.check for gate in gates(case) if not gate.is_met]
        if any(line.name == PRESENT for line in open_clocks([case.pk]).get(case.pk, ())):
            missing.append(PRESENT)
        self.wait_until[case.pk] = at + PATIENCE
        if not missing:
            complaints.close_complaint(actor=actor, case_id=case.pk, at=at)
            return timedelta(minutes=2)
        course = self._course(case, at)
        for gate, step, spent in STEPS:
            if gate in missing:
                if not self._is_time(gate, case, at):
                    return None
                if gate == "measures_done" and Measure.objects.filter(case_id=case.pk).exists():
                    step = Course.carry_out
                step(course, at)
                self.wait_until[case.pk] = at + spent
                return spent
        return self._keep_going(case, missing, actor, at)

    def _is_time(self, gate: str, case: Case, at: datetime) -> bool:
        """The guest is asked when the result has settled, and never at night; the review comes later still."""
        resolved = case.resolved_at or at
        if gate == "feedback_taken":
            return resolved + SETTLES <= at and not self._is_asleep(at)
        return gate != "reviewed" or resolved + REFLECTS <= at

    def _is_asleep(self, at: datetime) -> bool:
        hour = at.astimezone(ZoneInfo(self.crew.house.timezone)).hour
        return hour >= SLEEP_FROM or hour < SLEEP_UNTIL

    def _keep_going(
        self, case: Case, missing: Collection[str], actor: Actor, at: datetime
    ) -> timedelta | None:
        """What is left is other people's work; the guest is told when to expect it."""
        if "progress_told" in missing:
            cases.send_progress(
                actor=actor, case_id=case.pk, at=at, channel="room_phone", expected_at=at + WISHED_FOR,
                words=Words(text="还在处理，有结果马上告诉您。"),
            )  # fmt: skip
            return timedelta(minutes=2)
        return None

    def _course(self, case: Case, at: datetime) -> Course:
        brought = self.brought.get(case.pk, self.spare)
        told = Told(case.received_at, brought.line, brought.course)
        return Course(self.crew.house, case.pk, told, now=at + timedelta(days=40))
