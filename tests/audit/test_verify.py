"""Verification against someone who owns the whole database: each attack is found at the first bad entry."""

import shutil
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from innkeeper.audit import triggers
from innkeeper.audit.actions import publish, queue_unsealed, seal_pending
from innkeeper.audit.models import (
    AuditEntry,
    AuditHead,
    AuditLeaf,
    AuditNode,
    AuditPending,
    AuditSubject,
)
from innkeeper.audit.rules.verdicts import Finding, Verdict
from innkeeper.audit.verification import VerifyReport, verify
from innkeeper.kernel.ids import uuid7
from tests.makers.audit import make_entry, make_log, unguarded
from tests.makers.vault import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sinks"), pytest.mark.req("PRIV-06")]


@pytest.fixture
def log(guards: None, sinks: object) -> list[UUID]:
    """Six sealed entries; then the owner of the database takes the guards away."""
    entry_ids = make_log(6)
    triggers.drop_guards(connection)
    return entry_ids


def checked() -> VerifyReport:
    return verify(now=NOON + timedelta(seconds=30))


def first() -> tuple[Verdict, int | None, UUID | None]:
    found = checked().first
    assert isinstance(found, Finding)
    return found.verdict, found.index, found.entry_id


def renumber(entry_ids: list[UUID]) -> None:
    """Build leaves anew over these entries, as an attacker who knows the code would."""
    unguarded(AuditLeaf).delete()
    unguarded(AuditNode).delete()
    unguarded(AuditPending).delete()
    unguarded(AuditHead).update(size=0)
    for entry_id in entry_ids:
        AuditPending.objects.create(entry_id=entry_id)
        seal_pending(at=NOON)


