"""Making and checking a backup, in the process of the tests."""

import pytest
from django.conf import settings
from typer.testing import CliRunner

from innkeeper.config.backup import marker
from innkeeper.config.backup.gate import RestoreGate
from innkeeper.config.backup.making import make_backup
from innkeeper.config.backup.manifest import BackupBroken
from innkeeper.config.backup.verifying import verify_backup
from innkeeper.config.commands.backup import app
from innkeeper.outbox.actions import enqueue
from tests.makers.outbox import NINE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("OPS-03")]


def test_a_backup_tells_what_it_holds_and_proves_it(tmp_path):
    enqueue("tests.answer", at=NINE)
    made = make_backup(tmp_path / "b", at=NINE)
    assert made.part("default").counts["outbox_job"] == 1
    assert made.log.entries == 1
    assert verify_backup(tmp_path / "b") == made
    assert {part.alias for part in made.databases} == {"default", "keys"}


def test_no_secret_is_in_it(tmp_path):
    make_backup(tmp_path / "b", at=NINE)
    held = b"".join(path.read_bytes() for path in (tmp_path / "b").rglob("*") if path.is_file())
    secrets = [path.read_bytes().strip() for path in settings.SECRETS.iterdir()]
    assert secrets
    assert not [one for one in secrets if one in held]


def test_it_refuses_a_folder_in_use_and_the_data_folder(tmp_path):
    (tmp_path / "old").write_text("x")
    with pytest.raises(BackupBroken, match="not empty"):
        make_backup(tmp_path, at=NINE)
    with pytest.raises(BackupBroken, match="dies with it"):
        make_backup(settings.HOME / "backup", at=NINE)


def test_while_a_restore_is_marked_nobody_is_served_and_nothing_is_backed_up(rf, tmp_path):
    marker.set_mark("test")
    try:
        answer = RestoreGate(lambda request: None)(rf.get("/"))
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        with pytest.raises(BackupBroken, match="in progress"):
            make_backup(tmp_path / "b", at=NINE)
    finally:
        marker.clear_mark()
    assert not marker.is_restoring()


def test_the_commands_say_what_they_did_and_end_with_1_when_a_copy_is_harmed(tmp_path):
    folder, run = tmp_path / "b", CliRunner()
    assert "Backed up" in run.invoke(app, ["backup", str(folder)]).output
    assert "is whole" in run.invoke(app, ["verify-backup", str(folder)]).output
    again = run.invoke(app, ["backup", str(folder)])
    assert (again.exit_code, "notempty" in "".join(again.output.split())) == (1, True), again.output
    max(folder.rglob("*"), key=lambda path: path.stat().st_size).write_bytes(b"")
    assert run.invoke(app, ["verify-backup", str(folder)]).exit_code == 1
