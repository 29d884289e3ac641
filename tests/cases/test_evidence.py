"""Findings and evidence."""

import hashlib
import io

import pytest
from PIL import Image

from innkeeper.cases import actions
from innkeeper.cases.actions.revealing import evidence_picture
from innkeeper.cases.models import Evidence
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from tests.makers.cases import make_case
from tests.people import START

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def photo(*, size=(40, 30), note="by Liu Ruyan"):
    exif = Image.Exif()
    exif[0x010E] = note
    kept = io.BytesIO()
    Image.new("RGB", size, "teal").save(kept, format="JPEG", exif=exif)
    return kept.getvalue()


def add(cast, case, content, *, by=None, **given):
    return actions.add_evidence(
        actor=(by or cast.owner).actor, case_id=case.pk, content=content, at=START, **given
    )


@pytest.mark.req("CASE-15")
def test_the_original_is_sealed_with_its_digest_and_its_size_known(cast):
    case, content = make_case(cast), photo()
    row = Evidence.objects.get(pk=add(cast, case, content))
    assert row.digest == hashlib.sha256(content).hexdigest()
    assert (row.content_type, row.width, row.height, row.byte_count) == ("image/jpeg", 40, 30, len(content))
    assert content not in bytes(row.original.blob)


def test_the_same_file_twice_is_kept_once(cast):
    case = make_case(cast)
    assert add(cast, case, photo()) == add(cast, case, photo())


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"MZ" + b"\0" * 200, "a program"),
        (b"\xff\xd8\xff\xe0 not a picture", "broken"),
        (b"<html><script>alert(1)</script></html>", "a page"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_refuses_what_is_no_evidence_and_stores_nothing(cast, content, why):
    with pytest.raises(InvalidInput) as refused:
        add(cast, make_case(cast), content)
    assert "file" in refused.value.fields
    assert not Evidence.objects.exists()


def test_it_refuses_a_picture_of_too_many_pixels(cast, monkeypatch):
    monkeypatch.setattr("innkeeper.cases.adapters.pictures.PIXEL_LIMIT", 100)
    with pytest.raises(InvalidInput):
        add(cast, make_case(cast), photo())


def test_it_refuses_an_outsider(cast):
    with pytest.raises(NotFound):
        add(cast, make_case(cast), photo(), by=cast.outsider)


@pytest.mark.req("CASE-15", "CASE-16")
def test_only_the_handler_notes_findings(cast):
    case = make_case(cast)
    with pytest.raises(NotPermitted):
        actions.add_finding(actor=cast.manager.actor, case_id=case.pk, text="滤网堵", at=START)
    actions.add_finding(actor=cast.owner.actor, case_id=case.pk, text="滤网堵", at=START)
    assert case.findings.get().text_redacted == "滤网堵"


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_the_copy_to_show_holds_no_metadata_and_opens_through_the_log(cast):
    case = make_case(cast)
    row_id = add(cast, case, photo(note="secret place"))
    shown = evidence_picture(actor=cast.owner.actor, ref=case.ref, evidence_id=row_id, at=START)
    assert b"secret place" not in shown
    assert not Image.open(io.BytesIO(shown)).getexif()
