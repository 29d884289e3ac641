"""A backup restored elsewhere: the same counts, the same finds, and nobody erased comes back."""

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from innkeeper.config.backup.manifest import BackupBroken
from innkeeper.config.backup.verifying import verify_backup

pytestmark = [pytest.mark.req("OPS-03"), pytest.mark.slow]


@pytest.fixture(scope="module")
def backup(make_place, tmp_path_factory):
    """The backup of a house that has worked, and has gone on working since."""
    folder = tmp_path_factory.mktemp("backups") / "monday"
    house = make_place("first")
    house.told("work")
    assert house.told("back_up", str(folder))["files"] == 1
    return folder


@pytest.fixture(scope="module")
def restored(make_place, backup):
    """The house elsewhere, after a restore that died three times in different places and was begun again."""
    place = make_place("second")
    for step in ("_load_files", "replay_tombstones", "begin_epoch"):
        assert place.run("restore", str(backup), step).returncode == 9
    half = place.told("look")
    report = place.told("restore", str(backup))
    return place, half, report, place.told("look")


def test_a_restore_that_died_serves_nobody(restored):
    _place, half, _report, _seen = restored
    assert half["is_restoring"]
    assert half["web"] == 503


def test_the_house_stands_as_it_was_and_serves_again(restored):
    _place, _half, report, seen = restored
    assert (seen["is_restoring"], seen["web"] == 503) == (False, False)
    assert (seen["found"], seen["steps"], seen["photo"]) == ([101], 20, 70_000)
    assert seen["jobs"] == ["tests.answer", "workflows.erased_words_leave_search"]
    assert report["files"] == 1
    assert report["epoch"] >= 1
    assert report["log_is_whole"]
    assert report["dropped"] >= 1


def test_who_was_erased_after_the_backup_stays_erased_and_sessions_are_ended(restored):
    _place, _half, report, seen = restored
    assert (seen["keys"], report["destroyed"]) == ([101], 2)
    assert (seen["sessions"], seen["later"]) == (0, 0)


def test_the_file_of_who_was_erased_after_the_backup_comes_back_empty(restored):
    _place, half, report, seen = restored
    assert "夏先生" in half["guest"] and half["tokens"] > 0
    assert (report["emptied"], seen["tokens"]) == (1, 0)
    for left in ("夏先生", "许", "花生", "4471"):
        assert left not in seen["guest"]


def test_the_restored_house_goes_on_under_guard(restored):
    place, _half, _report, _seen = restored
    told = place.told("goes_on")
    assert told["is_guarded"]
    assert told["sealed"] >= 1
    said = place.told("verifies")
    assert said["is_whole"], said["lines"]


def test_a_house_that_holds_work_is_not_overwritten(make_place, backup, restored):
    place, _half, _report, _seen = restored
    assert "holds work already" in place.told("restore", str(backup))["refused"]


@pytest.mark.parametrize("harm", ["flip", "lose", "manifest", "unfinished"])
def test_a_harmed_backup_is_found_out(backup, tmp_path, harm):
    harmed = harmed_copy(backup, tmp_path / "harmed", harm=harm)
    with pytest.raises(BackupBroken):
        verify_backup(harmed)


def test_a_harmed_backup_leaves_the_place_untouched(make_place, backup, tmp_path):
    place = make_place("third")
    told = place.told("restore", str(harmed_copy(backup, tmp_path / "harmed", harm="flip")))
    assert "differs" in told["refused"]
    assert not (place.home / "restore-in-progress").exists()


def test_another_look_up_key_is_found_out_unless_the_old_one_is_said_to_be_lost(make_place, backup, tmp_path):
    place = make_place("fourth")
    secrets = tmp_path / "secrets"
    shutil.copytree(place.env["INNKEEPER_SECRETS"], secrets)
    (secrets / "tokens.key").write_bytes((secrets / "vapid.key").read_bytes())
    other = replace(place, env={**place.env, "INNKEEPER_SECRETS": str(secrets)})
    assert "tokens.key here is not the one" in other.told("restore", str(backup))["refused"]
    assert not (place.home / "restore-in-progress").exists()
    assert other.told("restore", str(backup), "", "tokens.key")["log_is_whole"]


def test_a_backup_of_another_version_is_refused_before_a_table_is_made(make_place, backup, tmp_path):
    newer = tmp_path / "newer"
    shutil.copytree(backup, newer)
    told = json.loads((newer / "manifest.json").read_text(encoding="utf-8"))
    told["migrations"] = sorted([*told["migrations"], "cases.9999_of_tomorrow"])
    said = json.dumps(told).encode()
    (newer / "manifest.json").write_bytes(said)
    (newer / "manifest.json.sha256").write_text(hashlib.sha256(said).hexdigest(), encoding="ascii")
    place = make_place("fifth")
    assert "Restore it with that version" in place.told("restore", str(newer))["refused"]
    assert place.run("look").returncode != 0, "no table was made"


def harmed_copy(backup: Path, folder: Path, *, harm: str) -> Path:
    """The backup with one bit flipped, its largest file lost, a count changed, or its manifest gone."""
    shutil.copytree(backup, folder)
    files = [path for path in folder.rglob("*") if path.is_file()]
    victim = max(files, key=lambda path: path.stat().st_size)
    if harm == "flip":
        raw = bytearray(victim.read_bytes())
        raw[len(raw) // 2] ^= 1
        victim.write_bytes(raw)
    elif harm == "manifest":
        told = json.loads((folder / "manifest.json").read_text())
        told["databases"][0]["counts"]["audit_entry"] = 1
        (folder / "manifest.json").write_text(json.dumps(told))
    else:
        (victim if harm == "lose" else folder / "manifest.json").unlink()
    return folder
