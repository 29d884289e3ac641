"""The evidence pack: whole, offline, for few; an altered file fails its check value and is named."""

import base64
import hashlib
import io
import json
import zipfile
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from typer.testing import CliRunner

from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case
from innkeeper.config.commands.evidence import app
from innkeeper.disputes import actions
from innkeeper.disputes.models import Dispute, EvidencePack
from innkeeper.disputes.rules.packs import check
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from tests.makers import disputes as make
from tests.makers.complaints import make_complaint
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
def test_what_went_up_in_the_case_before_belongs_to_it(cast, dispute, tmp_path):
    photo = PDF + b"%third\n"
    twin = make_complaint(cast, text="浴室排水口有头发，请看照片")
    cases.add_evidence(actor=cast.owner.actor, case_id=twin.pk, content=photo, caption="照片", at=START)
    origin = Dispute.objects.get(case_id=dispute.pk).origin_case_id
    cases.merge_case(actor=cast.owner.actor, case_id=twin.pk, into_id=origin, at=START)
    path = tmp_path / "pack.zip"
    path.write_bytes(pack_of(cast, dispute).content)
    assert check(path).faults == []
    with zipfile.ZipFile(path) as held:
        assert photo in [held.read(name) for name in held.namelist() if name.startswith("originals/")]
        assert "请看照片" in held.read("words/thread.json").decode()


@pytest.mark.req("DISP-05")
@pytest.mark.req("DISP-05")
def test_what_the_house_found_out_stands_in_it_as_it_was_written(cast, dispute, tmp_path):
    origin = Dispute.objects.get(case_id=dispute.pk).origin_case_id
    said = "罗小满未查浴室，柳如烟出示了照片"
    cases.add_finding(actor=cast.quality.actor, case_id=dispute.pk, text=said, source="records", at=START)
    path = tmp_path / "found.zip"
    path.write_bytes(pack_of(cast, dispute).content)
    with zipfile.ZipFile(path) as held:
        found = json.loads(held.read("words/findings.json"))["findings"]
        index = held.read("index.zh.html").decode()
    assert {one["case"] for one in found} == {Case.objects.get(pk=one).ref for one in (origin, dispute.pk)}
    assert (found[-1]["source"], found[-1]["text"]) == ("records", said)
    assert "words/findings.json" in index and check(path).is_whole
    opened = AuditEntry.objects.filter(verb="audit.revealed", purpose="litigation", object_id=dispute.pk)
    assert "cases.Finding.text" in {field for row in opened for field in row.facts["fields"]}


def test_anybody_leads_an_entry_to_the_signed_root_without_the_house(pack):
    """The proof by hand: RFC 6962 hashes and one Ed25519 signature, nothing of the program."""
    with zipfile.ZipFile(pack) as held:
        entries = [json.loads(line) for line in held.read("log/entries.jsonl").decode().splitlines()]
        note = held.read("log/checkpoint.txt").decode()
        vkey = held.read("log/vkey.txt").decode().strip()
    text, signature = note.split("\n\n")
    key = base64.b64decode(vkey.split("+", 2)[2])[1:]
    Ed25519PublicKey.from_public_bytes(key).verify(
        base64.b64decode(signature.split()[-1])[4:], f"{text}\n".encode()
    )
    _origin, size, root = text.split("\n")[:3]
    assert all(root_by_hand(one, int(size)) == base64.b64decode(root) for one in entries)


def root_by_hand(entry, size):
    """RFC 9162, 2.1.3.2: from the leaf over salt and body up to the root."""
    found = hashlib.sha256(b"\x00" + bytes.fromhex(entry["salt"]) + entry["body"].encode()).digest()
    here, last = entry["index"], size - 1
    for step in map(base64.b64decode, entry["steps"]):
        if here % 2 or here == last:
            found = hashlib.sha256(b"\x01" + step + found).digest()
            while here and not here % 2:
                here, last = here // 2, last // 2
        else:
            found = hashlib.sha256(b"\x01" + found + step).digest()
        here, last = here // 2, last // 2
    return found if last == 0 else b""


@pytest.mark.req("DISP-05")
def test_a_list_of_sums_made_to_fit_is_named(pack):
    def change(content):
        return content | {"SHA256SUMS": content["SHA256SUMS"].replace(b"a", b"b")}

    assert [fault.path for fault in check(altered(pack, change)).faults] == ["SHA256SUMS"]


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
