"""The night of a played day: a yes by phone and its morning, a letter at three, no hot water at half past five."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from innkeeper.cases import actions as cases
from innkeeper.cases.actions import Spoken, Words
from innkeeper.cases.models import Approval, ApprovalState, Case
from innkeeper.cases.queries.past import case_of
from innkeeper.complaints.actions import give_recovery
from innkeeper.config.simulation.moments.desk import complaint
from innkeeper.config.simulation.stage import LOOKS_AGAIN, Scene, Stage
from innkeeper.desk.actions.sorting import open_from_message
from innkeeper.inbox import actions as inbox
from innkeeper.incidents.models import Incident
from innkeeper.kernel.actors import system
from innkeeper.kernel.money import Money
from innkeeper.stays.models import RoomStatus

ABOVE_THE_LIMIT = Money("CNY", 150_000)
MORNING = timedelta(hours=4, minutes=10)


def approval_by_phone(stage: Stage) -> Scene:
    """The assistant manager makes good beyond the limit: the manager on duty says yes by phone, and ratifies by morning."""
    case = yield from complaint(stage)
    owner = stage.owner(case.pk)
    assert owner is not None
    give_recovery(
        actor=owner,
        case_id=case.pk,
        kind="refund",
        money=ABOVE_THE_LIMIT,
        reason="整夜没睡，次日早班机",
        at=stage.at,
    )
    approval = Approval.objects.filter(case=case, state=ApprovalState.ASKED).latest("asked_at")
    yield timedelta(minutes=3)
    giver = next(
        body.staff_id for body in stage.crew.on(stage.at, approval.post) if body.staff_id != owner.id
    )
    cases.note_phone_approval(actor=owner, approval_id=approval.pk, given_by_id=giver, at=stage.at)
    yield MORNING
    cases.ratify_approval(actor=stage.crew.actor(giver, stage.at), approval_id=approval.pk, at=stage.at)


def letter(stage: Stage) -> Scene:
    """A guest writes from the room at three: receipt at once, the night's owner opens it and answers."""
    lived_in = RoomStatus.objects.filter(property_id=stage.house_id, stay_id__isnull=False)
    room = lived_in.order_by("-room_number").values_list("room_number", flat=True)[0]
    arrival = inbox.Arrival(
        source="webhook", key=str(uuid4()), channel="portal", text="空调一直响，睡不着", room=room
    )
    house = system("inbox.webhook", property_id=stage.house_id)
    received = inbox.receive(actor=house, property_id=stage.house_id, arrival=arrival, at=stage.at)
    yield timedelta(minutes=4)
    night = yield from stage.somebody("assistant_manager", "manager_on_duty")
    ref = open_from_message(actor=night, message_id=received.id, kind="complaint", at=stage.at)
    spoken = Spoken(means="portal", reached_guest=True, words=Words(text="收到，工程师马上来看。"))
    case_id = case_of(night, ref=ref).pk
    cases.record_contact(actor=night, case_id=case_id, spoken=spoken, at=stage.at)
    inbox.note_answered(actor=night, case_id=case_id, at=stage.at)


def hot_water(stage: Stage) -> Scene:
    """Four calls of one floor are one incident with one job, a thread for each guest; it ends and is written down."""
    since = stage.at - timedelta(minutes=40)
    while not (found := _incident(stage, since=since)):
        yield LOOKS_AGAIN
    while Case.objects.filter(pk=found, is_open=True).exists():
        yield LOOKS_AGAIN


def _incident(stage: Stage, *, since: datetime) -> UUID | None:
    cold = Incident.objects.filter(property_id=stage.house_id, code="no_hot_water", began_at__gte=since)
    return cold.values_list("case_id", flat=True).first()
