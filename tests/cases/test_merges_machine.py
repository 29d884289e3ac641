"""Cases go up in each other and come out again in any order: nothing that was given is lost, moved aside or doubled."""

from datetime import timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from innkeeper.cases import actions
from innkeeper.cases.models import Case, Task
from innkeeper.cases.queries.merges import top_of
from innkeeper.clocks.models import ClockRun
from innkeeper.kernel.errors import InnkeeperError
from tests.makers.cases import make_case, make_task
from tests.people import START

NUMBERS = st.integers(0, 3)


class Merges(RuleBasedStateMachine):
    """Four cases of one hotel; `given` remembers on which of them each task was given."""

    cast: ClassVar
    came_home: ClassVar[int] = 0

    def __init__(self):
        super().__init__()
        self.at = START

    @initialize()
    def four_cases(self):
        self.cases = [make_case(self.cast, at=START + timedelta(minutes=n)).pk for n in range(4)]
        self.given = {}
        for number in range(4):
            self.give_task(number)

    @rule(number=NUMBERS)
    def give_another(self, number):
        self.give_task(number)

    def give_task(self, number):
        case = Case.objects.get(pk=self.cases[number])
        if case.is_open:
            task = make_task(self.cast, case, at=self._later(), minutes=600)
            self.given[task.pk] = case.pk

    @rule(number=NUMBERS, further=st.integers(1, 3))
    def merge(self, number, further):
        case_id, into_id = self.cases[number], self.cases[(number + further) % 4]
        self._try(actions.merge_case, case_id=case_id, into_id=into_id)

    @precondition(lambda self: self._merged())
    @rule(number=NUMBERS)
    def unmerge(self, number):
        merged = self._merged()
        case_id = merged[number % len(merged)]
        self._try(actions.unmerge_case, case_id=case_id)
        type(self).came_home += Task.objects.filter(case_id=case_id).count()

    @rule(which=st.integers(0, 9), verb=st.sampled_from(["accept", "finish", "cannot", "cancel"]))
    def work(self, which, verb):
        tasks = list(self.given)
        if not tasks:
            return
        task, engineer = tasks[which % len(tasks)], self.cast.engineer.actor
        if verb == "accept":
            self._try(actions.accept_task, actor=engineer, task_id=task)
        elif verb == "finish":
            self._try(actions.finish_task, actor=engineer, task_id=task)
        elif verb == "cannot":
            self._try(actions.cannot_do_task, actor=engineer, task_id=task, reason="缺件")
        else:
            self._try(actions.cancel_task, task_id=task, reason="不需要")

    @rule(number=NUMBERS, verb=st.sampled_from(["hold", "release"]))
    def wait(self, number, verb):
        case_id = self.cases[number]
        if verb == "hold":
            self._try(actions.hold_case, case_id=case_id, reason="等宾客")
        else:
            self._try(actions.release_case, case_id=case_id)

    @rule(number=NUMBERS, priority=st.integers(1, 3))
    def sort(self, number, priority):
        wanted = actions.Sorting(priority=priority)
        self._try(actions.classify_case, case_id=self.cases[number], sorting=wanted, reason="更正")

    @invariant()
    def every_task_is_where_its_case_goes_on(self):
        for task in Task.objects.filter(pk__in=self.given):
            home = self.given[task.pk]
            assert task.case_id == top_of(home)
            assert (task.given_on_id or task.case_id) == home

    @invariant()
    def every_open_task_has_its_clock_and_no_other(self):
        running = ClockRun.objects.still_open().filter(owner_id__in=self.given)
        still = Task.objects.filter(pk__in=self.given, state__in=Task.OPEN)
        assert sorted(running.values_list("owner_id", flat=True)) == sorted(
            still.values_list("pk", flat=True)
        )

    @invariant()
    def an_open_case_keeps_its_promise_and_a_merged_one_is_silent(self):
        for case in Case.objects.filter(pk__in=self.cases):
            runs = {run.name: run for run in ClockRun.objects.of(case.pk).still_open()}
            assert case.is_open == (case.merged_into_id is None)
            assert set(runs) == ({"respond", "resolve", "progress"} if case.is_open else set())
            if runs:
                assert runs["respond"].started_at <= case.received_at
                assert case.next_due_at == min(run.due_at for run in runs.values() if run.due_at)
                assert (runs["resolve"].paused_at is not None) == case.is_held

    def _merged(self):
        return list(Case.objects.filter(pk__in=self.cases, is_open=False).values_list("pk", flat=True))

    def _later(self):
        self.at += timedelta(minutes=1)
        return self.at

    def _try(self, verb, **given):
        before = list(Task.objects.order_by("pk").values())
        try:
            verb(**({"actor": self.cast.owner.actor, "at": self._later()} | given))
        except InnkeeperError:
            assert list(Task.objects.order_by("pk").values()) == before
            return False
        return True


@pytest.mark.slow
@pytest.mark.req("CASE-30")
def test_no_order_of_merges_loses_a_task_or_a_clock(cast):
    Merges.cast, Merges.came_home = cast, 0
    rules = settings(
        max_examples=20,
        stateful_step_count=24,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Merges, settings=rules)
    assert Merges.came_home > 0
