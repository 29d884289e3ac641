"""Escalation up the ladder, and owners who leave a guest without a word."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from innkeeper.cases import actions, tasks
from innkeeper.cases.models import Escalation
from innkeeper.cases.queries.history import history_of
from innkeeper.cases.views.showing import log_lines
from innkeeper.clocks.actions import sweep
from innkeeper.kernel.ids import uuid7
from innkeeper.notices.actions import mark_read
from innkeeper.notices.models import StaffNotice
from innkeeper.outbox.models import OutboxEvent
from tests.makers.cases import SYSTEM, make_case, make_closed_case, reach_guest
from tests.people import START

MINUTE = timedelta(minutes=1)


def swept(at):
    """Sweep, and run the escalation job of every threshold announced."""
    sweep(now=at)
    for event in OutboxEvent.objects.filter(name="clocks.ThresholdReached").order_by("at", "id"):
        wanted = ("clock_id", "owner_kind", "owner_id", "clock_name", "level", "share", "round")
        tasks.escalate_reached(**{name: event.facts[name] for name in wanted}, at=at)


@pytest.mark.req("CASE-22")
def test_at_80_percent_the_owner_is_warned_and_at_100_the_manager_told(cast):
    case = make_case(cast, priority=1)
    StaffNotice.objects.all().delete()
    swept(START + 4 * MINUTE)
    assert [(row.recipient_id, row.level) for row in StaffNotice.objects.all()] == [(cast.owner.id, "warn")]
    swept(START + 5 * MINUTE)
    told = set(StaffNotice.objects.filter(level="burn").values_list("recipient_id", flat=True))
    assert told == {cast.owner.id, cast.manager.id}
    assert Escalation.objects.filter(case=case, level=1).count() == 2


def test_the_ladder_goes_on_to_the_general_manager_while_nobody_answers(cast):
    make_case(cast, priority=1)
    swept(START + 40 * MINUTE)
    assert StaffNotice.objects.filter(recipient_id=cast.general_manager.id).exists()


def test_the_same_threshold_twice_tells_once(cast):
    make_case(cast, priority=1)
    swept(START + 5 * MINUTE)
    before = StaffNotice.objects.count()
    swept(START + 5 * MINUTE)
    assert StaffNotice.objects.count() == before


@pytest.mark.req("CASE-22")
def test_clocks_that_end_together_ring_a_person_once_and_again_when_it_was_read(cast):
    case = make_case(cast, priority=1)
    StaffNotice.objects.all().delete()
    late = {
        "owner_kind": "case",
        "owner_id": case.pk,
        "clock_name": "respond",
        "level": 1,
        "share": 100,
        "round": 1,
    }
    for minute in (0, 1):
        tasks.escalate_reached(**late, clock_id=uuid7(), at=START + minute * MINUTE)
    mine = StaffNotice.objects.filter(recipient_id=cast.owner.id, text_key="clocks.late")
    assert (mine.count(), Escalation.objects.filter(case=case, post="owner").count()) == (1, 2)
    assert set(Escalation.objects.filter(case=case).values_list("told_count", flat=True)) == {1}
    mark_read(actor=cast.owner.actor, at=START + MINUTE)
    tasks.escalate_reached(**late, clock_id=uuid7(), at=START + 2 * MINUTE)
    assert mine.count() == 2
    tasks.escalate_reached(**late, clock_id=uuid7(), at=START + 8 * MINUTE)
    assert mine.count() == 3


def test_a_case_that_was_answered_stays_silent(cast):
    case = make_case(cast, priority=1)
    reach_guest(cast, case, at=START + MINUTE)
    swept(START + 20 * MINUTE)
    assert not Escalation.objects.filter(case=case, clock_name="respond").exists()


def test_a_closed_case_stays_silent(cast):
    case = make_closed_case(cast, priority=1)
    swept(START + 600 * MINUTE)
    assert not Escalation.objects.filter(case=case).exists()


@pytest.mark.req("CASE-17")
def test_those_prompted_already_stand_in_nobodys_way(cast):
    for minutes in range(3):
        reach_guest(cast, make_case(cast, text=f"第 {minutes} 件事"), at=START + minutes * MINUTE)
    rounds = [actions.prompt_owners(actor=SYSTEM, at=START + 130 * MINUTE, limit=1) for _round in range(4)]
    assert rounds == [1, 1, 1, 0]


@pytest.mark.req("CASE-17")
def test_an_owner_without_a_word_for_the_configured_time_is_prompted_once(cast):
    case = make_case(cast)
    reach_guest(cast, case)
    assert actions.prompt_owners(actor=SYSTEM, at=START + 119 * MINUTE) == 0
    assert actions.prompt_owners(actor=SYSTEM, at=START + 121 * MINUTE) == 1
    assert actions.prompt_owners(actor=SYSTEM, at=START + 150 * MINUTE) == 0
    assert StaffNotice.objects.filter(recipient_id=cast.owner.id, text_key="cases.guest_waits").count() == 1


def test_the_history_says_which_post_was_told_and_who_answered_for_it(cast):
    case = make_case(cast, priority=1)
    swept(START + 5 * MINUTE)
    with override("en"):
        said = [one.what for one in log_lines(history_of(cast.owner.actor, ref=case.ref))]
    owner, manager = cast.owner.staff.work_name_en, cast.manager.staff.work_name_en
    assert f"Escalated: Manager on duty ({manager}), {owner} told" in said
