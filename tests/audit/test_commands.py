"""`innkeeper audit` as the person at the terminal sees it."""

import json

import pytest
from typer.testing import CliRunner, Result

from innkeeper.audit.models import AuditEntry
from innkeeper.audit.rules.notes import Verifier
from innkeeper.config.commands import audit
from tests.makers.audit import make_entry, make_log, unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sinks")]


def run(*words: str) -> Result:
    return CliRunner().invoke(audit.app, words)


@pytest.mark.req("PRIV-06")
def test_verify_tells_a_whole_log_and_names_the_first_bad_entry() -> None:
    entry_ids = make_log(3)
    told = run("verify")
    assert (told.exit_code, told.stdout.splitlines()[0]) == (
        0,
        "The log is whole: 3 entries sealed and recomputed.",
    )
    unguarded(AuditEntry).filter(id=entry_ids[1]).update(verb="x")
    told = run("verify")
    assert (told.exit_code, told.stdout.splitlines()[0]) == (
        1,
        f"BAD changed at number 1: entry {entry_ids[1]}",
    )


def test_verify_answers_in_json() -> None:
    entry_ids = make_log(2)
    unguarded(AuditEntry).filter(id=entry_ids[0]).delete()
    told = json.loads(run("verify", "--json").stdout)
    assert told["is_whole"] is False
    assert told["findings"][0] == {
        "verdict": "deleted", "index": 0, "entry_id": str(entry_ids[0]), "place": "",
    }  # fmt: skip


def test_seal_seals_what_waits_and_tells_the_sinks() -> None:
    make_entry()
    told = run("seal")
    assert told.exit_code == 0
    assert told.stdout.splitlines()[0] == "1 entries sealed, 1 in the tree"
    assert told.stdout.count("level, lag 0") == 2


def test_checkpoint_prints_a_note_and_the_key_that_checks_it() -> None:
    make_log(2)
    told = run("checkpoint").stdout
    note, vkey = told.strip().rsplit("\n\n", 1)
    assert Verifier.read(vkey).text_of(note + "\n").splitlines()[1] == "2"
