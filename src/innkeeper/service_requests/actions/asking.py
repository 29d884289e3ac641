"""A request comes in: its class, its things against the cap, its one task now or at its time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases.actions import Both, Intake, Job, OpenedCase
from innkeeper.cases.actions.opening import Then
from innkeeper.cases.models import Alert, Case, NeedClass, TaxonomyCode
from innkeeper.cases.queries.playbooks import code_named
from innkeeper.guests import actions as guests
from innkeeper.guests.models import Level, Theme
from innkeeper.kernel.actors import Actor, system
from innkeeper.kernel.days import local_date
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.properties.queries import property_of
from innkeeper.service_requests.actions.planning import plan
from innkeeper.service_requests.models import RequestDetail, RequestItem, Word
from innkeeper.service_requests.rules import DEFAULT_MINUTES, DELIVER, KEPT_IN_FILE, above_cap, offered_at
from innkeeper.web.days import insist_near

KIND = "service_request"
MANAGER_ALERTS = (Alert.MANAGER, Alert.SECURITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a request says beyond its words: things and how many, its class, its time.

    `is_now` offers at once what could wait until morning; `cap_reason` says why a room gets more than its cap.
    """

    items: Sequence[tuple[str, int]] = ()
    need_class: str = ""
    wanted_at: datetime | None = None
    is_now: bool = False
    cap_reason: str = ""


PLAIN = Wish()


def request_service(
    *,
    actor: Actor,
    intake: Intake,
    at: datetime,
    title: str = "",
    wish: Wish = PLAIN,
    then: Then | None = None,
) -> OpenedCase:
    """Take a request in and give its department the one task, due by the code's norm, now or at the time wanted.

    `title` is what the task says (default: the guest's words, redacted). Safe to repeat with an idempotency key.
    `then` adds what belongs to the request inside the same transaction, once.
    A personal need goes into the guest's file (REQ-03). Raises: NotPermitted; InvalidInput naming the field, also
    "cap_reason" where a room has had its share of the day. Queries: about 70. Source: REQ-02, REQ-03, REQ-05.
    """
    code = code_named(intake.property_id, intake.taxonomy_code) if intake.taxonomy_code else None
    wish = replace(wish, items=_counted(code, wish.items))
    insist_near(at=at, wanted_at=wish.wanted_at)
    _refuse_above_cap(intake, wish, at=at)

    def set_to_work(case: Case) -> None:
        _set_to_work(case, wish, title=title, actor=actor, at=at)
        if then is not None:
            then(case)

    opened = cases.open_case(
        actor=actor,
        intake=replace(intake, kind=KIND),
        at=at,
        then=set_to_work,
    )
    if opened.is_new:
        _remember(actor, opened.id, intake, at=at)
    return opened


def detail_of(case: Case, wish: Wish, code: TaxonomyCode | None) -> RequestDetail:
    """The row beside the case, inside the caller's transaction."""
    personal = NeedClass.PERSONAL if case.category == "special_need" else NeedClass.BASIC
    return RequestDetail.objects.create(
        case=case,
        property_id=case.property_id,
        need_class=wish.need_class or (code.need_class if code else personal),
        wanted_at=wish.wanted_at,
        cap_reason=cases.hidden(wish.cap_reason, case) if wish.cap_reason else "",
    )


def job_of(case: Case, code: TaxonomyCode | None, title: str | Both = "") -> Job:
    """The one task of the request, within the norm of its code; never an attendant where the manager must go."""
    is_managers = code is not None and code.alert in MANAGER_ALERTS
    return Job(
        title=title or cases.title_of(case),
        department="front_office" if is_managers else case.handling_department or "front_office",
        post="assistant_manager" if is_managers else "",
        room_number=case.room_number,
        minutes=int((code.norms or {}).get(DELIVER, DEFAULT_MINUTES)) if code else DEFAULT_MINUTES,
        step=DELIVER,
    )


