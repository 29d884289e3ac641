"""Reaching the guest: responding, progress, transfer, promises, readers."""

from datetime import UTC, datetime, timedelta

import pytest

from innkeeper.cases import actions
from innkeeper.cases.models import Case, StageRecord, ThreadEntry, ThreadRead
from innkeeper.cases.rules import Promise
from innkeeper.clocks.actions import sweep
from innkeeper.clocks.models import ClockRun
from innkeeper.kernel.actors import machine
from innkeeper.kernel.errors import InvalidInput, NotPermitted
from innkeeper.kernel.ids import uuid7
from tests.makers.cases import make_case, reach_guest
from tests.people import START

MINUTE = timedelta(minutes=1)


def clock(case, name):
    return ClockRun.objects.filter(owner_id=case.pk, name=name).latest("started_at", "id")


def words(text="正在处理", **given):
    return actions.Words(text=text, **given)


@pytest.mark.req("CASE-09")
def test_a_person_who_reached_the_guest_responds(cast):
    case = make_case(cast, priority=1)
    reach_guest(cast, case, at=START + 20 * MINUTE, happened_at=START + 4 * MINUTE)
    assert clock(case, "respond").outcome == "met"
    done = StageRecord.objects.get(case=case, stage="respond")
    assert (done.done_at, done.done_by_id, case.stage) == (START + 4 * MINUTE, cast.owner.id, "resolve")


def test_an_attempt_that_reached_nobody_does_not_respond(cast):
    case = make_case(cast)
    spoken = actions.Spoken(means="phone", reached_guest=False)
    actions.record_contact(actor=cast.owner.actor, case_id=case.pk, spoken=spoken, at=START)
    assert clock(case, "respond").stopped_at is None


def test_a_machines_receipt_does_not_respond(cast):
    case = make_case(cast)
    feed = machine("sms", machine_id=uuid7(), property_id=cast.house.pk)
    feed = type(feed)(
        **{
            **{f: getattr(feed, f) for f in feed.__dataclass_fields__},
            "permissions": frozenset({"cases.see", "cases.take_in"}),
        }
    )
    spoken = actions.Spoken(means="phone", reached_guest=True)
    actions.record_contact(actor=feed, case_id=case.pk, spoken=spoken, at=START)
    assert clock(case, "respond").stopped_at is None


@pytest.mark.req("CASE-13")
def test_a_message_without_expected_time_does_not_count(cast):
    case = make_case(cast, at=datetime(2026, 3, 13, 9, tzinfo=UTC))
    given = {"actor": cast.owner.actor, "case_id": case.pk, "words": words(), "channel": "phone"}
    actions.send_progress(**given, expected_at=None, at=START)
    assert clock(case, "progress").stopped_at is None
    actions.send_progress(**given, expected_at=START + 60 * MINUTE, at=START)
    assert clock(case, "progress").outcome == "met"


@pytest.mark.req("CASE-13")
def test_the_next_working_days_end_without_a_message_is_a_breach(cast):
    friday_five = datetime(2026, 3, 13, 9, tzinfo=UTC)
    case = make_case(cast, at=friday_five)
    monday_six = datetime(2026, 3, 16, 10, tzinfo=UTC)
    assert clock(case, "progress").due_at == monday_six
    sweep(now=monday_six)
    assert clock(case, "progress").firings.filter(share=100).exists()


def test_it_refuses_an_expected_time_in_the_past(cast):
    case = make_case(cast)
    with pytest.raises(InvalidInput) as refused:
        actions.send_progress(
            actor=cast.owner.actor,
            case_id=case.pk,
            words=words(),
            channel="phone",
            expected_at=START - MINUTE,
            at=START,
        )
    assert "expected_at" in refused.value.fields
    assert ThreadEntry.objects.filter(case=case).count() == 1


@pytest.mark.req("CASE-14")
def test_a_matter_of_somebody_else_is_transferred(cast):
    case = make_case(cast, text="airline lost bag")
    actions.transfer_case(
        actor=cast.owner.actor, case_id=case.pk, addressee="Airline desk", reason="their bag", at=START
    )
    case.refresh_from_db()
    moved = case.transfers.get()
    assert (case.is_transferred, moved.addressee, moved.at) == (True, "Airline desk", START)


@pytest.mark.req("CASE-14")
def test_it_refuses_a_transfer_to_nobody(cast):
    case = make_case(cast)
    with pytest.raises(InvalidInput):
        actions.transfer_case(actor=cast.owner.actor, case_id=case.pk, addressee=" ", reason="x", at=START)
    assert not case.transfers.exists()


@pytest.mark.req("ERR-06")
def test_a_word_that_contradicts_an_earlier_promise_warns_with_the_first_message(cast):
    case = make_case(cast)
    send = {"case_id": case.pk, "audience": "guest", "at": START}
    said = actions.write_thread(
        actor=cast.owner.actor, words=words("退 100 元", promise=Promise("CNY", 10_000)), **send
    )
    denied = Promise("CNY", 0)
    with pytest.raises(actions.PromiseContradicted) as warned:
        actions.write_thread(actor=cast.colleague.actor, words=words("不退款", promise=denied), **send)
    assert warned.value.fields["earlier"] == str(said)
    knowing = words("不退款", promise=denied, is_knowing=True)
    actions.write_thread(actor=cast.colleague.actor, words=knowing, **send)


@pytest.mark.req("CHAN-03")
def test_an_internal_message_is_bound_to_the_case_with_its_readers(cast):
    case = make_case(cast)
    actions.write_thread(
        actor=cast.owner.actor, case_id=case.pk, words=words("工程部先去"), audience="internal", at=START
    )
    actions.mark_read(actor=cast.manager.actor, case=case, upto_at=START, at=START + MINUTE)
    read = ThreadRead.objects.get(case=case)
    assert (read.staff_id, read.upto_at) == (cast.manager.id, START)
    assert Case.objects.get(pk=case.pk).last_told_at is None


def test_only_the_handler_sends_progress(cast):
    case = make_case(cast)
    with pytest.raises(NotPermitted):
        actions.send_progress(
            actor=cast.manager.actor,
            case_id=case.pk,
            words=words(),
            channel="phone",
            expected_at=START + MINUTE,
            at=START,
        )
    assert ThreadEntry.objects.filter(case=case).count() == 1
