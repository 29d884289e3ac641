"""Writing entries: with the change or not at all, and never again changed."""

import json
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from innkeeper.audit.actions import NewEntry, record, record_many
from innkeeper.audit.models import AuditEntry, AuditLeaf, AuditPending, AuditSubject, LogIsInsertOnly
from innkeeper.audit.rules.entries import canonical, checked_facts, leaf_hash
from innkeeper.kernel.ids import uuid7
from tests.makers.audit import make_entry, make_log, unguarded
from tests.makers.vault import NOON, make_actor

pytestmark = pytest.mark.django_db


def new_entry(**options) -> NewEntry:
    given = {"actor": make_actor(), "verb": "a.b", "kind": "case", "object_id": uuid7(), "property_id": None}
    return NewEntry(**given, at=NOON, **options)


def test_an_entry_holds_what_was_told() -> None:
    actor, case_id, hotel_id, guest_id = make_actor("E7", session="s9"), uuid7(), uuid7(), uuid7()
    with transaction.atomic():
        entry_id = record(
            actor=actor, verb="cases.closed", kind="case", object_id=case_id, property_id=hotel_id,
            at=NOON, facts={"minutes": 12, "guest": guest_id, "ok": True}, subject_ids=[guest_id, guest_id],
        )  # fmt: skip
    entry = AuditEntry.objects.get(id=entry_id)
    assert (entry.actor_id, entry.actor_label, entry.session) == (actor.id, "E7", "s9")
    assert (entry.verb, entry.kind, entry.object_id) == ("cases.closed", "case", case_id)
    assert (entry.property_id, entry.at) == (hotel_id, NOON)
    assert entry.facts == {"minutes": 12, "guest": str(guest_id), "ok": True}
    assert list(AuditSubject.objects.values_list("subject_id", flat=True)) == [guest_id]


def test_it_goes_with_the_change_that_is_rolled_back() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_entry()
        raise ZeroDivisionError
    assert not AuditEntry.objects.exists()
    assert not AuditPending.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_refuses_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        record_many([new_entry()])
    assert not AuditEntry.objects.exists()


def test_one_entry_costs_one_statement_and_with_subjects_two(django_assert_num_queries) -> None:
    with transaction.atomic(), django_assert_num_queries(1):
        record_many([new_entry()])
    with transaction.atomic(), django_assert_num_queries(2):
        record_many([new_entry(subject_ids=[uuid7(), uuid7()])])


def test_an_import_writes_its_entries_with_two_statements(django_assert_num_queries) -> None:
    entries = [new_entry(subject_ids=[uuid7()]) for _ in range(70)]
    with transaction.atomic(), django_assert_num_queries(2):
        assert len(record_many(entries)) == 70


@pytest.mark.parametrize("wrong", [1.5, NOON, object(), {1: "x"}, "a\x00b"], ids=list("abcde"))
def test_facts_without_one_canonical_form_are_refused(wrong: object) -> None:
    with pytest.raises(TypeError):
        checked_facts({"fact": wrong})


FACTS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(st.characters(exclude_characters="\x00", codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(exclude_characters="\x00", codec="utf-8")), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    facts=st.dictionaries(st.text(st.characters(codec="ascii", exclude_characters="\x00")), FACTS, max_size=4)
)
def test_an_entry_reads_the_same_from_the_database(db: None, facts: dict[str, object]) -> None:
    guests = [uuid7(), uuid7()]
    entry_id = make_entry(facts=facts, subject_ids=guests)
    entry = AuditEntry.objects.get(id=entry_id)
    assert json.loads(canonical(entry.body(guests)))["facts"] == json.loads(json.dumps(facts))
    again = entry.body(guests[::-1])
    assert leaf_hash(again, salt=bytes(entry.salt)) == leaf_hash(entry.body(guests), salt=bytes(entry.salt))


@pytest.mark.req("PRIV-06")
def test_the_log_cannot_be_edited_through_its_models() -> None:
    entry = AuditEntry.objects.get(id=make_entry())
    entry.verb = "other"
    attempts = (
        entry.save,
        entry.delete,
        lambda: AuditEntry.objects.all().delete(),
        lambda: AuditEntry.objects.update(verb="x"),
        lambda: AuditEntry.objects.bulk_update([entry], ["verb"]),
        lambda: AuditSubject.objects.all().delete(),
        lambda: AuditLeaf.objects.all().delete(),
    )
    for attempt in attempts:
        with pytest.raises(LogIsInsertOnly):
            attempt()


@pytest.mark.req("PRIV-06")
@pytest.mark.usefixtures("guards", "sinks")
@pytest.mark.parametrize("model", [AuditEntry, AuditSubject, AuditLeaf])
@pytest.mark.parametrize("attack", ["update", "delete", "truncate"])
def test_the_log_cannot_be_edited_in_the_database(model, attack: str) -> None:
    make_log(2)
    column = {AuditEntry: "verb", AuditSubject: "at", AuditLeaf: "sealed_at"}[model]
    table = model._meta.db_table
    statement = {
        "update": f"UPDATE {table} SET {column} = {column}",
        "delete": f"DELETE FROM {table}",
        "truncate": f"DELETE FROM {table}" if connection.vendor == "sqlite" else f"TRUNCATE {table}",
    }[attack]
    with pytest.raises((IntegrityError, DatabaseError), match="insert-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert unguarded(model).count() == 2


def test_ids_of_entries_are_their_own() -> None:
    assert isinstance(make_entry(), UUID)
    assert AuditPending.objects.count() == 1
