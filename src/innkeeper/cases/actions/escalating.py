"""When a clock calls: who is told at which threshold, each once; and owners who leave a guest without a word."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from innkeeper.cases.actions.change import playbook_for, tell
from innkeeper.cases.actions.handling import notice_about, tell_post
from innkeeper.cases.events import CaseEscalated
from innkeeper.cases.models import Approval, Case, Escalation, Task
from innkeeper.cases.policy import HIGHEST_POST
from innkeeper.cases.queries.playbooks import playbook_of
from innkeeper.kernel.actors import Actor
from innkeeper.notices import actions as notices

PERSONS = frozenset({"owner", "assignee"})
PROMPT_BATCH = 200
ONCE_IN = timedelta(minutes=5)
GUEST_UPDATE = "guest_update"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One threshold of a clock of a case or of a task, as the clock announced it."""

    clock_id: UUID
    owner_kind: str
    owner_id: UUID
    clock_name: str
    level: int
    share: int
    round: int


def escalate(*, actor: Actor, reached: Reached, at: datetime) -> int:
    """Tell the posts of the rung and keep that they were told; how many were told now (CASE-22).

    Safe to repeat: a rung that was told stays silent, as does a case that is closed or merged by now.
    """
    with transaction.atomic():
        case, task = _subject(reached)
        if case is None:
            return 0
        told = 0
        for post in _posts(case, reached):
            told += _tell_post(case, task, post, reached, actor=actor, at=at)
        return told


def _posts(case: Case, reached: Reached) -> tuple[str, ...]:
    """Whom the rung names: by the playbook's ladder; for what waits to be ratified the post asked, then the highest."""
    if reached.owner_kind == "approval":
        post = Approval.objects.values_list("post", flat=True).get(pk=reached.owner_id)
        return tuple(dict.fromkeys((post, HIGHEST_POST) if reached.level else (post,)))
    playbook = playbook_for(case)
    rule = playbook.clock(reached.clock_name)
    ladder = rule.ladder if rule else ("task" if "task" in playbook.ladders else "standard")
    return tuple(playbook.posts_at(ladder, reached.level))


def prompt_owners(*, actor: Actor, at: datetime, limit: int = PROMPT_BATCH) -> int:
    """Prompt owners of open cases whose guest has heard nothing for the playbook's time (CASE-17); how many.

    Once per silence: a prompt counts as noted until the guest hears something. Queries: 1, 1 a playbook in use, 3 a case.
    """
    prompted = 0
    for case_id in _silent(at=at, limit=limit):
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=case_id)
            since = at - timedelta(minutes=playbook_for(case).update_every_minutes)
            if (
                not case.is_open
                or case.last_told_at is None
                or case.last_told_at > since
                or _is_prompted(case)
            ):
                continue
            Escalation.objects.create(
                case=case,
                property_id=case.property_id,
                clock_id=case.pk,
                clock_name=GUEST_UPDATE,
                level=0,
                round=int(case.last_told_at.timestamp()) % 30_000,
                share=100,
                post="owner",
                told_count=1,
                at=at,
            )
            about = notice_about(case, "guest_waits", at=at, level="warn")
            notices.notify(actor=actor, staff_ids=[case.owner_id] if case.owner_id else [], **about)
            tell(case, actor=actor, verb="owner_prompted", at=at)
            prompted += 1
    return prompted


def _silent(*, at: datetime, limit: int) -> list[UUID]:
    """The cases whose owner is to be prompted now; whom a prompt has reached stands in nobody's way."""
    prompts = Escalation.objects.filter(
        case=OuterRef("pk"), clock_name=GUEST_UPDATE, at__gt=OuterRef("last_told_at")
    )
    quiet = Case.objects.filter(is_open=True, is_held=False, owner_id__isnull=False, last_told_at__lt=at)
    quiet = quiet.exclude(Exists(prompts))
    found: list[UUID] = []
    for version in quiet.order_by().values_list("playbook_id", flat=True).distinct():
        since = at - timedelta(minutes=playbook_of(version).update_every_minutes)
        due = quiet.filter(playbook_id=version, last_told_at__lte=since).order_by("last_told_at")
        found += due.values_list("pk", flat=True)[: limit - len(found)]
    return found


def _is_prompted(case: Case) -> bool:
    return Escalation.objects.filter(case=case, clock_name=GUEST_UPDATE, at__gt=case.last_told_at).exists()


def _subject(reached: Reached) -> tuple[Case | None, Task | None]:
    """The open case of the clock, and the task where it is one's; what was approved is ratified, merged or closed."""
    task = None
    case_id = reached.owner_id
    if reached.owner_kind == "task":
        task = Task.objects.filter(pk=reached.owner_id).first()
        if task is None or not task.is_open:
            return None, None
        case_id = task.case_id
    if reached.owner_kind == "approval":
        waiting = Approval.objects.filter(pk=reached.owner_id, ratified_at=None)
        asked_on = waiting.values_list("case_id", flat=True).first()
        return (Case.objects.select_for_update().get(pk=asked_on) if asked_on else None), None
    return Case.objects.select_for_update().filter(pk=case_id, is_open=True).first(), task


def _tell_post(
    case: Case, task: Task | None, post: str, reached: Reached, *, actor: Actor, at: datetime
) -> int:
    """Tell one post of the rung, once. The answer is 1 when it was told now."""
    row, is_new = Escalation.objects.get_or_create(
        clock_id=reached.clock_id,
        level=reached.level,
        share=reached.share,
        round=reached.round,
        post=post,
        defaults={
            "case": case,
            "property_id": case.property_id,
            "clock_name": reached.clock_name,
            "at": at,
        },
    )
    if not is_new:
        return 0
    told = _notify(case, task, post, reached, actor=actor, at=at)
    row.told_count = len(told)
    row.save(update_fields=["told_count"])
    facts = {
        "clock": reached.clock_name,
        "level": reached.level,
        "share": reached.share,
        "post": post,
        "to": [str(one) for one in told],
    }
    event = CaseEscalated(
        property_id=case.property_id,
        case_id=case.pk,
        kind=case.kind,
        clock_name=reached.clock_name,
        level=reached.level,
    )
    tell(case, actor=actor, verb="escalated", at=at, event=event, facts=facts)
    return 1


def _notify(
    case: Case, task: Task | None, post: str, reached: Reached, *, actor: Actor, at: datetime
) -> tuple[UUID, ...]:
    """Tell who holds the post now, deputies where nobody does; the owner's post where nobody owns the case yet.

    At night one person stands in for many posts, and several clocks of a case end together: they hear it once.
    """
    key = "clock_late" if reached.share >= 100 else "clock_soon"
    level = "burn" if reached.share >= 100 else "warn"
    about = notice_about(case, key, at=at, level=level, clock=reached.clock_name, share=reached.share)
    person = task.assignee_id if task and post in PERSONS else case.owner_id
    if post in PERSONS and person is not None:
        notices.notify(actor=actor, staff_ids=[person], once_in=ONCE_IN, **about)
        return (person,)
    code = (task.post if task and task.post else case.owner_post) if post in PERSONS else post
    return tell_post(case, code, actor=actor, at=at, about=about, once_in=ONCE_IN)