def _set_to_work(case: Case, wish: Wish, *, title: str, actor: Actor, at: datetime) -> None:
    code = code_named(case.property_id, case.taxonomy_code) if case.taxonomy_code else None
    detail_of(case, wish, code)
    timezone = property_of(case.property_id).timezone
    moment = offered_at(
        at=at,
        wanted_at=wish.wanted_at,
        can_wait=bool(code and code.can_wait) and not wish.is_now,
        departs_at=case.departs_at,
        timezone=timezone,
    )
    RequestItem.objects.bulk_create(
        [
            RequestItem(
                case=case,
                property_id=case.property_id,
                room_number=case.room_number,
                code=name,
                count=count,
                on=local_date(moment, timezone),
            )
            for name, count in wish.items
        ]
    )
    job = job_of(case, code, title)
    if moment <= at:
        cases.offer(case, job, actor=actor, at=at)
        return
    plan(case, job, offer_at=moment, actor=actor, at=at)
    reason = _("Wanted at a later time.") if wish.wanted_at else _("It can wait until the morning.")
    cases.rest(case, reason=reason, until_at=moment, actor=actor, at=at)


def _counted(code: TaxonomyCode | None, items: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """The things asked for, each code once; one of a counted code where no number was heard."""
    summed: dict[str, int] = {}
    for name, count in items:
        summed[name] = summed.get(name, 0) + max(1, count)
    if not summed and code is not None and code.is_counted:
        summed[code.code] = 1
    return tuple(summed.items())


def _refuse_above_cap(intake: Intake, wish: Wish, *, at: datetime) -> None:
    """Raises: InvalidInput for "cap_reason" when a room asks for more than its share and nobody said why."""
    if not intake.room_number or not wish.items or wish.cap_reason.strip():
        return
    on = local_date(max(at, wish.wanted_at or at), property_of(intake.property_id).timezone)
    for name, wanted in wish.items:
        code = code_named(intake.property_id, name)
        if code is None or code.daily_cap is None:
            continue
        given = given_on(intake, name, on=on)
        if above_cap(cap=code.daily_cap, given_today=given, wanted=wanted) and not _is_known(intake):
            text = _("%(thing)s: %(cap)d a day, %(given)d given today. Say why the room gets more.") % {
                "thing": code.name_zh if (get_language() or "zh").startswith("zh") else code.name_en,
                "cap": code.daily_cap,
                "given": given,
            }
            raise InvalidInput(text, fields={"cap_reason": text})


def given_on(intake: Intake, code: str, *, on: date) -> int:
    """How many of a thing the guest of the room gets on the local date: not what the one before had, nor what is no longer wanted.

    Queries: 1.
    """
    rows = RequestItem.objects.filter(
        property_id=intake.property_id, room_number=intake.room_number, code=code, on=on
    ).exclude(case__request__confirmed_by=Word.WITHDRAWN)
    if intake.stay_id is not None:
        rows = rows.filter(Q(case__stay_id=intake.stay_id) | Q(case__stay_id=None))
    return rows.aggregate(total=Sum("count"))["total"] or 0


def _is_known(intake: Intake) -> bool:
    """Whether the same intake has made a case before."""
    if intake.idempotency_key is None:
        return False
    return Case.objects.filter(
        property_id=intake.property_id, idempotency_key=intake.idempotency_key
    ).exists()


def _remember(actor: Actor, case_id: UUID, intake: Intake, *, at: datetime) -> None:
    """A personal need becomes a preference of the guest who said it (REQ-03, REQ-04); the house stands in for who may not write there."""
    if not intake.guest_ids:
        return
    detail = RequestDetail.objects.select_related("case").get(pk=case_id)
    if detail.need_class not in KEPT_IN_FILE:
        return
    dining = detail.case.handling_department == "food_beverage"
    for by in (actor, system("service_requests.remember", property_id=intake.property_id)):
        try:
            guests.add_preference(
                actor=by,
                property_id=intake.property_id,
                guest_id=next(iter(intake.guest_ids)),
                theme=Theme.DINING if dining else Theme.SERVICE,
                value=detail.case.text_redacted[:200],
                level=Level.MUST if detail.case.category == "special_need" else Level.LIKES,
                at=at,
            )
            return
        except (NotPermitted, NotFound):
            continue
