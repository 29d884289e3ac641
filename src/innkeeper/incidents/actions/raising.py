"""Danger to life: the posts are told and the case is open before a field is filled; ten seconds later it can still be called off."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases import policy as case_policy
from innkeeper.cases.models import Case
from innkeeper.incidents import policy
from innkeeper.incidents.models import Emergency
from innkeeper.incidents.queries.cards import card_of, place_words, places
from innkeeper.incidents.rules import Card, Duty
from innkeeper.kernel.actors import Actor, system
from innkeeper.kernel.errors import InvalidInput, NotFound
from innkeeper.kernel.ids import key_of
from innkeeper.notices import actions as notices
from innkeeper.stays.queries import card_for_room

LINE_LENGTH = 500


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Alarm:
    """What is known when the card rises: the code of life safety; all else may be missing.

    `key` makes it once for its code, room and place.
    """

    code: str
    key: UUID
    words: str = ""
    room: str = ""
    place: str = ""


def raise_emergency(*, actor: Actor, property_id: UUID, alarm: Alarm, at: datetime) -> cases.OpenedCase:
    """Open the emergency, tell every post of its card the place only, give the tasks: one transaction, twice is once.

    No room and no stay is needed. Where health is concerned the case is restricted to those who were told.
    Raises: NotPermitted; InvalidInput for a code without a card. An unknown room is kept out, never refused.
    """
    policy.insist_raise(actor, property_id)
    card = card_of(alarm.code)
    if card is None:
        text = _("Choose one of the list.")
        raise InvalidInput(text, fields={"code": text})
    opener = policy.opener(actor, property_id, label="emergency")
    intake = _intake(property_id, alarm, card, by=actor.id, at=at)

    def then(case: Case) -> None:
        place = alarm.place if alarm.place in places() else ""
        Emergency.objects.create(
            case_id=case.pk,
            property_id=property_id,
            code=alarm.code,
            room_number=case.room_number,
            place=place,
            raised_by_id=actor.id,
            raised_at=at,
        )
        where = place_words(case.room_number, place)
        cases.summon(
            case,
            card.posts,
            text_key="incidents.emergency",
            facts={"place": where},
            also={actor.id},
            actor=opener,
            at=at,
        )
        for duty in card.duties:
            cases.offer(case, job_of(duty), actor=opener, at=at)
        cases.tell(case, actor=actor, verb="emergency_raised", at=at, facts={"code": alarm.code})

    return cases.open_case(actor=opener, intake=intake, at=at, then=then)


def stand_down(*, actor: Actor, case_id: UUID, reason: str, at: datetime) -> None:
    """It was no emergency: open tasks are dropped, who was told is told, the record stays. Twice is once.

    Whoever raised it may, and whoever takes cases in. Raises: NotFound; NotPermitted; WrongState for a closed case.
    """
    case = case_policy.case_for(actor, pk=case_id)
    raised = Emergency.objects.filter(case_id=case.pk).first()
    if raised is None:
        raise NotFound(_("There is no such emergency."))
    if raised.raised_by_id != actor.id:
        policy.insist_manage(actor, case, "stand_down")
    if raised.stood_down_at is not None:
        return
    house = system("emergency", property_id=case.property_id)
    with cases.changing(actor=house, case_id=case.pk, verb="task", at=at) as held:
        if not Emergency.objects.filter(pk=raised.pk, stood_down_at=None).update(
            stood_down_at=at, stood_down_by_id=actor.id, reason=cases.hidden(reason, held)
        ):
            return
        cases.tell(held, actor=actor, verb="stood_down", at=at)
        _tell_all(held, actor=actor, at=at)
        cases.drop_tasks(held, {}, reason=_("It was no emergency."), actor=house, at=at)


def job_of(duty: Duty) -> cases.Job:
    """A card's task as the spine takes it."""
    return cases.Job(
        title=cases.Both(duty.words.zh, duty.words.en),
        department=duty.department,
        post=duty.post,
        minutes=duty.minutes,
    )


def _title(card: Card, heard: str, said: cases.Both) -> str | cases.Both:
    """Of somebody's health lists say the card's name alone; else what was heard, or the card and the place."""
    if card.is_health:
        return cases.Both(card.title.zh, card.title.en)
    return "" if heard else said


def _intake(property_id: UUID, alarm: Alarm, card: Card, *, by: UUID, at: datetime) -> cases.Intake:
    found = card_for_room(property_id, alarm.room, at) if alarm.room.strip() else None
    named = places().get(alarm.place)
    heard = alarm.words.replace("\x00", "").strip()[:LINE_LENGTH]
    own = [card.title, named] if named else [card.title]
    said = cases.Both(" · ".join(one.zh for one in own), " · ".join(one.en for one in own))
    return cases.Intake(
        kind="emergency",
        property_id=property_id,
        text=heard or said.zh,
        title=_title(card, heard, said),
        channel="on_site",
        noted_by=by,
        is_anonymous=found is None,
        room_number=found.room if found else "",
        room_id=found.room_id if found else None,
        stay_id=found.stay_id if found else None,
        guest_ids=found.guest_ids if found else (),
        taxonomy_code=card.code,
        is_code_by_rule=True,
        priority=1,
        is_restricted=card.is_health,
        idempotency_key=f"emergency:{key_of(alarm.key, alarm.code, alarm.room.strip(), alarm.place)}",
    )


def _tell_all(case: Case, *, actor: Actor, at: datetime) -> None:
    card = card_of(case.taxonomy_code)
    about = cases.notice_about(case, "case_opened", at=at, level="info")
    about["text_key"] = "incidents.stood_down"
    for post in card.posts if card else ():
        notices.notify_post(actor=actor, post_code=post, **about)
