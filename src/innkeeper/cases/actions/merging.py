"""Two cases of one matter become one, for a day: what was given for the one goes up in the other, and home again."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from innkeeper.cases.actions.change import changing, tell
from innkeeper.cases.actions.giving_again import give_again
from innkeeper.cases.actions.handling import keep_hands
from innkeeper.cases.actions.holding import wait_on
from innkeeper.cases.actions.linking import link, other_case
from innkeeper.cases.actions.masking import mask
from innkeeper.cases.actions.running import emit, settle
from innkeeper.cases.actions.timing import fall_in, restart
from innkeeper.cases.events import CaseParted, CasesMerged
from innkeeper.cases.models import Case, CaseGuest, CaseLink, NamedStaff, Task
from innkeeper.cases.queries.merges import all_above, all_within, top_of
from innkeeper.clocks import actions as clocks
from innkeeper.clocks import queries as clock_queries
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, WrongState

MERGED = "merged_into"
UNDO_HOURS = 24


def merge_case(*, actor: Actor, case_id: UUID, into_id: UUID, at: datetime, reason: str = "") -> None:
    """Let a case go up in another open one of the house: it closes for the lists and never alarms again.

    Its tasks go along with their clocks, since the work is still to be done; of its own clocks the tighter wins; its
    approvals stay with the matter they were asked for. In a restricted case who has one of them, or is to take one,
    knows from then on; whom that case names has none of them any more. The names of its guests go from what that case has
    shown until now. Its thread is read there along the link, so that a restricted
    case goes up in a restricted one only, and whom it names stays out of that one too.
    Raises: InvalidInput; WrongState for a closed case; NotPermitted; NotFound.
    """
    other_case(actor, case_id, into_id)
    with changing(actor=actor, case_id=case_id, verb="link", at=at, beside=into_id) as case:
        into = Case.objects.select_for_update().get(pk=into_id)
        _insist_mergeable(case, into)
        moved = clocks.move_clocks(from_owner=case.pk, to_owner=into.pk, at=at, actor=actor)
        joint = link(case, into, MERGED, actor=actor, reason=reason, at=at)
        joint.clocks_moved = [str(run) for run in moved]
        joint.save(update_fields=["clocks_moved"])
        going = [str(pk) for pk in case.tasks.order_by("pk").values_list("pk", flat=True)]
        case.tasks.filter(given_on_id=None).update(given_on_id=case.pk)
        case.tasks.update(case=into, edit_version=F("edit_version") + 1)
        case.merged_into, case.is_open, case.next_due_at = into, False, None
        case.save(update_fields=["merged_into", "is_open", "next_due_at"])
        keep_hands(into, Task.objects.filter(pk__in=going, state__in=Task.OPEN), actor=actor, at=at)
        _gather_guests(into)
        if case.names_to_hide:
            mask(into, case.names_to_hide)
        fall_in(into, actor=actor, at=at)
        event = CasesMerged(property_id=case.property_id, case_id=case.pk, kind=case.kind, into_id=into.pk)
        facts = {"into": str(into.pk), "tasks": going}
        tell(case, actor=actor, verb="merged", at=at, event=event, facts=facts)


def unmerge_case(*, actor: Actor, case_id: UUID, at: datetime) -> None:
    """Undo a merge within a day: the case is open again, with what was given for it and its clocks.

    Raises: WrongState when it was not merged, or longer ago; NotPermitted; NotFound.
    """
    top = top_of(case_id)
    with changing(actor=actor, case_id=case_id, verb="link", at=at, is_open_needed=False, beside=top) as case:
        joint = CaseLink.objects.filter(case=case, relation=MERGED, undone_at__isnull=True).first()
        if case.merged_into_id is None or joint is None:
            raise WrongState(_("This case is not merged."))
        if at - joint.at > timedelta(hours=UNDO_HOURS):
            raise WrongState(_("A merge can be undone for %(hours)d hours.") % {"hours": UNDO_HOURS})
        come_out(case, joint, actor=actor, at=at)


def come_out(case: Case, joint: CaseLink, *, actor: Actor, at: datetime) -> None:
    """The case comes out of the one that it is in by now, inside the caller's transaction that holds both.

    Every task that was given for it, or for one that had gone up in it, comes home: open ones with their clocks and
    with who took them, and also what was done meanwhile, so that nobody brings it twice. Words, photos and ticks stay
    where they were written, under that case's key. What was given for the other case stays there. What was dropped
    because the other case had the one job for all is given again, where nothing else was done.
    """
    above = all_above(case.pk)
    into = Case.objects.select_for_update().get(pk=above[-1])
    joint.undone_at = at
    joint.save(update_fields=["undone_at"])
    case.merged_into, case.is_open = None, True
    case.save(update_fields=["merged_into", "is_open"])
    for one in Case.objects.filter(pk__in=above):
        _gather_guests(one)
    tasks = _bring_home(case, into)
    ids = [task.pk for task in tasks]
    keep_hands(case, Task.objects.filter(pk__in=ids, state__in=Task.OPEN), actor=actor, at=at)
    _part_clocks(case, into, joint, actor=actor, at=at)
    give_again(case, actor=actor, at=at)
    wait_on(case, actor=actor, at=at)
    for task in tasks:
        if task.done_at is not None and task.done_at >= joint.at:
            emit(case, "task_done", actor=actor, at=task.done_at)
    facts = {"tasks": [str(task.pk) for task in tasks]}
    tell(case, actor=actor, verb="unmerged", at=at, facts=facts)
    parted = CaseParted(property_id=case.property_id, case_id=case.pk, kind=case.kind)
    tell(into, actor=actor, verb="parted", at=at, event=parted, facts={"other": str(case.pk), **facts})
    for one in (case, into):
        settle(one, actor=actor, at=at)


def stand_up(case_id: UUID, *, actor: Actor, at: datetime) -> Case:
    """The case in which this one goes on, held; where that is closed, this one comes out of it and goes on by itself.

    Inside the caller's transaction, for what was promised for an hour that has come.
    """
    ids = {case_id, top_of(case_id)}
    rows = {row.pk: row for row in Case.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    case, top = rows[case_id], rows[top_of(case_id)]
    joint = CaseLink.objects.filter(case=case, relation=MERGED, undone_at__isnull=True).first()
    if joint is None or top.is_open:
        return top
    case.names_to_hide = ()
    come_out(case, joint, actor=actor, at=at)
    return case


def keep_home(task: Task, case_id: UUID) -> None:
    """Keep on which case a task was promised that is given on another, since that one went up in it."""
    if task.case_id != case_id:
        task.given_on_id = case_id
        task.save(update_fields=["given_on_id"])


def _gather_guests(case: Case) -> None:
    """The guests of what went up in the case are its guests as long as it is there: hidden by name, waited for. Queries: 4 or more."""
    below = [one for one in all_within(case.pk) if one != case.pk]
    theirs = CaseGuest.objects.filter(case__in=below).exclude(role=CaseGuest.JOINED)
    wanted = set(theirs.values_list("guest_id", flat=True))
    joined = CaseGuest.objects.filter(case=case, role=CaseGuest.JOINED)
    joined.exclude(guest_id__in=wanted).delete()
    CaseGuest.objects.bulk_create(
        [CaseGuest(case=case, guest_id=one, role=CaseGuest.JOINED) for one in sorted(wanted, key=str)],
        ignore_conflicts=True,
    )


def _bring_home(case: Case, into: Case) -> list[Task]:
    """The tasks of the case, and of those merged into it, out of the one that they went up in. Queries: 3 or more."""
    going = Task.objects.filter(case=into, given_on_id__in=all_within(case.pk))
    ids = list(going.order_by("pk").values_list("pk", flat=True))
    Task.objects.filter(pk__in=ids).update(case=case, edit_version=F("edit_version") + 1)
    Task.objects.filter(pk__in=ids, given_on_id=case.pk).update(given_on_id=None)
    return list(Task.objects.filter(pk__in=ids).order_by("pk"))


def _part_clocks(case: Case, into: Case, joint: CaseLink, *, actor: Actor, at: datetime) -> None:
    """Each case has its own clocks again: what moved goes back as it runs, what was ended for it starts from its true start."""
    moved = [UUID(run) for run in joint.clocks_moved]
    back = clocks.give_back_clocks(run_ids=moved, from_owner=into.pk, to_owner=case.pk, at=at, actor=actor)
    own = [*clock_queries.ended_as_merged(case.pk), *clock_queries.runs_by_id(moved)]
    restart(case, own, since=joint.at, waited_with=(case.pk, into.pk), actor=actor, at=at)
    if into.is_open:
        theirs = [run for run in clock_queries.ended_as_merged(into.pk) if run.name in back]
        restart(into, theirs, since=joint.at, waited_with=(into.pk,), actor=actor, at=at)
        wait_on(into, actor=actor, at=at)


def _insist_mergeable(case: Case, into: Case) -> None:
    """What the one says may be read in the other; both rows are held. Raises: WrongState; InvalidInput."""
    if not into.is_open or into.merged_into_id is not None:
        raise WrongState(_("The other case is closed. Choose an open one."))
    if case.property_id != into.property_id:
        raise InvalidInput(
            _("Both cases must be of one hotel."), fields={"other": _("Choose a case of this hotel.")}
        )
    if case.is_restricted and not into.is_restricted:
        text = _("A restricted case goes up in another restricted one only.")
        raise InvalidInput(text, fields={"other": text})
    named = NamedStaff.objects.filter(case=case)
    if named.exclude(staff_id__in=NamedStaff.objects.filter(case=into).values("staff_id")).exists():
        text = _("This case names a colleague. Name them in the other case first.")
        raise InvalidInput(text, fields={"other": text})
