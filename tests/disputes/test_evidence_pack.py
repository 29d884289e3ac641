"""The evidence pack: whole, offline, for few; an altered file fails its check value and is named."""

import io
import json
import zipfile
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions as cases
from innkeeper.config.commands.evidence import app
from innkeeper.disputes import actions
from innkeeper.disputes.models import EvidencePack
from innkeeper.disputes.rules.packs import check
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from tests.makers import disputes as make
from tests.people import START

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def dispute(cast):
    """A settled dispute with two originals, one from the complaint before it."""
    origin = make.refused_complaint(cast)
    cases.add_evidence(actor=cast.owner.actor, case_id=origin.pk, content=PDF, caption="发票", at=START)
    case = make.answered(cast, origin=origin)
    other = PDF + b"%second\n"
    cases.add_evidence(actor=cast.quality.actor, case_id=case.pk, content=other, caption="回函", at=START)
    make.note_points(cast, case)
    make.talk(cast, case, outcome="agreed")
    make.settle(cast, case)
    return case


@pytest.fixture
def pack(cast, dispute, tmp_path):
    made = pack_of(cast, dispute)
    path = tmp_path / made.name
    path.write_bytes(made.content)
    return path


def pack_of(cast, case, purpose="litigation", who="quality"):
    return actions.make_evidence_pack(
        actor=getattr(cast, who).actor, case_id=case.pk, purpose=purpose, at=START
    )


def altered(path, change):
    """The pack with some of its files changed; `change` gets and gives {name: bytes}."""
    with zipfile.ZipFile(path) as old:
        content = {name: old.read(name) for name in old.namelist()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as fresh:
        for name, body in change(content).items():
            fresh.writestr(name, body)
    other = path.with_name("altered.zip")
    other.write_bytes(buffer.getvalue())
    return other


def first_original(content):
    return min(name for name in content if name.startswith("originals/"))


@pytest.mark.req("DISP-05")
def test_a_pack_is_whole_and_holds_the_originals_byte_for_byte(pack):
    report = check(pack)
    assert report.faults == [] and report.entries > 10
    with zipfile.ZipFile(pack) as held:
        originals = [held.read(name) for name in held.namelist() if name.startswith("originals/")]
        index = held.read("index.zh.html").decode()
    assert sorted(originals) == sorted([PDF, PDF + b"%second\n"])
    assert make.CLAIM in index


@pytest.mark.req("DISP-05")
def test_an_altered_file_fails_its_check_value_and_is_named(pack):
    name = ""

    def change(content):
        nonlocal name
        name = first_original(content)
        return content | {name: content[name][:-1] + b"X"}

    report = check(altered(pack, change))
    assert [fault.path for fault in report.faults] == [name]


@pytest.mark.req("DISP-05")
def test_a_file_taken_out_or_put_in_is_named(pack):
    name = ""

    def change(content):
        nonlocal name
        name = first_original(content)
        return {key: body for key, body in content.items() if key != name} | {"originals/new.pdf": PDF}

    faults = {fault.path for fault in check(altered(pack, change)).faults}
    assert faults == {name, "originals/new.pdf"}


@pytest.mark.req("DISP-05")
def test_a_manifest_made_to_fit_is_not_the_one_the_house_signed(pack):
    def change(content):
        name = first_original(content)
        manifest = json.loads(content["manifest.json"])
        manifest["files"] = [one for one in manifest["files"] if one["path"] != name]
        content["manifest.json"] = json.dumps(manifest).encode()
        return {key: body for key, body in content.items() if key != name}

    told = " ".join(fault.what for fault in check(altered(pack, change)).faults)
    assert "signed another one" in told and "is not here" in told


@pytest.mark.req("DISP-05")
def test_a_changed_log_entry_does_not_lead_to_the_checkpoint(pack):
    def change(content):
        lines = content["log/entries.jsonl"].decode()
        content["log/entries.jsonl"] = lines.replace("cases.opened", "cases.closed", 1).encode()
        return content

    paths = {fault.path.split(":")[0] for fault in check(altered(pack, change)).faults}
    assert paths == {"log/entries.jsonl"}


@pytest.mark.req("DISP-05")
def test_the_houses_own_key_and_digest_can_be_held_against_it(cast, pack):
    row = EvidencePack.objects.get()
    with zipfile.ZipFile(pack) as held:
        vkey = held.read("log/vkey.txt").decode()
    assert check(pack, vkey=vkey, digest=row.digest).is_whole
    other = "innkeeper-audit/" + vkey.split("/", 1)[1].replace("+", "x+", 1)
    assert not check(pack, vkey=other).is_whole
    assert not check(pack, digest="0" * 64).is_whole


def test_the_command_names_what_is_wrong_and_exits_with_one(pack, tmp_path):
    runner = CliRunner()
    assert runner.invoke(app, ["verify", str(pack)]).exit_code == 0
    broken = tmp_path / "broken.zip"
    broken.write_bytes(pack.read_bytes()[:100])
    told = runner.invoke(app, ["verify", str(broken)])
    assert told.exit_code == 1 and "BAD" in told.output


@pytest.mark.req("DISP-05")
def test_each_opening_and_the_making_are_audited_under_the_purpose(cast, dispute):
    made = pack_of(cast, dispute)
    entry = AuditEntry.objects.get(verb="cases.evidence_packed", object_id=dispute.pk)
    assert entry.facts["digest"] == made.digest
    opened = AuditEntry.objects.filter(verb="audit.revealed", purpose="litigation")
    assert {field for row in opened for field in row.facts["fields"]} >= {"cases.Evidence.original"}


def test_who_has_no_right_no_factor_or_no_sight_gets_none(cast, dispute):
    with pytest.raises(NotPermitted):
        pack_of(cast, dispute, who="owner")
    with pytest.raises(NotFound):
        pack_of(cast, dispute, who="outsider")
    bare = replace(cast.quality.actor, permissions=cast.quality.actor.permissions - {"disputes.export"})
    with pytest.raises(NotPermitted):
        actions.make_evidence_pack(actor=bare, case_id=dispute.pk, purpose="litigation", at=START)
    with pytest.raises(InvalidInput):
        pack_of(cast, dispute, purpose="curiosity")
    assert not EvidencePack.objects.exists()
    assert AuditEntry.objects.filter(verb="cases.refused", object_id=dispute.pk).count() == 2
