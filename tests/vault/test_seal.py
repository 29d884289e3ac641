"""Sealing under keys that are made when first needed, and look-up tokens."""

import base64
import time
from pathlib import Path

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from innkeeper.audit.actions import reveal
from innkeeper.audit.models import AuditEntry, AuditSubject
from innkeeper.kernel.ids import uuid7
from innkeeper.vault import custody, kek, keyring
from innkeeper.vault.classes import DataClass
from innkeeper.vault.custody import SecretMissing, create_secrets
from innkeeper.vault.errors import SealBroken
from innkeeper.vault.models import DataKey, ScopeKey
from innkeeper.vault.sealing import Plain, seal_many
from innkeeper.vault.tokens import lookup_token
from innkeeper.vault.unsealing import fetch_keys, open_with
from tests.makers.vault import GROUP_ID, NOON, PHONE, make_actor, make_grant, make_sealed

pytestmark = pytest.mark.django_db


def opened(*items) -> list[bytes]:
    return open_with(fetch_keys(items), items)


def many(count: int, *, values: int = 1) -> list[Plain]:
    subjects = [uuid7() for _ in range(count)]
    return [Plain(f"{n}", PHONE, uuid7(), subjects[n % count]) for n in range(count * values)]


def test_a_subject_has_one_key_per_class() -> None:
    guest_id = uuid7()
    for data_class in (*DataClass, *DataClass):
        make_sealed(subject_id=guest_id, data_class=data_class)
    assert DataKey.objects.filter(subject_id=guest_id).count() == 3
    assert ScopeKey.objects.count() == 1


def test_a_known_subject_costs_one_query_on_the_keys_database(django_assert_num_queries) -> None:
    guest_id = uuid7()
    make_sealed(subject_id=guest_id)
    with django_assert_num_queries(1, connection=connections["keys"]):
        make_sealed(subject_id=guest_id)
    with django_assert_num_queries(0):
        make_sealed(subject_id=guest_id)


def test_many_values_of_many_subjects_open_in_order() -> None:
    items = many(700, values=2)
    sealed = seal_many(items, scope_id=GROUP_ID)
    assert opened(*sealed) == [item.value.encode() for item in items]
    assert DataKey.objects.count() == 700


def test_sealing_goes_on_for_subjects_that_another_process_began() -> None:
    items = many(10)
    make_sealed(subject_id=items[3].subject_id)
    assert len(opened(*seal_many(items, scope_id=GROUP_ID))) == 10


def test_without_the_kek_nothing_opens(settings, tmp_path: Path) -> None:
    sealed = make_sealed()
    create_secrets(tmp_path)
    settings.SECRETS = tmp_path
    keyring.forget()
    with pytest.raises(SealBroken):
        opened(sealed)
    keyring.forget()


def test_the_secrets_are_made_once_and_are_their_owners_only(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    assert {path.name for path in create_secrets(folder)} == {
        "kek.key", "tokens.key", "audit.key", "vapid.key", "django.key",
    }  # fmt: skip
    before = {path.name: path.read_text() for path in folder.iterdir()}
    assert create_secrets(folder) == []
    assert before == {path.name: path.read_text() for path in folder.iterdir()}
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_a_missing_or_broken_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SecretMissing, match=r"kek\.key"):
        kek.FileKek.at(tmp_path / "kek.key")
    (tmp_path / "short.key").write_text("YWJj\n")
    with pytest.raises(SecretMissing, match="32 bytes"):
        custody.read_key(tmp_path / "short.key")


def test_the_kek_shows_nothing_of_itself() -> None:
    key = kek.FileKek(b"k" * 32)
    assert (b"k" * 8).hex() not in key.id


@given(st.text(min_size=1), st.text(min_size=1))
def test_tokens_are_equal_for_equal_values_only(one: str, other: str) -> None:
    tokens = [lookup_token(value, column="phone", scope_id=GROUP_ID) for value in (one, one, other)]
    assert tokens[0] == tokens[1]
    assert (tokens[0] == tokens[2]) == (one == other)
    assert len(tokens[0]) == 16


def test_tokens_differ_by_column_and_scope() -> None:
    made = {
        lookup_token("ab", column=column, scope_id=scope_id)
        for column in ("phone", "phon", "name")
        for scope_id in (GROUP_ID, uuid7())
    }
    assert len(made) == 6
    with pytest.raises(ValueError, match="empty"):
        lookup_token("", column="phone", scope_id=GROUP_ID)


def test_an_import_seals_more_than_three_thousand_values_a_second() -> None:
    items = many(2000, values=4)
    seal_many(items[:8], scope_id=GROUP_ID)
    begun = time.perf_counter()
    seal_many(items, scope_id=GROUP_ID)
    assert len(items) / (time.perf_counter() - begun) > 3000


@pytest.mark.req("SEC-01")
def test_no_table_of_the_vault_or_the_log_holds_a_sealed_value() -> None:
    plain, control = "310101199001011234", "control-310101199001011234"
    sealed = make_sealed(plain)
    grant = make_grant(make_actor(control))
    assert reveal(grant, [sealed], kind="guest", object_id=uuid7(), property_id=None, at=NOON) == [plain]
    held = sealed.blob
    for model in (ScopeKey, DataKey, AuditEntry, AuditSubject):
        for row in model.objects.values_list():
            held += b"|".join(bytes(v) if isinstance(v, memoryview | bytes) else str(v).encode() for v in row)
    assert control.encode() in held
    shapes = [plain.encode(kind) for kind in ("utf-8", "utf-16-le", "utf-16-be")]
    shapes += [base64.b64encode(plain.encode()), plain.encode().hex().encode()]
    assert not any(shape in held.replace(control.encode(), b"") for shape in shapes)


def test_two_processes_that_make_the_same_key_at_once_use_one(monkeypatch: pytest.MonkeyPatch) -> None:
    guest_id = uuid7()
    first = make_sealed("a", subject_id=guest_id)
    monkeypatch.setattr(keyring, "_existing", _blind_once(keyring._existing))
    second = make_sealed("b", subject_id=guest_id)
    assert first.key_id == second.key_id
    assert opened(first, second) == [b"a", b"b"]


def _blind_once(ask):
    calls = iter([True])
    return lambda ids, **where: {} if next(calls, False) else ask(ids, **where)
