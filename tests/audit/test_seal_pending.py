"""The sealer and its sinks: crashes, dead sinks, torn writes, new epochs, proofs."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from innkeeper.audit import custody, tree
from innkeeper.audit.actions import (
    NewEntry,
    begin_epoch,
    publish,
    record_many,
    replay_tombstones,
    seal_pending,
    signed_checkpoint,
)
from innkeeper.audit.models import AuditEntry, AuditHead, AuditLeaf, AuditNode, AuditPending
from innkeeper.audit.queries import sealer_lag, sink_warning
from innkeeper.audit.rules import merkle
from innkeeper.audit.rules.notes import NoteBroken, Verifier
from innkeeper.audit.verification import verify
from innkeeper.kernel.errors import Unavailable
from innkeeper.kernel.ids import uuid7
from tests.makers.audit import make_entry, make_log, unguarded
from tests.makers.vault import NOON, make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sinks")]


def make_many(count: int) -> None:
    actor = make_actor()
    with transaction.atomic():
        record_many(
            NewEntry(actor=actor, verb="a.b", kind="c", object_id=uuid7(), property_id=None, at=NOON)
            for _ in range(count)
        )


def standings(reports) -> list[tuple[str, int]]:
    return [(report.standing.value, report.lag) for report in reports]


def test_numbers_have_no_gaps_and_the_root_is_over_all_of_them() -> None:
    for count in (3, 300, 256, 1):
        make_many(count)
        seal_pending(at=NOON)
    rows = list(AuditLeaf.objects.order_by("index").values_list("index", "leaf_hash"))
    assert [index for index, _leaf in rows] == list(range(560))
    head = AuditHead.objects.get()
    root = merkle.RunningRoot().extend(bytes(leaf) for _index, leaf in rows).root()
    assert (head.size, bytes(head.root), AuditNode.objects.count()) == (560, root, 2)
    assert verify(now=NOON).is_whole


def test_a_batch_is_sealed_in_few_statements(django_assert_max_num_queries) -> None:
    make_many(1000)
    seal_pending(at=NOON, batch=1)
    with django_assert_max_num_queries(26):
        assert seal_pending(at=NOON).sealed == 999


def test_nothing_waiting_costs_little(django_assert_max_num_queries) -> None:
    make_log(2)
    with django_assert_max_num_queries(1):
        assert seal_pending(at=NOON + timedelta(seconds=59)).sealed == 0
    with django_assert_max_num_queries(14):
        assert seal_pending(at=NOON + timedelta(seconds=60)).sealed == 0


def test_a_crash_between_commit_and_sinks_is_caught_up(sinks, monkeypatch) -> None:
    make_log(3)
    make_entry()
    monkeypatch.setattr("innkeeper.audit.actions.sealing.publish", lambda at: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        seal_pending(at=NOON)
    assert verify(now=NOON).unwitnessed == 1
    publish(at=NOON)
    report = verify(now=NOON)
    assert (report.is_whole, report.unwitnessed, [one.size for one in report.sinks]) == (True, 0, [4, 4])


@pytest.mark.parametrize("cut", [1, 20, 60, 100, 140])
@pytest.mark.parametrize("name", ["leaves.log", "checkpoints.log"])
def test_a_torn_last_write_is_written_again(sinks, name: str, cut: int) -> None:
    make_log(3)
    path = sinks[0].folder / name
    path.write_bytes(path.read_bytes()[:-cut])
    make_entry()
    assert standings(seal_pending(at=NOON).sinks) == [("level", 0), ("level", 0)]
    report = verify(now=NOON)
    assert report.is_whole, list(report.lines())
    assert [one.trouble for one in report.sinks] == ["", ""]


def test_two_workers_who_tell_a_sink_the_same_leaves_break_nothing(sinks) -> None:
    make_log(4)
    sinks[0].append_leaves(list(sinks[0].leaves())[2:])
    make_entry()
    assert standings(seal_pending(at=NOON).sinks) == [("level", 0), ("level", 0)]
    report = verify(now=NOON)
    assert (report.is_whole, [one.size for one in report.sinks]) == (True, [5, 5]), list(report.lines())


def test_a_leaf_told_again_with_another_hash_is_a_change(sinks) -> None:
    make_log(4)
    sinks[0].append_leaves([replace(list(sinks[0].leaves())[2], leaf_hash=bytes(32))])
    assert not verify(now=NOON).is_whole


def test_a_worker_who_looked_before_another_sealed_finds_no_fault(sinks, monkeypatch) -> None:
    make_log(3)
    looked = [custody.head()]
    make_entry()
    seal_pending(at=NOON)
    head = custody.head
    monkeypatch.setattr(custody, "head", lambda: looked.pop() if looked else head())
    assert standings(publish(at=NOON)) == [("level", 0), ("level", 0)]
    assert verify(now=NOON).is_whole


def test_a_dead_sink_lags_and_the_other_goes_on(sinks, settings, tmp_path) -> None:
    make_log(3)
    (tmp_path / "file").write_text("")
    settings.AUDIT_SINKS = [sinks[0].folder, tmp_path / "file" / "b"]
    make_entry()
    assert standings(seal_pending(at=NOON).sinks) == [("level", 0), ("unreachable", 4)]
    settings.AUDIT_SINKS = [one.folder for one in sinks]
    assert standings(publish(at=NOON)) == [("level", 0), ("level", 0)]


def test_a_hanging_sink_is_waited_for_only_so_long() -> None:
    with pytest.raises(TimeoutError):
        custody.patiently("slow", lambda: time.sleep(0.5), seconds=0.05)
    with pytest.raises(TimeoutError, match="still hangs"):
        custody.patiently("slow", lambda: None, seconds=0.05)
    time.sleep(0.6)
    assert custody.patiently("slow", lambda: "again") == "again"


def test_a_restore_begins_an_epoch_that_verification_follows() -> None:
    entry_ids = make_log(6)
    unguarded(AuditEntry).filter(id__in=entry_ids[4:]).delete()
    unguarded(AuditLeaf).filter(index__gte=4).delete()
    set_back_head(4)
    assert not verify(now=NOON).is_whole
    assert begin_epoch(actor=make_actor(), reason="restore", at=NOON) == 1
    seal_pending(at=NOON + timedelta(minutes=1))
    report = verify(now=NOON)
    assert report.is_whole, list(report.lines())
    assert [(one.number, one.base_size, one.reason) for one in report.epochs] == [(1, 4, "restore")]
    assert report.dropped_ids == entry_ids[4:]
    assert AuditEntry.objects.filter(verb="audit.epoch_begun").count() == 1


def test_a_second_restore_to_before_the_first_is_followed_too(sinks) -> None:
    entry_ids = make_log(6)
    for number, size in ((1, 4), (2, 2)):
        unguarded(AuditLeaf).filter(index__gte=size).delete()
        unguarded(AuditEntry).exclude(id__in=entry_ids[:size]).delete()
        AuditPending.objects.all().delete()
        set_back_head(size)
        assert begin_epoch(actor=make_actor(), reason="restore", at=NOON) == number
        make_entry()
        seal_pending(at=NOON)
    report = verify(now=NOON)
    assert report.is_whole, list(report.lines())
    assert [one.number for one in report.epochs] == [1, 2]
    assert [one.size for one in report.sinks] == [4, 4]


def test_a_restore_elsewhere_with_new_empty_sinks_goes_on(settings, tmp_path) -> None:
    make_log(6)
    settings.AUDIT_SINKS = [tmp_path / "c", tmp_path / "d"]
    settings.AUDIT_SINKS[0].mkdir()
    assert begin_epoch(actor=make_actor(), reason="restore", at=NOON) == 1
    seal_pending(at=NOON)
    report = verify(now=NOON)
    assert report.is_whole, list(report.lines())
    assert ([one.size for one in report.sinks], report.dropped_ids) == ([7, 7], [])


def test_a_sink_that_lags_is_no_reason_to_drop_anything(sinks, settings) -> None:
    make_log(3)
    settings.AUDIT_SINKS = [sinks[0].folder]
    make_entry()
    seal_pending(at=NOON)
    settings.AUDIT_SINKS = [one.folder for one in sinks]
    begin_epoch(actor=make_actor(), reason="restore", at=NOON)
    report = verify(now=NOON)
    assert (report.is_whole, report.epochs[0].base_size, report.dropped_ids) == (True, 4, [])


def test_no_tombstone_is_replayed_without_a_sink(settings, tmp_path) -> None:
    settings.AUDIT_SINKS = [tmp_path / "gone"]
    with pytest.raises(Unavailable):
        replay_tombstones()


def test_no_epoch_begins_without_a_sink(settings, tmp_path) -> None:
    settings.AUDIT_SINKS = [tmp_path / "gone"]
    with pytest.raises(Unavailable):
        begin_epoch(actor=make_actor(), reason="restore", at=NOON)


@pytest.mark.parametrize("old, new", [("\n9\n", "\n8\n"), ("epoch 0", "epoch 1"), ("— ", "- ")])
def test_a_changed_checkpoint_does_not_verify(old: str, new: str) -> None:
    make_log(9)
    signed = signed_checkpoint(at=NOON)
    with pytest.raises(NoteBroken):
        Verifier.read(signed.vkey).text_of(signed.note.replace(old, new))


def test_the_lag_of_the_sealer_is_told() -> None:
    make_entry()
    lag = sealer_lag(now=NOON + timedelta(seconds=9))
    assert (lag.waiting, lag.oldest_seconds) == (1, 9.0)
    seal_pending(at=NOON)
    assert sealer_lag(now=NOON).waiting == 0


def test_the_banner_stands_until_a_sink_belongs_to_another(settings) -> None:
    assert "INNKEEPER_AUDIT_OUTSIDE_SINK" in sink_warning()
    settings.AUDIT_OUTSIDE_SINK = str(settings.AUDIT_SINKS[0])
    assert sink_warning() == ""
    settings.AUDIT_OUTSIDE_SINK = "/nowhere"
    assert sink_warning() != ""
    settings.AUDIT_SINKS = settings.AUDIT_SINKS[:1]
    assert "INNKEEPER_AUDIT_SINKS" in sink_warning()


def set_back_head(size: int) -> None:
    """As a database restored from a backup has it."""
    unguarded(AuditNode).delete()
    unguarded(AuditHead).update(size=size, root=tree.root_at(size), epoch=0)
