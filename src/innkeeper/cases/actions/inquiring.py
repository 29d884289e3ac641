"""Looking into the matter: findings and evidence (CASE-15). Originals are sealed byte for byte."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import policy
from innkeeper.cases.actions.change import changing, tell
from innkeeper.cases.actions.running import settle
from innkeeper.cases.actions.wording import hidden, not_later, worded
from innkeeper.cases.adapters.pictures import piece_of
from innkeeper.cases.models import Case, Evidence, Finding, Task
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput
from innkeeper.kernel.ids import uuid7
from innkeeper.vault.sealing import seal_bytes

SOURCES = ("talk", "records", "footage", "inspection", "other")


def add_finding(
    *,
    actor: Actor,
    case_id: UUID,
    text: str,
    at: datetime,
    source: str = "talk",
) -> UUID:
    """Note what was found out. Only the handler, and nobody whom the case names (CASE-15, CASE-16).

    Raises: InvalidInput; NotPermitted; NotFound.
    """
    if not text.strip() or "\x00" in text:
        raise InvalidInput(_("Write what was found."), fields={"text": _("Write what was found.")})
    if source not in SOURCES:
        raise InvalidInput(_("Say where it comes from."), fields={"source": ", ".join(SOURCES)})
    seen = policy.case_for(actor, pk=case_id)
    row_id = uuid7()
    draft = worded(text, case=seen, field_id="cases.Finding.text", row_id=row_id, at=at)
    with changing(actor=actor, case_id=case_id, verb="finding", at=at) as case:
        policy.insist_unnamed(case, actor.id)
        Finding.objects.create(
            id=row_id,
            case=case,
            source=source,
            text=draft.sealed,
            text_redacted=draft.redacted,
            by_id=actor.id,
            at=at,
        )
        settle(case, actor=actor, at=at)
        tell(case, actor=actor, verb="finding_added", at=at, facts={"source": source})
    return row_id


def add_evidence(
    *,
    actor: Actor,
    case_id: UUID,
    content: bytes,
    at: datetime,
    caption: str = "",
    task_id: UUID | None = None,
    happened_at: datetime | None = None,
) -> UUID:
    """Keep a file: typed by its content, the original sealed with its digest, the copy to show stripped and sealed.

    The same file twice is kept once. Raises: InvalidInput naming the file's fault; NotPermitted; NotFound.
    """
    draft = draft_evidence(actor=actor, case_id=case_id, content=content, at=at)
    with changing(actor=actor, case_id=case_id, verb="evidence", at=at) as case:
        task = Task.objects.filter(pk=task_id, case=case).first() if task_id else None
        draft.task, draft.happened_at = task, not_later(happened_at, than=at)
        return keep_evidence(case, draft, caption=caption, actor=actor, at=at)


def draft_evidence(*, actor: Actor, case_id: UUID, content: bytes, at: datetime) -> Evidence:
    """The file as the case will keep it, sealed before any transaction. Raises: InvalidInput; NotFound."""
    seen = policy.case_for(actor, pk=case_id)
    piece = piece_of(content)
    row_id = uuid7()
    return Evidence(
        id=row_id,
        case=seen,
        original=_sealed(content, seen, row_id, "original"),
        display=_sealed(piece.display, seen, row_id, "display") if piece.display else None,
        digest=hashlib.sha256(content).hexdigest(),
        content_type=piece.content_type,
        byte_count=len(content),
        width=piece.width,
        height=piece.height,
        added_by_id=actor.id,
        added_at=at,
        happened_at=at,
    )


def keep_evidence(case: Case, draft: Evidence, *, caption: str, actor: Actor, at: datetime) -> UUID:
    """Keep a drafted file inside the caller's transaction; the id of the one that the case holds, the same file once."""
    held = Evidence.objects.filter(case=case, digest=draft.digest).first()
    if held is not None:
        return held.pk
    draft.caption_redacted = hidden(caption, case, length=120)
    draft.save(force_insert=True)
    settle(case, actor=actor, at=at)
    facts = {"digest": draft.digest, "bytes": draft.byte_count}
    tell(case, actor=actor, verb="evidence_added", at=at, facts=facts)
    return draft.pk


def _sealed(content: bytes, case: Case, row_id: UUID, column: str) -> object:
    return seal_bytes(
        content,
        field_id=f"cases.Evidence.{column}",
        row_id=row_id,
        subject_id=case.pk,
        scope_id=case.property_id,
    )
