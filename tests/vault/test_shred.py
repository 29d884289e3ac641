"""Destroying keys: tombstone first, then the key, and no way back."""

import pytest

from innkeeper.audit.actions import replay_tombstones
from innkeeper.audit.adapters.file_sink import FileSink
from innkeeper.kernel.errors import Unavailable
from innkeeper.kernel.ids import uuid7
from innkeeper.vault.actions import finish_shreds, rewrap_scope_keys, rotate_scope_key, shred
from innkeeper.vault.classes import DataClass
from innkeeper.vault.errors import KeyDestroyed, SubjectShredded
from innkeeper.vault.kek import FileKek
from innkeeper.vault.models import DataKey, ScopeKey, Tombstone
from innkeeper.vault.unsealing import fetch_keys, open_with
from tests.makers.vault import GROUP_ID, NOON, make_actor, make_sealed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sinks(settings, tmp_path):
    settings.AUDIT_SINKS = [tmp_path / "a", tmp_path / "b"]
    return [FileSink(place) for place in settings.AUDIT_SINKS]


def shredded(subject_id, **options):
    return shred(actor=make_actor(), subject_id=subject_id, at=NOON, reason="erasure_request", **options)


def opened(item) -> bytes:
    return open_with(fetch_keys([item]), [item])[0]


def test_a_shredded_subject_cannot_be_read_again() -> None:
    guest_id = uuid7()
    sealed, other = make_sealed(subject_id=guest_id), make_sealed("kept")
    assert shredded(guest_id).keys_destroyed == 1
    with pytest.raises(KeyDestroyed):
        opened(sealed)
    assert opened(other) == b"kept"
    assert Tombstone.objects.get().subject_id == guest_id


def test_only_the_classes_asked_for_are_destroyed() -> None:
    guest_id = uuid7()
    statutory = make_sealed("registered", subject_id=guest_id, data_class=DataClass.STATUTORY)
    make_sealed(subject_id=guest_id)
    shredded(guest_id)
    assert opened(statutory) == b"registered"
    shredded(guest_id, data_classes=[DataClass.STATUTORY])
    with pytest.raises(KeyDestroyed):
        opened(statutory)


def test_nothing_new_is_sealed_for_a_shredded_subject() -> None:
    guest_id = uuid7()
    shredded(guest_id)
    with pytest.raises(SubjectShredded):
        make_sealed(subject_id=guest_id)
    assert not DataKey.objects.filter(subject_id=guest_id).exists()


def test_the_tombstone_stands_in_the_sinks_before_the_key_goes(sinks, monkeypatch) -> None:
    guest_id = uuid7()
    sealed = make_sealed(subject_id=guest_id)
    monkeypatch.setattr("innkeeper.vault.actions.bury", lambda burials: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        shredded(guest_id)
    assert opened(sealed) == b"13800138000"
    assert all(str(guest_id).encode() in (one.folder / "tombstones.log").read_bytes() for one in sinks)


def test_no_sink_no_shred(settings, tmp_path) -> None:
    (tmp_path / "file").write_text("not a folder")
    settings.AUDIT_SINKS = [tmp_path / "file" / "a"]
    guest_id = uuid7()
    sealed = make_sealed(subject_id=guest_id)
    with pytest.raises(Unavailable):
        shredded(guest_id)
    assert opened(sealed) == b"13800138000"
    assert not Tombstone.objects.exists()


def test_a_shred_cut_short_is_finished_later() -> None:
    guest_id, actor = uuid7(), make_actor()
    make_sealed(subject_id=guest_id)
    Tombstone.objects.create(
        subject_id=guest_id, data_class="service", at=NOON, actor_id=actor.id, actor_label="E1", reason="x"
    )
    assert finish_shreds().keys_destroyed == 1
    assert finish_shreds().keys_destroyed == 0


@pytest.mark.req("PRIV-10")
def test_a_restored_key_is_destroyed_again_from_the_sinks() -> None:
    guest_id = uuid7()
    sealed = make_sealed(subject_id=guest_id)
    backup = list(DataKey.objects.filter(subject_id=guest_id))
    shredded(guest_id)
    Tombstone.objects.all().delete()
    DataKey.objects.bulk_create(backup)
    assert opened(sealed) == b"13800138000"
    assert replay_tombstones() == 1
    with pytest.raises(KeyDestroyed):
        opened(sealed)
    assert (replay_tombstones(), Tombstone.objects.count()) == (0, 1)


def test_a_fresh_scope_key_opens_what_the_old_one_sealed() -> None:
    sealed = [make_sealed(f"v{n}") for n in range(5)]
    old = ScopeKey.objects.get()
    assert rotate_scope_key(scope_id=GROUP_ID) == 5
    assert [opened(one) for one in sealed] == [f"v{n}".encode() for n in range(5)]
    assert not ScopeKey.objects.filter(id=old.id).exists()
    assert opened(make_sealed("new")) == b"new"
    assert ScopeKey.objects.get().version == 2


def test_scope_keys_move_to_another_kek(settings) -> None:
    make_sealed()
    old = FileKek.at(settings.SECRETS / "kek.key")
    new = FileKek(b"n" * 32)
    wrapped = bytes(ScopeKey.objects.get().wrapped)
    assert rewrap_scope_keys(old=old, new=new) == 1
    row = ScopeKey.objects.get()
    assert (row.kek_id, new.unwrap(bytes(row.wrapped))) == (new.id, old.unwrap(wrapped))
