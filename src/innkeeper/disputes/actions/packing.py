"""The evidence pack (DISP-05): originals byte for byte, what was said and found out, the log's proof, a readable index."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.cases import actions as cases
from innkeeper.cases import policy
from innkeeper.cases.actions.checking import chosen
from innkeeper.cases.models import Audience, Case, Evidence, Finding, ThreadEntry
from innkeeper.cases.queries.merges import all_within
from innkeeper.disputes.models import Dispute, EvidencePack
from innkeeper.disputes.queries import Course, course_of, dispute_of
from innkeeper.disputes.rules import PURPOSES, packs
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotPermitted
from innkeeper.vault.grants import Grant

RIGHT = "disputes.export"
MINUTES = 10
FIELDS = frozenset(
    {
        "cases.Evidence.original",
        "cases.Finding.text",
        "cases.ThreadEntry.text",
        "disputes.Claim.text",
        "disputes.Settlement.text",
    }
)
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "application/pdf": "pdf",
    "audio/mpeg": "mp3",
    "video/mp4": "mp4",
}
STILL = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class MadePack:
    """A pack as it is handed out, with the check value that the house keeps."""

    id: UUID
    name: str
    content: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    content: bytes
    kind: str
    about: Mapping[str, Any]


def make_evidence_pack(*, actor: Actor, case_id: UUID, purpose: str, at: datetime) -> MadePack:
    """Put everything that proves the dispute into one archive that checks itself offline.

    For who may see the case and holds the right, which asks a second factor; each opening and the making are audited.
    Raises: NotPermitted, logged; InvalidInput for an unknown purpose; NotFound; KeyDestroyed, SealBroken.
    """
    chosen(purpose, PURPOSES, field="purpose")
    case = policy.case_for(actor, pk=case_id, kind="dispute")
    dispute = dispute_of(case.pk)
    origin = policy.case_for(actor, pk=dispute.origin_case_id)
    if not actor.may(RIGHT):
        cases.log_refusal(actor=actor, case_id=case.pk, verb="evidence_pack", at=at, code=NotPermitted.code)
        raise NotPermitted(_("Your post does not make evidence packs, or the second factor was not given."))
    grant = Grant(actor, FIELDS, purpose, at + timedelta(minutes=MINUTES))
    of = (*_matter(origin), case)
    found = _File("words/findings.json", _findings(grant, of, at=at), "words", {})
    files = [*_originals(grant, of, at=at), *_words(grant, dispute, of, at=at), found]
    while audit.seal_pending(at=at).sealed:
        continue
    proof = audit.prove_about([one.pk for one in of], at=at)
    files += _log_files(proof)
    files += _indexes(course_of(case.pk, at=at), origin, case, files, at=at)
    content, digest = _zipped(files, ref=case.ref, at=at)
    return _noted(
        dispute, case, content, digest, files, len(proof.entries), actor=actor, purpose=purpose, at=at
    )


def _matter(origin: Case) -> list[Case]:
    """The case before it, and what went up in that one: who may read it there reads them along the link."""
    ids = all_within(origin.pk)
    return sorted(Case.objects.filter(pk__in=ids), key=lambda one: ids.index(one.pk))


def _originals(grant: Grant, of: Sequence[Case], *, at: datetime) -> list[_File]:
    """Every original byte for byte; the log notes the opening first."""
    found: list[_File] = []
    for case in of:
        rows = list(Evidence.objects.filter(case=case).order_by("added_at", "pk"))
        opened = audit.reveal_bytes(
            grant,
            [row.original for row in rows],
            kind="cases.Case",
            object_id=case.pk,
            property_id=case.property_id,
            at=at,
        )
        for row, content in zip(rows, opened, strict=True):
            number, ending = len(found) + 1, ENDINGS.get(row.content_type, "bin")
            about = {
                "case": case.ref,
                "content_type": row.content_type,
                "caption": row.caption_redacted,
                "added_at": row.added_at.isoformat(),
            }
            found.append(_File(f"originals/{number:03d}-{row.pk}.{ending}", content, "original", about))
    return found


def _words(grant: Grant, dispute: Dispute, of: Sequence[Case], *, at: datetime) -> list[_File]:
    """What the guest and the house said to each other, the claims and the outcome, in their own words."""
    told: list[dict[str, Any]] = []
    for case in of:
        rows = list(ThreadEntry.objects.filter(case=case, audience=Audience.GUEST).order_by("at", "pk"))
        opened = _open(grant, [row.text for row in rows], case, at=at)
        told += [
            {
                "case": case.ref,
                "at": row.at.isoformat(),
                "kind": str(row.kind),
                "channel": row.channel,
                "text": text,
            }
            for row, text in zip(rows, opened, strict=True)
        ]
    case = of[-1]
    claims = [row for row in dispute.claims.order_by("at", "pk") if row.text is not None]
    ends = list(dispute.settlements.order_by("at", "pk"))
    sealed = [*(row.text for row in claims), *(row.text for row in ends)]
    texts = _open(grant, sealed, case, at=at)
    claimed = [
        {"party": row.party, "at": row.at.isoformat(), "text": text}
        for row, text in zip(claims, texts, strict=False)
    ]
    ended = [
        {"kind": row.kind, "at": row.agreed_at.isoformat(), "text": text}
        for row, text in zip(ends, texts[len(claims) :], strict=True)
    ]
    return [
        _File("words/thread.json", packs.manifest_bytes({"words": told}), "words", {}),
        _File("words/dispute.json", packs.manifest_bytes({"claims": claimed, "ends": ended}), "words", {}),
    ]


def _findings(grant: Grant, of: Sequence[Case], *, at: datetime) -> bytes:
    """What the house found out while it looked into the matter, and from where; the words as they were written."""
    told: list[dict[str, Any]] = []
    for case in of:
        rows = list(Finding.objects.filter(case=case).order_by("at", "pk"))
        opened = _open(grant, [row.text for row in rows], case, at=at)
        told += [
            {"case": case.ref, "at": row.at.isoformat(), "source": row.source, "text": text}
            for row, text in zip(rows, opened, strict=True)
        ]
    return packs.manifest_bytes({"findings": told})


def _open(grant: Grant, items: Sequence[Any], case: Case, *, at: datetime) -> list[str]:
    return audit.reveal(
        grant, items, kind="cases.Case", object_id=case.pk, property_id=case.property_id, at=at
    )


def _log_files(proof: audit.ProofBundle) -> list[_File]:
    """The log's entries about the cases, each with its path, and the checkpoint that they lead to."""
    lines = [
        packs.entry_line(body=one.body, salt=one.salt, index=one.index, steps=one.steps)
        for one in proof.entries
    ]
    return [
        _File(packs.ENTRIES, "".join(f"{line}\n" for line in lines).encode(), "log", {}),
        _File(packs.CHECKPOINT, proof.checkpoint.encode(), "log", {}),
        _File(packs.VKEY, f"{proof.vkey}\n".encode(), "log", {}),
    ]


