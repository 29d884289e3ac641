"""Opening a sealed value: a grant, one committed entry, then the value."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from innkeeper.audit.actions import reveal
from innkeeper.audit.models import AuditEntry, AuditSubject
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotPermitted
from innkeeper.kernel.ids import uuid7
from innkeeper.vault.actions import bury
from innkeeper.vault.classes import DataClass
from innkeeper.vault.errors import KeyDestroyed, SealBroken
from innkeeper.vault.grants import Grant
from innkeeper.vault.models import DataKey
from innkeeper.vault.tombstones import Burial
from innkeeper.vault.values import Sealed
from tests.makers.vault import NOON, PHONE, make_actor, make_grant, make_sealed

pytestmark = pytest.mark.django_db

CASE_ID = uuid7()


def opened(grant: Grant, items: list[Sealed], *, once_key: str | None = None, minutes: int = 1) -> list[str]:
    at = NOON + timedelta(minutes=minutes)
    return reveal(grant, items, kind="case", object_id=CASE_ID, property_id=None, at=at, once_key=once_key)


@pytest.mark.req("PRIV-06")
def test_a_value_opens_and_one_entry_says_who_saw_whose() -> None:
    guest_id, actor = uuid7(), make_actor()
    sealed = make_sealed("13912345678", subject_id=guest_id)
    assert opened(make_grant(actor), [sealed]) == ["13912345678"]
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor_id, entry.purpose) == ("audit.revealed", actor.id, "my_task")
    assert entry.facts == {"fields": [PHONE], "values": 1}
    assert list(AuditSubject.objects.values_list("subject_id", flat=True)) == [guest_id]


def test_a_list_opens_in_its_order_and_writes_one_entry() -> None:
    values = [f"1380013{n:04}" for n in range(50)]
    assert opened(make_grant(), [make_sealed(value) for value in values]) == values
    assert AuditEntry.objects.count() == 1
    assert AuditSubject.objects.count() == 50


def test_an_empty_list_opens_nothing_and_writes_nothing() -> None:
    assert opened(make_grant(), []) == []
    assert not AuditEntry.objects.exists()


@pytest.mark.req("PRIV-03", "PRIV-05")
def test_a_field_outside_the_grant_stays_shut_and_nothing_is_written() -> None:
    grant = make_grant(fields=frozenset({"guests.Guest.full_name"}))
    with pytest.raises(NotPermitted):
        opened(grant, [make_sealed()])
    assert not AuditEntry.objects.exists()


def test_a_grant_ends() -> None:
    with pytest.raises(NotPermitted):
        opened(make_grant(), [make_sealed()], minutes=10)


def test_the_same_once_key_writes_one_entry() -> None:
    grant, sealed = make_grant(), make_sealed()
    for _ in range(3):
        assert opened(grant, [sealed], once_key="actor:case:session") == ["13800138000"]
    assert AuditEntry.objects.count() == 1


def test_a_once_key_covers_only_the_rows_and_the_person_it_was_used_for() -> None:
    grant, sealed = make_grant(), make_sealed()
    opened(grant, [sealed], once_key="k")
    opened(grant, [sealed, make_sealed()], once_key="k")
    opened(make_grant(make_actor("E2")), [sealed], once_key="k")
    assert AuditEntry.objects.count() == 3


@pytest.mark.req("PRIV-06")
def test_a_broken_log_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed, seen = make_sealed(), []
    monkeypatch.setattr("innkeeper.audit.actions.revealing.open_with", lambda *a: seen.append(a))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry RENAME TO audit_entry_lost")
    with pytest.raises(DatabaseError):
        opened(make_grant(), [sealed])
    assert seen == []


def test_a_destroyed_key_is_told_and_leaves_no_entry() -> None:
    guest_id = uuid7()
    sealed = make_sealed(subject_id=guest_id)
    actor = make_actor()
    bury([Burial(guest_id, DataClass.SERVICE, NOON, actor.id, actor.label, "erasure_request")])
    with pytest.raises(KeyDestroyed):
        opened(make_grant(), [sealed])
    assert not AuditEntry.objects.exists()


def test_a_value_moved_to_another_row_does_not_open() -> None:
    moved = make_sealed().placed(uuid7())
    with pytest.raises(SealBroken):
        opened(make_grant(), [moved])


def test_a_value_given_to_another_subject_does_not_open() -> None:
    sealed = make_sealed()
    DataKey.objects.filter(id=sealed.key_id).update(subject_id=uuid7())
    with pytest.raises(SealBroken):
        opened(make_grant(), [sealed])


@pytest.mark.django_db(transaction=True)
def test_it_refuses_inside_a_transaction_that_could_roll_the_entry_back() -> None:
    sealed = make_sealed()
    with pytest.raises(RuntimeError), transaction.atomic():
        opened(make_grant(), [sealed])


def test_the_actor_is_the_one_the_grant_was_given_to() -> None:
    actor: Actor = make_actor("E7", session="late-shift")
    opened(make_grant(actor), [make_sealed()])
    entry = AuditEntry.objects.get()
    assert (entry.actor_kind, entry.actor_label, entry.session) == ("person", "E7", "late-shift")
