"""Random people try random actions on a dispute in random order: it closes only round the loop, by its handler."""

from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Approval, Case, Closure, StageRecord, Task
from innkeeper.disputes import actions
from innkeeper.disputes.models import Aftermath, Climb, Lesson, Offer, Settlement
from innkeeper.disputes.queries import dispute_of, failed_rungs, rung_of
from innkeeper.disputes.rules import LADDER, STAGES
from innkeeper.kernel.errors import InnkeeperError
from innkeeper.kernel.ids import uuid7
from innkeeper.vault.holds import standing
from tests.makers import disputes as make
from tests.people import START

PEOPLE = ("owner", "colleague", "engineer", "manager", "general_manager", "quality", "outsider")
HANDLERS_ONLY = ("claim", "point", "offer", "law", "talk", "fail", "climb", "skip", "end", "advance", "close")


class Dispute(RuleBasedStateMachine):
    """One dispute among the cast."""

    cast: ClassVar
    closures: ClassVar[int] = 0

    def __init__(self):
        super().__init__()
        self.at = START + timedelta(hours=1)
        self.verbs: dict[str, Callable] = {
            "take": lambda who: cases.take_case(actor=who, case_id=self.id, at=self.at),
            "reach": self._reach,
            "claim": lambda who: actions.add_claim(
                actor=who, case_id=self.id, party="house", text="不再赔", at=self.at
            ),
            "point": lambda who: actions.add_point(
                actor=who, case_id=self.id, kind="open", text="金额", at=self.at
            ),
            "offer": lambda who: actions.make_offer(
                actor=who, case_id=self.id, party="house", text="退一晚", at=self.at
            ),
            "answer": self._answer,
            "law": self._law,
            "talk": lambda who: self._talk(who, "agreed"),
            "fail": lambda who: self._talk(who, "failed"),
            "climb": lambda who: self._climb(who, ""),
            "skip": lambda who: self._climb(who, "对方已起诉"),
            "approve": self._approve,
            "end": self._end,
            "finish": self._finish,
            "advance": lambda who: cases.advance_stage(actor=who, case_id=self.id, at=self.at),
            "hear": lambda who: self._hear(who, "accepts"),
            "refuse": lambda who: self._hear(who, "still_disputes"),
            "lesson": lambda who: actions.write_lesson(
                actor=who, case_id=self.id, cause="因", measure="措", use="用", at=self.at
            ),
            "close": lambda who: cases.close_case(actor=who, case_id=self.id, at=self.at),
            "reopen": lambda who: cases.reopen_case(actor=who, case_id=self.id, reason="又起", at=self.at),
        }

    @initialize()
    def open(self):
        self.id = make.make_dispute(self.cast, owner=None).pk

    @rule(
        verb=st.sampled_from([*sorted(HANDLERS_ONLY), "take", "reach", "answer"]), who=st.sampled_from(PEOPLE)
    )
    def anyone_tries_anything(self, verb, who):
        self._try(verb, getattr(self.cast, who))

    @rule(
        verb=st.sampled_from(["approve", "finish", "hear", "refuse", "lesson", "reopen"]),
        who=st.sampled_from(PEOPLE),
    )
    def somebody_works(self, verb, who):
        self._try(verb, getattr(self.cast, who))

    @rule(count=st.integers(2, 10))
    def the_handler_goes_on(self, count):
        for _step in range(count):
            verb = self._next_verb()
            self._try(verb, self.cast.general_manager if verb == "approve" else self._handler())

    @invariant()
    def a_closed_dispute_went_round_the_loop(self):
        case = Case.objects.get(pk=self.id)
        assert bool(standing(case.pk)) == case.is_open
        if case.is_open:
            assert not Closure.objects.filter(case=case, round=case.round).exists()
            return
        rows = StageRecord.objects.filter(case=case, round=case.round, done_at__isnull=False)
        assert {row.stage for row in rows if row.done_by_id} == set(STAGES)
        dispute = dispute_of(case.pk)
        assert Settlement.objects.filter(dispute=dispute, round=case.round, set_aside_at=None).exists()
        assert Aftermath.objects.filter(dispute=dispute, round=case.round).exists()
        assert Lesson.objects.filter(dispute=dispute, round=case.round).exists()
        assert not Task.objects.filter(case=case, state__in=[*Task.OPEN, "cannot"]).exists()

    @invariant()
    def no_rung_is_skipped_without_reason_and_manager(self):
        for row in Climb.objects.filter(dispute__case_id=self.id):
            is_up = LADDER.index(row.to_rung) - LADDER.index(row.from_rung)
            assert is_up <= 1 or row.reason

    def _try(self, verb, person):
        self.at += timedelta(minutes=1)
        before = Case.objects.get(pk=self.id)
        rung, failed = rung_of(dispute_of(self.id)), failed_rungs(dispute_of(self.id))
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
        if verb == "climb" and LADDER.index(self._to(rung)) > LADDER.index(rung):
            assert rung in failed
        if verb == "close":
            type(self).closures += 1

    def _handler(self):
        owner_id = Case.objects.get(pk=self.id).owner_id
        people = [getattr(self.cast, name) for name in PEOPLE]
        return next((person for person in people if person.id == owner_id), self.cast.quality)

    def _next_verb(self):
        """What the loop wants next."""
        case, dispute = Case.objects.get(pk=self.id), dispute_of(self.id)
        if not case.is_open:
            return "reopen"
        if case.owner_id is None:
            return "take"
        if case.stage in ("report", "classify", "respond"):
            return "reach"
        if case.stage == "feedback":
            return "hear"
        if case.stage == "review":
            return "close" if dispute.lessons.filter(round=case.round).exists() else "lesson"
        return self._settling_verb(case, dispute)

    def _settling_verb(self, case, dispute):
        if Approval.objects.filter(case=case, state="asked").exists():
            return "approve"
        if not dispute.points.exists():
            return "point"
        if not dispute.liabilities.exists():
            return "law"
        if not dispute.settlements.filter(round=case.round, set_aside_at=None).exists():
            return "end"
        return "finish" if Task.objects.filter(case=case, state__in=Task.OPEN).exists() else "advance"

    def _reach(self, who):
        spoken = cases.Spoken(means="phone", reached_guest=True)
        cases.record_contact(actor=who, case_id=self.id, spoken=spoken, at=self.at)

    def _answer(self, who):
        row = Offer.objects.filter(dispute__case_id=self.id, answer="open").first()
        actions.answer_offer(actor=who, offer_id=row.pk if row else uuid7(), answer="refused", at=self.at)

    def _law(self, who):
        basis = actions.rely_on_law(actor=who, case_id=self.id, law="民法典", article="577", at=self.at)
        actions.set_liability(
            actor=who, case_id=self.id, party="house", text="违约", basis_id=basis, at=self.at
        )

    def _talk(self, who, outcome):
        actions.hold_talk(
            actor=who, case_id=self.id, summary="谈", outcome=outcome, mediator="协会", at=self.at
        )

    def _to(self, rung):
        return LADDER[(LADDER.index(rung) + 1) % 3]

    def _climb(self, who, reason):
        to = "proceedings" if reason else self._to(rung_of(dispute_of(self.id)))
        actions.climb(actor=who, case_id=self.id, to=to, reason=reason, at=self.at)

    def _approve(self, who):
        row = Approval.objects.filter(case_id=self.id, state="asked").first()
        cases.decide_approval(actor=who, approval_id=row.pk if row else uuid7(), is_given=True, at=self.at)

    def _end(self, who):
        terms = [make.term(at=self.at)]
        actions.end_dispute(
            actor=who, case_id=self.id, kind="settlement", text="和解", terms=terms, at=self.at
        )

    def _finish(self, who):
        task = Task.objects.filter(case_id=self.id, state__in=Task.OPEN).first()
        task_id = task.pk if task else uuid7()
        cases.finish_by_radio(actor=who, task_id=task_id, done_by_id=who.id, at=self.at)

    def _hear(self, who, answer):
        actions.hear_other_side(actor=who, case_id=self.id, means="phone", answer=answer, at=self.at)


@pytest.mark.slow
@pytest.mark.req("CASE-33", "DISP-03")
def test_no_sequence_of_actions_leaves_the_ladder_or_the_loop(cast):
    Dispute.cast, Dispute.closures = cast, 0
    rules = settings(
        max_examples=8,
        stateful_step_count=20,
        deadline=None,
        phases=[Phase.generate],
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Dispute, settings=rules)
    assert Dispute.closures > 0