def _indexes(
    course: Course, origin: Case, case: Case, files: Sequence[_File], *, at: datetime
) -> list[_File]:
    """The readable index, in both languages."""
    listed = [(one, packs.digest_of(one.content)) for one in files]
    made = []
    for language, ending in (("zh-hans", "zh"), ("en", "en")):
        with translation.override(language):
            shown = {"course": course, "origin": origin, "case": case, "files": listed, "made_at": at}
            page = render_to_string("disputes/pack_index.html", shown)
        made.append(_File(f"index.{ending}.html", page.encode(), "index", {}))
    return made


def _zipped(files: Sequence[_File], *, ref: str, at: datetime) -> tuple[bytes, str]:
    """The archive and the check value of its manifest, which the house signs."""
    listed = [
        {
            "path": one.path,
            "kind": one.kind,
            "sha256": packs.digest_of(one.content),
            "bytes": len(one.content),
            **one.about,
        }
        for one in files
    ]
    manifest = packs.manifest_bytes(
        {"format": packs.FORMAT, "ref": ref, "made_at": at.isoformat(), "files": listed}
    )
    digest = packs.digest_of(manifest)
    note = audit.signed_statement(subject=f"evidence pack {ref}", digest=digest, at=at)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as pack:
        for path, content in [
            (packs.MANIFEST, manifest),
            (packs.NOTE, note.encode()),
            (packs.SUMS, packs.sums_of(listed).encode()),
            *((one.path, one.content) for one in files),
        ]:
            pack.writestr(zipfile.ZipInfo(path, STILL), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue(), digest


def _noted(
    dispute: Dispute,
    case: Case,
    content: bytes,
    digest: str,
    files: Sequence[_File],
    entry_count: int,
    *,
    actor: Actor,
    purpose: str,
    at: datetime,
) -> MadePack:
    """The house keeps that the pack was made, by whom, for what, and its check value; never the pack."""
    with transaction.atomic():
        row = EvidencePack.objects.create(
            dispute=dispute,
            purpose=purpose,
            digest=digest,
            file_count=len(files),
            entry_count=entry_count,
            byte_count=len(content),
            made_by_id=actor.id,
            made_at=at,
        )
        facts = {"digest": digest, "files": len(files), "entries": entry_count, "purpose": purpose}
        cases.tell(case, actor=actor, verb="evidence_packed", at=at, facts=facts)
    return MadePack(id=row.pk, name=f"{case.ref}-evidence.zip", content=content, digest=digest)
