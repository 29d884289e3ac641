"""A colleague whom a case names (涉及同事): protected at once, and heard before anybody decides who is to blame."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.accounts import queries as accounts
from innkeeper.cases import policy
from innkeeper.cases.actions.change import changing, tell
from innkeeper.cases.actions.handling import hide_within, share
from innkeeper.cases.actions.masking import mask
from innkeeper.cases.actions.running import settle
from innkeeper.cases.actions.wording import in_both, names_of_staff, not_later, worded
from innkeeper.cases.actions.working import Job, finish_step, offer
from innkeeper.cases.models import (
    Case,
    Hearing,
    HearingOutcome,
    NamedStaff,
    NeedToKnow,
    Task,
    TaskState,
)
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.kernel.ids import uuid7

HEAR = "hear"
"""The step of the task that asks for the hearing."""
HEAR_MINUTES = 24 * 60
WORDS_LIMIT = 4_000


class ColleagueNotHeard(WrongState):
    """Somebody is to be blamed who was not asked (CASE-15)."""

    code = "colleague_not_heard"


def name_staff(*, actor: Actor, case_id: UUID, staff_id: UUID, at: datetime) -> None:
    """Note that the case names a colleague: restricted from now on, their name hidden in its texts, and to be heard.

    They neither see it nor own, verify, approve or look into it (CASE-16); open tasks of theirs on it are free again.
    Raises: NotPermitted while it is in their hands; InvalidInput for nobody of the house. Twice is once.
    """
    here = accounts.staff_of_house([staff_id], policy.case_for(actor, pk=case_id).property_id)
    if not here:
        raise InvalidInput(_("Choose a colleague."), fields={"staff_number": _("Choose a colleague.")})
    with changing(actor=actor, case_id=case_id, verb="classify", at=at) as case:
        if case.owner_id == staff_id:
            raise NotPermitted(_("The case is in this colleague's hands. Hand it over first."))
        _row, is_new = NamedStaff.objects.get_or_create(
            case=case, staff_id=staff_id, defaults={"named_by_id": actor.id, "named_at": at}
        )
        masked = _protect(case, staff_id, actor=actor, at=at)
        if is_new and not _is_asked_for(case):
            job = Job(
                title=in_both(lambda: _("Hear the colleague before anything is decided")),
                department="front_office",
                post="" if case.owner_id else case.owner_post,
                assignee_id=case.owner_id,
                minutes=HEAR_MINUTES,
                step=HEAR,
            )
            offer(case, job, actor=actor, at=at)
        facts = {"staff_id": str(staff_id), "texts_masked": masked}
        tell(case, actor=actor, verb="staff_named", at=at, facts=facts)


def hear_colleague(
    *,
    actor: Actor,
    case_id: UUID,
    staff_id: UUID,
    words: str,
    at: datetime,
    outcome: str = HearingOutcome.HEARD,
    heard_at: datetime | None = None,
) -> UUID:
    """Keep what a named colleague said to it, or why there is nothing to keep; sealed. Only the handler.

    With the last of them heard the task that asks for it is done. Raises: InvalidInput; NotFound for one whom the
    case does not name; NotPermitted, logged. Source: CASE-15 (talk with staff involved; objective, fair).
    """
    _refuse_bad(words, outcome)
    row_id = uuid7()
    seen = policy.case_for(actor, pk=case_id)
    draft = worded(words, case=seen, field_id="cases.Hearing.words", row_id=row_id, at=at)
    with changing(actor=actor, case_id=case_id, verb="finding", at=at, typed={"words": words}) as case:
        named = NamedStaff.objects.filter(case=case, staff_id=staff_id).first()
        if named is None:
            raise NotFound(_("The case does not name this colleague."))
        Hearing.objects.create(
            id=row_id,
            named=named,
            outcome=outcome,
            words=draft.sealed,
            words_redacted=draft.redacted,
            heard_by_id=actor.id,
            heard_at=max(not_later(heard_at, than=at), min(case.received_at, at)),
            entered_at=at,
        )
        if not unheard(case):
            finish_step(case, HEAR, actor=actor, at=at)
        settle(case, actor=actor, at=at)
        facts = {"staff_id": str(staff_id), "outcome": str(outcome)}
        tell(case, actor=actor, verb="colleague_heard", at=at, facts=facts)
    return row_id


def keep_circle(case: Case, origin: Case, *, actor: Actor, at: datetime) -> None:
    """What comes out of a case is for the same people: who knew of the origin knows of it, whom the origin names stays out.

    Their names are hidden in its texts too. Inside the transaction that opens it. Queries: 2, about 10 with names. Source: CASE-16.
    """
    named = list(NamedStaff.objects.filter(case=origin).values_list("staff_id", flat=True))
    NamedStaff.objects.bulk_create(
        NamedStaff(case=case, staff_id=one, named_by_id=actor.id, named_at=at) for one in named
    )
    if named:
        mask(case, names_of_staff(named))
    if case.is_restricted:
        knew = NeedToKnow.objects.filter(case=origin).values_list("staff_id", flat=True)
        share(case, set(knew), actor=actor, at=at)


def insist_heard(case: Case) -> None:
    """Before somebody is blamed, everyone whom the case names was heard. Queries: 1. Raises: ColleagueNotHeard."""
    if unheard(case):
        text = _("Hear the colleague whom the case names first; then decide who answers for it.")
        raise ColleagueNotHeard(text, fields={"colleagues_heard": text})


def unheard(case: Case) -> int:
    """How many of the colleagues whom the case names nobody has heard. Queries: 1."""
    return NamedStaff.objects.filter(case=case, hearings__isnull=True).count()


def _refuse_bad(words: str, outcome: str) -> None:
    wrong: dict[str, str] = {}
    if outcome not in HearingOutcome.values:
        wrong["outcome"] = _("Choose one of the list.")
    if not words.strip() or "\x00" in words:
        wrong["words"] = _("Write what the colleague said, or how you tried.")
    elif len(words) > WORDS_LIMIT:
        wrong["words"] = _("Shorten it to %(limit)d characters.") % {"limit": WORDS_LIMIT}
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)


def _protect(case: Case, staff_id: UUID, *, actor: Actor, at: datetime) -> int:
    """Off the list of who knows, out of the tasks, out of the texts; how many rows said the name."""
    NeedToKnow.objects.filter(case=case, staff_id=staff_id).delete()
    theirs = Task.objects.filter(case=case, assignee_id=staff_id, state__in=Task.OPEN)
    theirs.update(assignee_id=None, state=TaskState.OFFERED, accepted_at=None, arrived_at=None)
    case.is_restricted = True
    case.save(update_fields=["is_restricted"])
    share(case, {actor.id, case.owner_id} - {None, staff_id}, actor=actor, at=at)
    hide_within(case, actor=actor, at=at)
    return mask(case, names_of_staff([staff_id]))


def _is_asked_for(case: Case) -> bool:
    return Task.objects.filter(case=case, step=HEAR, state__in=Task.OPEN).exists()
