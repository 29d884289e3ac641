"""Taking a case in."""

import dataclasses
from datetime import timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions
from innkeeper.cases.models import Case, Channel, ScriptStep, StageRecord, TaxonomyCode, ThreadEntry
from innkeeper.clocks.models import ClockRun
from innkeeper.kernel.errors import InvalidInput, NotPermitted
from innkeeper.outbox.models import OutboxEvent
from tests.makers.cases import SYSTEM, intake, make_case
from tests.makers.guests import make_guest
from tests.people import START


def opened(cast, **given):
    answer = actions.open_case(actor=cast.colleague.actor, intake=intake(cast, **given), at=START)
    return Case.objects.get(pk=answer.id)


@pytest.mark.req("CASE-01")
@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.EMAIL, Channel.ONLINE, Channel.ON_SITE])
def test_each_channel_keeps_receipt_time_channel_and_recorder(cast, channel):
    case = opened(cast, channel=channel.value)
    assert (case.received_at, case.channel, case.recorded_by_id) == (START, channel, cast.colleague.id)
    assert case.first_contact_id == cast.colleague.id


@pytest.mark.req("CASE-02")
def test_it_refuses_a_case_without_contact_unless_anonymous(cast):
    with pytest.raises(InvalidInput) as refused:
        opened(cast, room_number="")
    assert "contact" in refused.value.fields
    assert not Case.objects.exists()
    assert opened(cast, room_number="", is_anonymous=True).is_anonymous


@pytest.mark.req("CASE-03")
def test_the_intake_script_is_kept_with_the_ref(cast):
    case = opened(cast, script_steps=("listen", "ask"))
    assert case.ref == "SHA-2026-000001"
    assert set(ScriptStep.objects.filter(case=case).values_list("step", flat=True)) >= {"listen", "ask"}


@pytest.mark.req("CASE-08", "CASE-06")
@pytest.mark.parametrize(
    ("text", "category", "priority"),
    [
        ("fire in room", "systemic", 1),
        ("房间着火了", "systemic", 1),
        ("booking system down", "systemic", 2),
        ("rude clerk at the desk", "complaint", 2),
        ("请问早上几点有班车", "basic", 4),
    ],
)
def test_rules_classify_without_a_persons_choice(cast, text, category, priority):
    case = opened(cast, text=text, taxonomy_code="")
    assert (case.category, case.priority) == (category, priority)


def test_what_was_said_is_sealed_and_its_shown_text_redacted(cast):
    case = opened(
        cast,
        text="王小明的手机 13900004471 打不通",
        guest_ids=(make_guest(house=cast.house, name="王小明").id,),
    )
    assert "13900004471" not in case.text_redacted
    assert "王小明" not in case.text_redacted + case.title_redacted
    assert ThreadEntry.objects.get(case=case).text_redacted == case.text_redacted


@pytest.mark.req("CASE-09", "CASE-10", "CASE-11", "CASE-12")
@pytest.mark.parametrize(
    ("priority", "respond", "resolve"),
    [
        (1, timedelta(minutes=15), timedelta(hours=2)),
        (2, timedelta(hours=2), timedelta(hours=48)),
        (3, timedelta(hours=24), timedelta(hours=72)),
        (4, timedelta(hours=24), timedelta(days=31)),
    ],
)
def test_the_clocks_start_at_the_true_time_of_receipt(cast, priority, respond, resolve):
    received_at = START - timedelta(minutes=40)
    actions.publish_shipped(actor=SYSTEM, at=START)
    TaxonomyCode.objects.update(norms={})
    case = opened(
        cast,
        priority=priority,
        taxonomy_code="other",
        category="basic",
        received_at=received_at,
        text="一件事",
    )
    runs = {run.name: run.due_at - received_at for run in ClockRun.objects.filter(owner_id=case.pk)}
    assert (runs["respond"], runs["resolve"]) == (respond, resolve)


def test_a_norm_of_the_house_that_is_tighter_wins(cast):
    case = opened(cast, taxonomy_code="water_leak")
    assert ClockRun.objects.get(owner_id=case.pk, name="respond").due_at == START + timedelta(minutes=5)
    assert case.next_due_at == START + timedelta(minutes=5)


def test_the_automatic_stages_are_passed_by_who_took_it_in(cast):
    case = opened(cast)
    assert case.stage == "respond"
    done = StageRecord.objects.filter(case=case, done_at__isnull=False)
    assert {(row.stage, row.done_by_id) for row in done} == {
        ("report", cast.colleague.id),
        ("classify", cast.colleague.id),
    }


def test_the_same_intake_twice_is_one_case(cast):
    first = actions.open_case(actor=cast.colleague.actor, intake=intake(cast, idempotency_key="a"), at=START)
    again = actions.open_case(actor=cast.colleague.actor, intake=intake(cast, idempotency_key="a"), at=START)
    assert (again.ref, again.is_new, Case.objects.count()) == (first.ref, False, 1)


@pytest.mark.req("CASE-05")
def test_its_audit_entry_and_event_are_exact(cast):
    case = opened(cast)
    entry = AuditEntry.objects.get(verb="cases.opened")
    assert (entry.object_id, entry.actor_id) == (case.pk, cast.colleague.id)
    event = OutboxEvent.objects.get(name="cases.CaseOpened")
    assert event.facts == {"property_id": str(cast.house.pk), "case_id": str(case.pk), "kind": "matter"}


def test_it_refuses_an_outsider_and_nothing_changed(cast):
    with pytest.raises(NotPermitted):
        actions.open_case(actor=cast.outsider.actor, intake=intake(cast), at=START)
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("text", "  "), ("text", "x" * 20_001), ("channel", "pigeon"), ("priority", 9), ("text", "a\x00b")],
)
def test_it_refuses_bad_input_naming_the_field(cast, field, value):
    bad = dataclasses.replace(intake(cast), **{field: value})
    with pytest.raises(InvalidInput) as refused:
        actions.open_case(actor=cast.colleague.actor, intake=bad, at=START)
    assert field in refused.value.fields


def test_a_case_of_a_sensitive_code_is_restricted_to_who_took_it_in(cast):
    case = make_case(cast, taxonomy_code="theft", owner=None)
    assert case.is_restricted
    assert [row.staff_id for row in case.need_to_know.all()] == [cast.colleague.id]
