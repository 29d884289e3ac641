"""A room complains: who goes there at once, and who never does (REQ-08)."""

from datetime import datetime

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases.actions import Job
from innkeeper.cases.models import Alert, Case, TaxonomyCode
from innkeeper.cases.queries.playbooks import code_named
from innkeeper.kernel.actors import Actor
from innkeeper.notices import actions as notices
from innkeeper.service_requests.rules import DEFAULT_MINUTES, PERSON_IN_ROOM_MINUTES

VISIT = "visit"


def alert_room(case: Case, *, may_enter: bool, actor: Actor, at: datetime) -> None:
    """Send who must go to a room that complains, in the transaction that takes it in.

    Cleanliness and defects: an attendant in the room within five minutes when the guest agrees, the floor supervisor
    told at the same moment either way. Disturbance, do-not-disturb, theft, harassment, privacy: the assistant
    manager, with security where needed, never an attendant. Queries: about 15. Source: REQ-08.
    """
    code = code_named(case.property_id, case.taxonomy_code) if case.taxonomy_code else None
    if code is None or not code.alert:
        return
    if code.alert == Alert.ATTENDANT:
        _attendant(case, code, may_enter=may_enter, actor=actor, at=at)
        return
    _manager(case, code, actor=actor, at=at)
    if code.alert == Alert.SECURITY:
        job = Job(
            title=_("Stand by the assistant manager, quietly"),
            department="security",
            minutes=_norm(code, "deliver"),
            arrive_in_minutes=_norm(code, "arrive"),
            step=VISIT,
        )
        cases.offer(case, job, actor=actor, at=at)


def _attendant(case: Case, code: TaxonomyCode, *, may_enter: bool, actor: Actor, at: datetime) -> None:
    if not case.room_number:
        return
    if may_enter:
        job = Job(
            title=_("Be in the room in 5 minutes: %(what)s") % {"what": case.title_redacted},
            department="housekeeping",
            post="room_attendant",
            minutes=max(_norm(code, "deliver"), PERSON_IN_ROOM_MINUTES),
            arrive_in_minutes=PERSON_IN_ROOM_MINUTES,
            step=VISIT,
        )
        cases.offer(case, job, actor=actor, at=at)
    key = "room_alert" if may_enter else "room_alert_wait"
    about = cases.notice_about(case, key, at=at, level="burn" if may_enter else "warn")
    notices.notify_post(actor=actor, post_code="floor_supervisor", **about)


def _manager(case: Case, code: TaxonomyCode, *, actor: Actor, at: datetime) -> None:
    job = Job(
        title=_("See the guest in person: %(what)s") % {"what": case.title_redacted},
        department="front_office",
        post="assistant_manager",
        minutes=max(_norm(code, "deliver"), _norm(code, "arrive")),
        arrive_in_minutes=_norm(code, "arrive"),
        step=VISIT,
    )
    cases.offer(case, job, actor=actor, at=at)


def _norm(code: TaxonomyCode, name: str) -> int:
    return int((code.norms or {}).get(name, DEFAULT_MINUTES))
