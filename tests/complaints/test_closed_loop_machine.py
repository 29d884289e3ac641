"""Random people try random actions in random order: no complaint closes outside the loop, no stranger acts."""

from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, Closure, StageRecord, Task
from innkeeper.complaints import actions
from innkeeper.complaints.models import Feedback, GuestOpinion, Measure, Resolution, Review, SolutionOption
from innkeeper.complaints.rules import STAGES
from innkeeper.kernel.errors import InnkeeperError
from tests.makers import complaints as make
from tests.people import START

PEOPLE = ("owner", "colleague", "attendant", "engineer", "housekeeper", "manager", "quality", "outsider")
HANDLERS_ONLY = {
    "find",
    "propose",
    "ask",
    "decide",
    "prevent",
    "resolve",
    "hold",
    "release",
    "give_task",
    "close",
}
CODES = ("water_leak", "room_dirty", "staff_attitude")


class ClosedLoop(RuleBasedStateMachine):
    """One complaint among the whole cast."""

    cast: ClassVar
    closures: ClassVar[int] = 0

    def __init__(self):
        super().__init__()
        self.at = START
        self.verbs: dict[str, Callable] = {
            "take": lambda who: cases.take_case(actor=who, case_id=self.id, at=self.at),
            "hand_over": self._hand_over,
            "reach": self._reach,
            "find": lambda who: cases.add_finding(actor=who, case_id=self.id, text="漏查", at=self.at),
            "propose": self._propose,
            "ask": self._ask,
            "decide": self._decide,
            "measure": self._measure,
            "prevent": lambda who: actions.name_prevention(
                actor=who, case_id=self.id, text="抽查", at=self.at
            ),
            "resolve": lambda who: actions.resolve_complaint(
                actor=who, case_id=self.id, result="已处理", means="phone", at=self.at
            ),
            "hear": lambda who: actions.record_feedback(
                actor=who, case_id=self.id, means="phone", answer="satisfied", score=4, at=self.at
            ),
            "miss": lambda who: actions.record_feedback(
                actor=who, case_id=self.id, means="phone", at=self.at
            ),
            "refuse": lambda who: actions.record_feedback(
                actor=who, case_id=self.id, means="phone", answer="dissatisfied", at=self.at
            ),
            "review": lambda who: actions.review_complaint(
                actor=who, case_id=self.id, cause="因", measure="措", use="用", at=self.at
            ),
            "verify": lambda who: actions.verify_effect(actor=who, case_id=self.id, note="看过", at=self.at),
            "give_task": lambda who: cases.add_task(
                actor=who, case_id=self.id, job=cases.Job(title="查看", department="engineering"), at=self.at
            ),
            "finish_task": self._finish_task,
            "hold": lambda who: cases.hold_case(actor=who, case_id=self.id, reason="等宾客", at=self.at),
            "release": lambda who: cases.release_case(actor=who, case_id=self.id, at=self.at),
            "close": lambda who: actions.close_complaint(actor=who, case_id=self.id, at=self.at),
            "visit": self._visit,
        }

    @initialize(code=st.sampled_from(CODES))
    def report(self, code):
        self.id = make.make_complaint(self.cast, owner=None, taxonomy_code=code).pk

    @rule(
        verb=st.sampled_from(sorted(HANDLERS_ONLY | {"take", "reach", "review", "visit"})),
        who=st.sampled_from(PEOPLE),
    )
    def anyone_tries_anything(self, verb, who):
        self._try(verb, getattr(self.cast, who))

    @rule(
        verb=st.sampled_from(
            ["hand_over", "measure", "finish_task", "hear", "miss", "refuse", "give_task", "verify"]
        ),
        who=st.sampled_from(PEOPLE),
    )
    def somebody_works(self, verb, who):
        self._try(verb, getattr(self.cast, who))

    @rule(count=st.integers(1, 8))
    def the_handler_goes_on(self, count):
        for _step in range(count):
            self._try(self._next_verb(), self._handler())

    @invariant()
    def a_closed_complaint_went_round_the_loop(self):
        case = Case.objects.get(pk=self.id)
        if case.is_open:
            assert not Closure.objects.filter(case=case, round=case.round).exists()
            return
        rows = StageRecord.objects.filter(case=case, round=case.round, done_at__isnull=False)
        assert {row.stage for row in rows if row.done_by_id} == set(STAGES)
        assert not Task.objects.filter(case=case, state__in=[*Task.OPEN, "cannot"]).exists()
        assert not Measure.objects.filter(case_id=case.pk, done_at__isnull=True).exists()
        assert Resolution.objects.filter(case_id=case.pk, round=case.round, withdrawn_at=None).exists()
        assert Feedback.objects.filter(case_id=case.pk, round=case.round).exists()
        assert Review.objects.filter(case_id=case.pk, round=case.round).exists()

    def _try(self, verb, person):
        self.at += timedelta(minutes=1)
        before = Case.objects.get(pk=self.id)
        try:
            self.verbs[verb](person.actor)
        except InnkeeperError:
            after = Case.objects.get(pk=self.id)
            assert (after.stage, after.is_open, after.edit_version) == (
                before.stage,
                before.is_open,
                before.edit_version,
            )
            return
        assert person is not self.cast.outsider
        if verb in HANDLERS_ONLY:
            assert before.owner_id == person.id, f"{verb} by another than the handler"
        if verb == "close":
            type(self).closures += 1

    def _handler(self):
        owner_id = Case.objects.get(pk=self.id).owner_id
        people = [getattr(self.cast, name) for name in PEOPLE]
        return next((person for person in people if person.id == owner_id), self.cast.owner)

    def _next_verb(self):
        """What the loop wants next."""
        case = Case.objects.get(pk=self.id)
        if case.owner_id is None:
            return "take"
        if case.is_held:
            return "release"
        if case.stage in ("report", "classify", "respond"):
            return "reach"
        if case.stage == "feedback":
            return "hear"
        if case.stage == "review":
            return self._last_verb(case)
        return self._solving_verb(case)

    def _solving_verb(self, case):
        here = {"case_id": case.pk, "round": case.round}
        since = {"at__gt": self._anew()} if self._anew() else {}
        if not case.findings.exists():
            return "find"
        if not SolutionOption.objects.filter(
            solution__case_id=case.pk,
            solution__round=case.round,
            **{f"solution__{k}": v for k, v in since.items()},
        ).exists():
            return "propose"
        if not GuestOpinion.objects.filter(**here, **since).exists():
            return "ask"
        if Measure.objects.filter(case_id=case.pk, done_at=None).exists():
            return "measure"
        if not self._is_decided(case, since):
            return "decide"
        return "resolve" if self._is_prevented(case) else "prevent"

    def _last_verb(self, case):
        if not Review.objects.filter(case_id=case.pk, round=case.round).exists():
            return "review"
        return "finish_task" if Task.objects.filter(case=case, state__in=Task.OPEN).exists() else "close"

    def _anew(self):
        case = Case.objects.get(pk=self.id)
        rows = Resolution.objects.filter(case_id=case.pk, round=case.round, withdrawn_at__isnull=False)
        return rows.order_by("-withdrawn_at").values_list("withdrawn_at", flat=True).first()

    def _is_decided(self, case, since):
        return Measure.objects.filter(
            decision__case_id=case.pk,
            decision__round=case.round,
            **{f"decision__{key}": value for key, value in since.items()},
        ).exists()

    def _is_prevented(self, case):
        return case.script_steps.filter(step="prevent", round=case.round).exists()

    def _hand_over(self, who):
        to = (
            self.cast.manager
            if Case.objects.get(pk=self.id).owner_id == self.cast.owner.id
            else self.cast.owner
        )
        cases.assign_case(actor=who, case_id=self.id, owner_id=to.id, at=self.at)

    def _reach(self, who):
        spoken = cases.Spoken(means="phone", reached_guest=True)
        cases.record_contact(actor=who, case_id=self.id, spoken=spoken, at=self.at)

    def _propose(self, who):
        options = [
            actions.OptionDraft(kind="apology", text="致歉"),
            actions.OptionDraft(kind="repair", text="修"),
        ]
        actions.propose_solution(actor=who, case_id=self.id, reasons="已核实", options=options, at=self.at)

    def _ask(self, who):
        option = SolutionOption.objects.filter(solution__case_id=self.id).order_by("-solution__at").first()
        actions.record_opinion(
            actor=who,
            case_id=self.id,
            answer="agrees",
            means="phone",
            option_id=option.pk if option else None,
            at=self.at,
        )

    def _decide(self, who):
        drafts = [make.measure(self.cast, at=self.at)]
        actions.decide_solution(actor=who, case_id=self.id, measures=drafts, at=self.at)

    def _measure(self, who):
        row = Measure.objects.filter(case_id=self.id, done_at=None).first()
        if row is not None:
            actions.finish_measure(actor=who, measure_id=row.pk, at=self.at)

    def _finish_task(self, who):
        task = Task.objects.filter(case_id=self.id, state__in=Task.OPEN).first()
        if task is not None:
            cases.finish_by_radio(actor=who, task_id=task.pk, done_by_id=who.id, at=self.at)

    def _visit(self, who):
        actions.record_return_visit(
            actor=who,
            case_id=self.id,
            score=2,
            process_notes="慢",
            means="phone",
            still_wrong="还是坏的",
            at=self.at,
        )


@pytest.mark.slow
@pytest.mark.req("CASE-33", "CASE-31", "CASE-04")
def test_no_sequence_of_actions_leaves_the_loop(cast):
    ClosedLoop.cast, ClosedLoop.closures = cast, 0
    rules = settings(
        max_examples=15,
        stateful_step_count=24,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(ClosedLoop, settings=rules)
    assert ClosedLoop.closures > 0
