"""Sweeping keys that nothing uses: told in the log before they go, and only by the system."""

from datetime import timedelta

import pytest

from innkeeper.audit.actions import sweep_orphans
from innkeeper.audit.models import AuditEntry
from innkeeper.kernel.actors import system
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import NotPermitted
from innkeeper.vault.models import DataKey, Tombstone
from innkeeper.workflows.orphan_keys_are_swept import sweep_orphan_keys
from tests.makers.vault import make_actor, make_sealed

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = timedelta(days=1)


def sweep(days: int):
    return sweep_orphans(actor=system("tests"), at=now() + days * DAY)


@pytest.mark.req("PRIV-10")
def test_the_log_names_the_keys_and_no_tombstone_stands() -> None:
    keys = {str(make_sealed().key_id) for _ in range(3)}
    first, second = sweep(2), sweep(4)
    assert (first.doubted, first.destroyed, second.destroyed) == (3, 0, 3)
    entry = AuditEntry.objects.get()
    assert (entry.verb, set(entry.facts["keys"])) == ("vault.orphans_destroyed", keys)
    assert not Tombstone.objects.exists()


def test_a_key_that_cannot_be_named_in_the_log_is_not_destroyed(monkeypatch) -> None:
    make_sealed()
    sweep(2)
    monkeypatch.setattr("innkeeper.audit.actions.orphans.record", lambda **given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sweep(4)
    assert DataKey.objects.count() == 1


def test_the_orphan_that_a_restored_backup_brings_back_is_swept_again() -> None:
    make_sealed()
    backup = list(DataKey.objects.all())
    sweep(2)
    assert sweep(4).destroyed == 1
    DataKey.objects.bulk_create(backup)
    sweep(5)
    assert sweep(7).destroyed == 1


def test_a_person_sweeps_nothing() -> None:
    make_sealed()
    with pytest.raises(NotPermitted):
        sweep_orphans(actor=make_actor(), at=now() + 2 * DAY)
    assert not DataKey.objects.filter(doubted_at__isnull=False).exists()


def test_the_night_job_sweeps() -> None:
    make_sealed()
    for days in (2, 4):
        sweep_orphan_keys(at=now() + days * DAY)
    assert not DataKey.objects.exists()