def test_a_whole_log_is_whole(log: list[UUID]) -> None:
    report = checked()
    assert (report.is_whole, report.entries, report.sealed, report.unsealed) == (True, 6, 6, 0)
    assert [sink.size for sink in report.sinks] == [6, 6]


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "cases.closed"},
        {"actor_label": "E9"},
        {"actor_id": uuid7()},
        {"at": NOON - timedelta(days=1)},
        {"facts": {"n": 7}},
        {"purpose": "none"},
        {"salt": b"0" * 16},
        {"session": "other"},
        {"property_id": uuid7()},
        {"object_id": uuid7()},
        {"kind": "guest"},
        {"actor_kind": "system"},
        {"once": "x"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_column_is_found(log: list[UUID], change: dict[str, object]) -> None:
    unguarded(AuditEntry).filter(id=log[3]).update(**change)
    assert first() == (Verdict.CHANGED, 3, log[3])


def test_a_changed_subject_is_found(log: list[UUID]) -> None:
    unguarded(AuditSubject).filter(entry_id=log[2]).update(subject_id=uuid7())
    assert first() == (Verdict.CHANGED, 2, log[2])


def test_a_removed_and_an_added_subject_are_found(log: list[UUID]) -> None:
    unguarded(AuditSubject).filter(entry_id=log[4]).delete()
    AuditSubject.objects.create(entry_id=log[1], subject_id=uuid7(), at=NOON)
    assert first() == (Verdict.CHANGED, 1, log[1])


def test_a_change_with_its_leaf_made_to_fit_is_found(log: list[UUID]) -> None:
    unguarded(AuditEntry).filter(id=log[3]).update(verb="cases.closed")
    renumber(log)
    assert first() == (Verdict.CHANGED, 3, log[3])


def test_a_changed_leaf_is_found(log: list[UUID]) -> None:
    unguarded(AuditLeaf).filter(index=2).update(leaf_hash=b"x" * 32)
    assert first() == (Verdict.TREE_CHANGED, 2, log[2])


def test_a_deleted_entry_is_found(log: list[UUID]) -> None:
    unguarded(AuditEntry).filter(id=log[1]).delete()
    assert first() == (Verdict.DELETED, 1, log[1])


def test_a_deleted_entry_is_found_when_its_leaf_went_too(log: list[UUID]) -> None:
    unguarded(AuditEntry).filter(id=log[1]).delete()
    unguarded(AuditLeaf).filter(index=1).delete()
    assert first() == (Verdict.DELETED, 1, log[1])


def test_a_deleted_entry_is_found_when_all_were_renumbered(log: list[UUID]) -> None:
    unguarded(AuditEntry).filter(id=log[1]).delete()
    renumber([log[0], *log[2:]])
    assert first() == (Verdict.DELETED, 1, log[1])


def test_an_entry_inserted_among_the_others_is_found(log: list[UUID]) -> None:
    forged = make_entry(verb="cases.closed")
    renumber([*log[:2], forged, *log[2:]])
    assert first() == (Verdict.INSERTED, 2, forged)


def test_two_entries_that_changed_places_are_found(log: list[UUID]) -> None:
    renumber([log[0], log[2], log[1], *log[3:]])
    assert first() == (Verdict.REORDERED, 1, log[2])


@pytest.mark.parametrize("is_head_set_back", [True, False])
def test_a_log_cut_off_at_the_end_is_found(log: list[UUID], is_head_set_back: bool) -> None:
    unguarded(AuditEntry).filter(id__in=log[4:]).delete()
    unguarded(AuditLeaf).filter(index__gte=4).delete()
    if is_head_set_back:
        unguarded(AuditHead).update(size=4)
    assert first() == (Verdict.TRUNCATED, 4, log[4])


def test_a_database_rolled_back_that_went_on_is_found(log: list[UUID]) -> None:
    unguarded(AuditEntry).filter(id__in=log[4:]).delete()
    renumber(log[:4])
    make_entry()
    make_entry()
    make_entry()
    reports = seal_pending(at=NOON).sinks
    assert {report.standing.value for report in reports} == {"disagrees"}
    assert first() == (Verdict.REPLACED, 4, log[4])


def test_an_emptied_log_is_found(log: list[UUID]) -> None:
    for model in (AuditEntry, AuditSubject, AuditLeaf, AuditHead, AuditPending):
        unguarded(model).delete()
    assert first() == (Verdict.TRUNCATED, 0, log[0])


def test_an_entry_hidden_from_the_sealer_is_found_and_can_be_queued_again(log: list[UUID]) -> None:
    hidden = make_entry()
    AuditPending.objects.all().delete()
    assert first() == (Verdict.NEVER_QUEUED, None, hidden)
    assert queue_unsealed() == 1
    seal_pending(at=NOON)
    assert checked().is_whole


def test_the_first_of_several_bad_entries_is_named(log: list[UUID]) -> None:
    unguarded(AuditEntry).filter(id=log[5]).update(verb="x")
    unguarded(AuditEntry).filter(id=log[2]).delete()
    assert [finding.index for finding in checked().findings] == [2, 5]


def test_a_broken_tree_node_or_head_is_found(log: list[UUID]) -> None:
    unguarded(AuditHead).update(root=b"x" * 32)
    assert first() == (Verdict.TREE_CHANGED, 6, None)


def test_entries_not_sealed_yet_are_counted_as_unprotected(log: list[UUID]) -> None:
    make_entry(at=NOON + timedelta(seconds=10))
    report = checked()
    assert (report.is_whole, report.unsealed, report.unsealed_seconds) == (True, 1, 20.0)


def test_missing_triggers_are_told(guards: None) -> None:
    make_log(1)
    assert checked().missing_guards == []
    triggers.drop_guards(connection)
    assert "audit_entry_no_update" in checked().missing_guards


@pytest.mark.parametrize("name", ["leaves.log", "checkpoints.log"])
def test_one_changed_sink_is_named_and_the_other_still_vouches(sinks, log, name: str) -> None:
    path = sinks[0].folder / name
    raw = path.read_text()
    path.write_text(raw.replace(str(log[2]), str(uuid7())) if name == "leaves.log" else raw.replace("—", "-"))
    report = checked()
    assert report.sinks[1].trouble == ""
    if name == "leaves.log":
        assert (report.first.verdict, report.first.place) == (Verdict.SINK_CHANGED, str(sinks[0]))


def test_a_sink_cut_short_is_found(sinks, log) -> None:
    path = sinks[1].folder / "leaves.log"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:3]))
    found = checked().first
    assert (found.verdict, found.place) == (Verdict.SINK_CHANGED, str(sinks[1]))


def test_no_sink_left_means_no_witness(sinks, log) -> None:
    for sink in sinks:
        shutil.rmtree(sink.folder)
    assert checked().first.verdict is Verdict.NO_WITNESS


def test_it_works_from_a_sink_folder_alone_without_the_secrets(sinks, log, settings, tmp_path) -> None:
    settings.SECRETS = tmp_path / "nowhere"
    assert verify(now=NOON, sinks=[sinks[1]]).is_whole


def test_a_publish_after_nothing_changed_writes_nothing(sinks, log) -> None:
    before = (sinks[0].folder / "checkpoints.log").read_bytes()
    publish(at=NOON)
    assert (sinks[0].folder / "checkpoints.log").read_bytes() == before


def test_where_two_sinks_differ_the_outside_one_is_believed(sinks, log, settings) -> None:
    path = sinks[0].folder / "leaves.log"
    path.write_text(path.read_text().replace(str(log[2]), str(uuid7())))
    for outside, liar in ((sinks[0], sinks[1]), (sinks[1], sinks[0])):
        settings.AUDIT_OUTSIDE_SINK = str(outside)
        assert {one.place for one in checked().sinks if one.trouble} == {str(liar)}


def test_the_report_reads_as_plain_lines(log) -> None:
    assert next(checked().lines()) == "The log is whole: 6 entries sealed and recomputed."
    unguarded(AuditEntry).filter(id=log[3]).update(verb="x")
    assert next(checked().lines()) == f"BAD changed at number 3: entry {log[3]}"
