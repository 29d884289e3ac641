"""A guest's name typed into any text of a case is hidden wherever lists and search look, whoever typed it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection

from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, Task
from innkeeper.complaints import actions as complaints
from innkeeper.complaints.models import Measure
from innkeeper.kernel.money import Money
from innkeeper.search import queries as search
from innkeeper.vault.models import DataKey
from tests.makers import complaints as make
from tests.makers.guests import make_guest
from tests.people import GUEST_NAME, GUEST_NAME_EN, START

SAID = f"住客{GUEST_NAME}说，{GUEST_NAME_EN} is waiting in 1208"
OPEN_APPS = ("cases", "complaints", "service_requests", "improvements", "notices", "outbox", "clocks")
MINUTE = make.MINUTE


def plain_texts():
    """Every readable text that a row of the spine or of a domain app holds."""
    for label in OPEN_APPS:
        for model in apps.get_app_config(label).get_models():
            names = [one.attname for one in model._meta.concrete_fields if _is_text(one)]
            for row in model.objects.values(*names) if names else ():
                yield from ((f"{model.__name__}.{key}", str(value)) for key, value in row.items())


def _is_text(column):
    return column.get_internal_type() in ("CharField", "TextField", "JSONField")


def index_texts():
    """The words that the search index holds."""
    table = "search_document" if connection.vendor == "postgresql" else "search_fts"
    with connection.cursor() as cursor:
        names = [one.name for one in connection.introspection.get_table_list(cursor)]
        for name in (one for one in names if one.startswith("search") or one == table):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            yield from ((name, str(row)) for row in cursor.fetchall())


def leaks():
    """Where one of the two names stands."""
    names = (GUEST_NAME, GUEST_NAME_EN, "Whitcombe", "如烟")
    return sorted(
        {place for place, text in [*plain_texts(), *index_texts()] if any(n in text for n in names)}
    )


@pytest.fixture
def guests(cast):
    both = [make_guest(house=cast.house, name=GUEST_NAME)]
    both.append(make_guest(house=cast.house, name=GUEST_NAME_EN, phone="+44 20 7946 0011"))
    return [one.id for one in both]


def _solved(cast, case):
    """From the proposal to the guest's answer, the names in every text."""
    actor = cast.owner.actor
    options = [complaints.OptionDraft(kind=kind, text=SAID) for kind in ("room_move", "refund")]
    complaints.propose_solution(
        actor=actor, case_id=case.pk, reasons=SAID, options=options, single_reason=SAID, at=START + 3 * MINUTE
    )
    make.agree(cast, case)
    complaints.decide_solution(
        actor=actor,
        case_id=case.pk,
        measures=[make.measure(cast, text=SAID)],
        accountability=SAID,
        in_spite_of=SAID,
        at=START + 5 * MINUTE,
    )
    for row in Measure.objects.filter(case_id=case.pk):
        complaints.finish_measure(
            actor=cast.housekeeper.actor, measure_id=row.pk, result=SAID, at=START + 6 * MINUTE
        )
    complaints.name_prevention(actor=actor, case_id=case.pk, text=SAID, at=START + 6 * MINUTE)
    complaints.resolve_complaint(
        actor=actor, case_id=case.pk, result=SAID, means="phone", at=START + 7 * MINUTE
    )


def _heard(cast, case):
    """From the answer to the call after closure."""
    actor, given = cast.owner.actor, {"case_id": case.pk, "means": "phone"}
    complaints.record_feedback(actor=actor, answer="satisfied", words=SAID, at=START + 8 * MINUTE, **given)
    complaints.review_complaint(
        actor=actor, case_id=case.pk, cause=SAID, measure=SAID, use=SAID, at=START + 9 * MINUTE
    )
    complaints.verify_effect(actor=cast.quality.actor, case_id=case.pk, note=SAID, at=START + 10 * MINUTE)
    make.finish_tasks(cast, case)
    complaints.close_complaint(actor=actor, case_id=case.pk, outcome=SAID, at=START + 11 * MINUTE)
    complaints.record_return_visit(
        actor=actor, score=2, process_notes=SAID, still_wrong=SAID, at=START + 12 * MINUTE, **given
    )


@pytest.mark.req("PRIV-01", "PRIV-03")
def test_no_text_of_a_complaint_shows_the_names_of_its_guests(cast, guests):
    case = make.reached(cast, text=SAID, guest_ids=guests, demand=SAID, contact=SAID)
    cases.add_finding(actor=cast.owner.actor, case_id=case.pk, text=SAID, at=START + 2 * MINUTE)
    complaints.give_recovery(
        actor=cast.owner.actor,
        case_id=case.pk,
        kind="amenity",
        money=Money("CNY", 5_000),
        reason=SAID,
        at=START + 2 * MINUTE,
    )
    _solved(cast, case)
    _heard(cast, case)
    assert leaks() == []
    assert not search.find(property_id=cast.house.pk, phrase=GUEST_NAME)
    assert search.find(property_id=cast.house.pk, phrase="住客")


@pytest.mark.req("PRIV-01")
def test_no_text_of_work_on_a_case_shows_the_names_of_its_guests(cast, guests):
    case = make.make_complaint(cast, text=SAID, guest_ids=guests)
    actor, given = cast.owner.actor, {"case_id": case.pk, "at": START + MINUTE}
    cases.write_thread(actor=actor, words=cases.Words(text=SAID), audience="internal", **given)
    spoken = cases.Spoken(means="phone", reached_guest=True, words=cases.Words(text=SAID))
    cases.record_contact(actor=actor, spoken=spoken, **given)
    said = cases.Words(text=SAID)
    due = START + timedelta(hours=2)
    cases.send_progress(actor=actor, words=said, channel="phone", expected_at=due, **given)
    cases.transfer_case(actor=actor, addressee=SAID, reason=SAID, **given)
    cases.hold_case(actor=actor, reason=SAID, **given)
    cases.release_case(actor=actor, **given)
    for number in range(3):
        cases.add_task(
            actor=actor, job=cases.Job(title=f"{SAID} {number}", department="engineering"), **given
        )
    done, dropped, impossible = Task.objects.filter(case=case).values_list("pk", flat=True)[:3]
    cases.finish_by_radio(actor=actor, task_id=done, done_by_id=cast.engineer.id, result=SAID, at=START)
    cases.cancel_task(actor=actor, task_id=dropped, reason=SAID, at=START)
    cases.cannot_do_task(actor=cast.engineer.actor, task_id=impossible, reason=SAID, at=START)
    cases.assign_case(actor=cast.manager.actor, owner_id=cast.manager.id, reason=SAID, **given)
    assert leaks() == []


@pytest.mark.req("PRIV-06")
def test_the_names_are_opened_under_one_entry_per_case(cast, guests):
    case = make.make_complaint(cast, text=SAID, guest_ids=guests)
    for number in range(3):
        words = cases.Words(text=f"{SAID} {number}")
        cases.write_thread(
            actor=cast.owner.actor, case_id=case.pk, words=words, audience="internal", at=START
        )
    entry = AuditEntry.objects.get(verb="audit.revealed")
    assert (entry.object_id, entry.purpose) == (case.pk, "redaction")


def test_without_their_key_the_text_is_kept_and_shown_to_nobody(cast, guests):
    DataKey.objects.filter(subject_id__in=guests).delete()
    case = make.make_complaint(cast, text=SAID, guest_ids=guests)
    assert Case.objects.get(pk=case.pk).text_redacted == "‹…›"
    assert leaks() == []
