"""The regular summary of complaints: causes and measures sent to the departments, receipt confirmed (IMP-05)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.complaints.models import Summary, SummaryReceipt
from innkeeper.complaints.queries.house import summary_lines
from innkeeper.complaints.queries.summary_paper import paper_of
from innkeeper.complaints.rules import monday_of
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.notices import actions as notices
from innkeeper.properties.models import Department
from innkeeper.properties.queries import property_of
from innkeeper.web.paper import printed

SENDERS = frozenset({"quality_manager", "general_manager"})
LONGEST_DAYS = 366


def send_summary(*, actor: Actor, property_id: UUID, since_on: date, until_on: date, at: datetime) -> UUID:
    """Sum up the complaints reviewed in a period (both days included) and send it to every department concerned.

    It is kept as it was sent. Raises: NotPermitted but for quality, the general manager and the system; InvalidInput
    for a period the wrong way round; WrongState when this period was sent.
    """
    if not actor.is_system and not (actor.posts & SENDERS and actor.property_id == property_id):
        raise NotPermitted(_("The quality department sends the summary."))
    if not 0 <= (until_on - since_on).days <= LONGEST_DAYS:
        words = _("Give a period of a year at most.")
        raise InvalidInput(words, fields={"until_on": words})
    lines = summary_lines(property_id, since_on=since_on, until_on=until_on)
    here = list(Department.objects.filter(property_id=property_id).order_by("code"))
    concerned = {line["department"] for line in lines}
    to = [one for one in here if one.code in concerned] or here
    with transaction.atomic():
        summary, is_new = Summary.objects.get_or_create(
            property_id=property_id,
            since_on=since_on,
            until_on=until_on,
            defaults={
                "case_count": sum(int(line["count"]) for line in lines),
                "lines": lines,
                "sent_by_id": actor.id,
                "sent_at": at,
            },
        )
        if not is_new:
            raise WrongState(_("The summary of this period was sent already."))
        SummaryReceipt.objects.bulk_create(SummaryReceipt(summary=summary, department=one.code) for one in to)
        for one in to:
            _notify(actor, summary, one.head_post_code, at=at)
        facts = {"departments": [one.code for one in to], "cases": summary.case_count}
        _tell(actor, "summary_sent", summary, facts, at=at)
    return summary.pk


def prepare_week(*, actor: Actor, property_id: UUID, at: datetime) -> UUID | None:
    """Sum up and send the week before the last Monday 06:00 of the hotel, once; its id where it was sent now.

    A week in which no complaint was reviewed sends nothing. Safe to repeat. Queries: 2 to 4 where there is nothing to do.
    """
    monday = monday_of(at, property_of(property_id).timezone)
    week = (monday - timedelta(days=7), monday - timedelta(days=1))
    sent = Summary.objects.filter(property_id=property_id, since_on=week[0], until_on=week[1])
    if sent.exists() or not summary_lines(property_id, since_on=week[0], until_on=week[1]):
        return None
    return send_summary(actor=actor, property_id=property_id, since_on=week[0], until_on=week[1], at=at)


def print_summary(*, actor: Actor, summary_id: UUID, at: datetime) -> bytes:
    """The summary as a PDF in the reader's language; one audit entry. Raises: NotFound; NotPermitted."""
    if not (actor.is_system or actor.may("cases.close")):
        raise NotPermitted(_("Your post does not allow this."))
    summary = Summary.objects.filter(pk=summary_id).first()
    if summary is None or (not actor.is_system and summary.property_id != actor.property_id):
        raise NotFound(_("There is no such summary."))
    blob = printed(paper_of(summary))
    with transaction.atomic():
        _tell(actor, "summary_printed", summary, {"cases": summary.case_count}, at=at)
    return blob


def confirm_summary(*, actor: Actor, receipt_id: UUID, at: datetime) -> None:
    """Confirm for one's own department that the summary was read. Raises: NotPermitted; WrongState; NotFound."""
    receipt = SummaryReceipt.objects.select_related("summary").filter(pk=receipt_id).first()
    if receipt is None or (not actor.is_system and receipt.summary.property_id != actor.property_id):
        raise NotFound(_("There is no such summary."))
    if receipt.department not in actor.departments:
        raise NotPermitted(_("The department itself confirms that it has read the summary."))
    with transaction.atomic():
        rows = SummaryReceipt.objects.filter(pk=receipt_id, confirmed_at__isnull=True)
        if not rows.update(confirmed_at=at, confirmed_by_id=actor.id):
            raise WrongState(_("This is confirmed already."))
        _tell(actor, "summary_confirmed", receipt.summary, {"department": receipt.department}, at=at)


def _notify(actor: Actor, summary: Summary, post: str, *, at: datetime) -> None:
    notices.notify_post(
        actor=actor,
        post_code=post,
        property_id=summary.property_id,
        kind="complaints.summary",
        object_kind="summary",
        object_id=summary.pk,
        ref="",
        room="",
        level="info",
        at=at,
        text_key="complaints.summary",
        facts={},
    )


def _tell(actor: Actor, verb: str, summary: Summary, facts: Mapping[str, object], *, at: datetime) -> None:
    audit.record(
        actor=actor,
        verb=f"complaints.{verb}",
        kind="complaints.Summary",
        object_id=summary.pk,
        property_id=summary.property_id,
        at=at,
        facts=facts,
    )
