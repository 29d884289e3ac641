"""A room complains: who goes there at once, who never does, and whether the guest agrees to it (REQ-08)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases.actions.change import changing, tell
from innkeeper.cases.actions.handling import notice_about, tell_post
from innkeeper.cases.actions.wording import in_both
from innkeeper.cases.actions.working import Job, drop_tasks, offer
from innkeeper.cases.models import Alert, Case, RoomConsent, Task, TaskState, TaxonomyCode
from innkeeper.cases.queries.playbooks import code_named
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import WrongState
from innkeeper.notices import actions as notices

VISIT = "visit"
ALERTED = "complaint"
"""The kind of case that sends somebody to its room."""
ATTENDANT, SUPERVISOR = "room_attendant", "floor_supervisor"
ERRAND = {"step": VISIT, "post": ATTENDANT}
"""The going of an attendant, apart from the manager's."""
GOING = (*Task.OPEN, TaskState.DONE)
"""Somebody is on the way, or was there."""
DEFAULT_MINUTES, PERSON_IN_ROOM_MINUTES = 15, 5


def alert_room(case: Case, *, may_enter: bool, actor: Actor, at: datetime) -> None:
    """Send who must go to a room that complains, in the transaction that takes it in.

    Cleanliness and defects: an attendant in the room within five minutes when the guest agrees, the floor supervisor
    told at the same moment either way. Disturbance, do-not-disturb, theft, harassment, privacy: the assistant
    manager, with security where needed, never an attendant. Queries: about 15. Source: REQ-08.
    """
    code = _code_of(case)
    if code is None or not code.alert:
        return
    if code.alert == Alert.ATTENDANT:
        if case.room_number:
            RoomConsent.objects.create(case=case, is_given=may_enter, by_id=actor.id, at=at)
            _attendant(case, code, may_enter=may_enter, actor=actor, at=at)
        return
    _manager(case, code, actor=actor, at=at)
    if code.alert == Alert.SECURITY:
        job = Job(
            title=in_both(lambda: _("Stand by the assistant manager, quietly")),
            department="security",
            minutes=_norm(code, "deliver"),
            arrive_in_minutes=_norm(code, "arrive"),
            step=VISIT,
        )
        offer(case, job, actor=actor, at=at)


def alert_anew(case: Case, before: str, *, actor: Actor, at: datetime) -> None:
    """A complaint turns out to be another matter: who must not go is called off, who must is sent, in the transaction.

    Nobody has asked the guest whether an attendant may come for the new matter. `before` is the former code. Source: REQ-08.
    """
    if case.kind != ALERTED or before == case.taxonomy_code:
        return
    was = code_named(case.property_id, before) if before else None
    now = _code_of(case)
    old, new = (one.alert if one else "" for one in (was, now))
    if old == new:
        return
    if old == Alert.ATTENDANT and RoomConsent.objects.filter(case=case).exists():
        RoomConsent.objects.create(case=case, is_given=False, by_id=actor.id, at=at)
        _called_off(case, actor=actor, at=at)
    others = Task.objects.filter(case=case, step=VISIT, state__in=Task.OPEN).exclude(post=ATTENDANT)
    if new == Alert.ATTENDANT or not others.exists():
        alert_room(case, may_enter=False, actor=actor, at=at)


def note_consent(*, actor: Actor, case_id: UUID, is_given: bool, at: datetime) -> None:
    """The guest now agrees that somebody comes, or does not any more; the newest word holds, the same twice is once.

    With the consent an attendant is sent and their five minutes begin; without it nobody goes: the task is dropped, its
    clocks stop without a breach, who had it and the floor supervisor are told. Who takes cases in notes it.
    Raises: WrongState where no attendant goes at all; NotPermitted; NotFound. Source: REQ-08.
    """
    with changing(actor=actor, case_id=case_id, verb="contact", at=at) as case:
        code = _code_of(case)
        if code is None or code.alert != Alert.ATTENDANT or not case.room_number:
            raise WrongState(_("No attendant goes to a room for this; the assistant manager sees the guest."))
        newest = RoomConsent.objects.filter(case=case).order_by("-at", "-pk").first()
        if newest is not None and newest.is_given == is_given:
            return
        RoomConsent.objects.create(case=case, is_given=is_given, by_id=actor.id, at=at)
        tell(case, actor=actor, verb="consent_noted", at=at, facts={"is_given": is_given})
        if is_given and not Task.objects.filter(case=case, **ERRAND, state__in=GOING).exists():
            _attendant(case, code, may_enter=True, actor=actor, at=at)
        elif not is_given:
            _called_off(case, actor=actor, at=at)


def _called_off(case: Case, *, actor: Actor, at: datetime) -> None:
    """Nobody goes: the errand is dropped, and who was on the way knows."""
    why = _("The guest wants nobody in the room now")
    going = drop_tasks(case, ERRAND, reason=why, actor=actor, at=at)
    about = notice_about(case, "visit_off", at=at, level="burn")
    if going:
        notices.notify(actor=actor, staff_ids=going, **about)
    else:
        tell_post(case, ATTENDANT, actor=actor, at=at, about=about)
    tell_post(
        case, SUPERVISOR, actor=actor, at=at, about=notice_about(case, "room_alert_wait", at=at, level="warn")
    )


def _code_of(case: Case) -> TaxonomyCode | None:
    """What the case is, as the house knows it. Queries: 0 or 1."""
    return code_named(case.property_id, case.taxonomy_code) if case.taxonomy_code else None


def _attendant(case: Case, code: TaxonomyCode, *, may_enter: bool, actor: Actor, at: datetime) -> None:
    if may_enter:
        job = Job(
            title=in_both(lambda: _("Be in the room in 5 minutes: %(what)s") % {"what": case.title}),
            department="housekeeping",
            post=ATTENDANT,
            minutes=max(_norm(code, "deliver"), PERSON_IN_ROOM_MINUTES),
            arrive_in_minutes=PERSON_IN_ROOM_MINUTES,
            step=VISIT,
        )
        offer(case, job, actor=actor, at=at)
    key = "room_alert" if may_enter else "room_alert_wait"
    about = notice_about(case, key, at=at, level="burn" if may_enter else "warn")
    tell_post(case, SUPERVISOR, actor=actor, at=at, about=about)


def _manager(case: Case, code: TaxonomyCode, *, actor: Actor, at: datetime) -> None:
    job = Job(
        title=in_both(lambda: _("See the guest in person: %(what)s") % {"what": case.title}),
        department="front_office",
        post="assistant_manager",
        minutes=max(_norm(code, "deliver"), _norm(code, "arrive")),
        arrive_in_minutes=_norm(code, "arrive"),
        step=VISIT,
    )
    offer(case, job, actor=actor, at=at)


def _norm(code: TaxonomyCode, name: str) -> int:
    return int((code.norms or {}).get(name, DEFAULT_MINUTES))
