"""Fourteen days of the demo's work: requests and complaints, taken in and carried through by the real actions."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from innkeeper.accounts.models import Staff
from innkeeper.accounts.queries import actor_for, holders, on_duty
from innkeeper.cases import actions as cases
from innkeeper.cases.actions import Spoken, Words
from innkeeper.cases.models import Case, Task
from innkeeper.complaints import actions as complaints
from innkeeper.complaints.actions import MeasureDraft, OptionDraft
from innkeeper.complaints.models import Measure, SolutionOption
from innkeeper.config.demo.house import data
from innkeeper.desk.actions import COMPLAINT, SERVICE_REQUEST, Heard, take_in
from innkeeper.desk.queries.intake import facts_of
from innkeeper.desk.reading import read
from innkeeper.improvements.models import Improvement
from innkeeper.kernel.actors import Actor, system
from innkeeper.notices import actions as notices
from innkeeper.properties.models import Property
from innkeeper.service_requests import actions as requests
from innkeeper.service_requests.models import PlannedTask
from innkeeper.service_requests.rules import FOLLOW_UP
from innkeeper.stays.models import RoomStatus
from innkeeper.workflows.review_leaves_improvement import leave_improvement

DAYS, REQUESTS_A_DAY, COMPLAINTS_A_DAY = 14, 10, 3
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PRIORITY = {"emergency": 1, "important": 2, "general": 3, "non_urgent": 4}
OPEN_NOW = (
    (38, "1016 耳环找不到"), (21, "1407 账单多收了迷你吧的钱"), (17, "916 空调不制冷 今天第二次"), (9, "1802 noisy neighbours all night"),
    (8, "806 送餐晚了一小时 菜是凉的"), (7, "1604 要一张加床"), (6, "1309 隔壁维修声音大 想午睡"), (5, "2009 网络连不上"),
    (4, "1705 洗衣 今晚要"), (4, "613 air conditioning not working"), (3, "1112 房卡失效 客人等在门口"), (2, "1210 加两条浴巾 一瓶洗发水"),
    (2, "大堂 有人问停车券"), (1, "1506 两条浴巾"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a guest said, and when."""

    at: datetime
    line: str
    course: Mapping[str, Any]


def play(house: Property, *, at: datetime, on_progress: Callable[[int, int], None]) -> int:
    """Play the fortnight up to now; answers how many cases there are."""
    events = [*sorted([*ordinary(house, at), *planted(house, at)], key=lambda event: event.at)]
    for number, event in enumerate(events, start=1):
        tell(house, event, now=at)
        on_progress(number, len(events) + len(OPEN_NOW))
    have_all_read(house, at=at - HOUR)
    for number, (minutes, line) in enumerate(OPEN_NOW, start=1):
        begin(house, tell(house, Event(at - minutes * MINUTE, line, {}), now=at), number, at=at)
        on_progress(len(events) + number, len(events) + len(OPEN_NOW))
    return Case.objects.filter(property_id=house.pk).count()


def have_all_read(house: Property, *, at: datetime) -> None:
    """What came in shifts gone by is read."""
    for staff_id in Staff.objects.values_list("pk", flat=True):
        notices.mark_read(actor=acting(house, staff_id, at), at=at)


def ordinary(house: Property, at: datetime) -> Iterator[Event]:
    """What any hotel hears in two weeks, by chance and weight."""
    chance = random.Random(2026)  # noqa: S311  invented events
    lines = data("lines.yaml")
    rooms = [
        row.room_number for row in RoomStatus.objects.filter(property_id=house.pk).order_by("room_number")
    ]
    for day in range(DAYS, 0, -1):
        for kind, count in (("requests", REQUESTS_A_DAY), ("complaints", COMPLAINTS_A_DAY)):
            weights = [entry["weight"] for entry in lines[kind]]
            for course in chance.choices(lines[kind], weights, k=count):
                ago = timedelta(days=day, minutes=-chance.randrange(1, 24 * 60))
                yield Event(at - ago, f"{chance.choice(rooms)} {course['text']}", course)


def planted(house: Property, at: datetime) -> Iterator[Event]:
    """Patterns to be found: air conditioning on floor 12, leaks from 1308, hot water at 06:30."""
    lines = {entry["text"]: entry for entry in data("lines.yaml")["complaints"]}
    zone = ZoneInfo(house.timezone)
    cooling = lines["空调不制冷 房间很热"]
    for day, room in enumerate((1203, 1205, 1206, 1209, 1210, 1211, 1214, 1216), start=2):
        yield Event(at - timedelta(days=day, hours=day % 5), f"{room} {cooling['text']}", cooling)
    leak = {
        "finding": "立管接头老化",
        "measure": "更换接头，逐层试压",
        "prevention": "13 层立管排入大修",
        "outcome": "止漏，宾客换房",
    }
    for day in (11, 5):
        yield Event(at - timedelta(days=day, hours=2), "1308 卫生间漏水", leak)
    cold = lines["没有热水"]
    for day in (1, 3, 6, 9):
        local = (at - timedelta(days=day)).astimezone(zone).replace(hour=6, minute=30)
        yield Event(local.astimezone(at.tzinfo), f"{1400 + day} {cold['text']}", cold)


def tell(house: Property, event: Event, *, now: datetime) -> UUID:
    """Take one line in and carry it as far as time has come."""
    heard = understood(house, event.line, heard_at=event.at)
    taker = colleague(house, "order_taker", event.at)
    opened = take_in(actor=taker, property_id=house.pk, heard=heard, at=event.at)
    cases.route_case(actor=system("demo", property_id=house.pk), case_id=opened.id, at=event.at)
    if not event.course:
        return opened.id
    if heard.kind == SERVICE_REQUEST:
        deliver(house, opened.id, event, now=now)
    elif heard.kind == COMPLAINT:
        Course(house, opened.id, event, now).walk()
    return opened.id


def understood(house: Property, line: str, *, heard_at: datetime) -> Heard:
    """A line as the desk reads it, without a person's correction."""
    reading = read(line, facts=facts_of(house.pk, house.timezone), at=heard_at)
    return Heard(
        line=line, room=reading.room or "", kind=reading.kind, code=reading.code or "",
        priority=PRIORITY[reading.priority], channel="room_phone" if reading.room else "on_site",
        contact="" if reading.room else "大堂", heard_at=heard_at, key=f"demo:{heard_at.isoformat()}:{line[:20]}",
    )  # fmt: skip


def begin(house: Property, case_id: UUID, number: int, *, at: datetime) -> None:
    """What is already under way on an open case: every complainant was spoken with, every other task is accepted."""
    case = Case.objects.get(pk=case_id)
    if case.kind == COMPLAINT:
        Course(house, case_id, Event(at, "", {}), at).respond(at - MINUTE)
    elif number % 2:
        for task in open_tasks(case_id):
            cases.accept_task(actor=doer_of(house, task, at), task_id=task.pk, at=at)


def deliver(house: Property, case_id: UUID, event: Event, *, now: datetime) -> None:
    """The department accepts, goes there, delivers; the request closes, or after the call where one is drawn."""
    at = offer_what_waited(case_id, at=event.at, now=now)
    if not all(do_task(house, task, event, at=at, now=now) for task in open_tasks(case_id)):
        return
    done_at = at + 8 * MINUTE
    if done_at < now and not requests.close_delivered(
        actor=system("demo", property_id=house.pk), case_id=case_id, at=done_at
    ):
        call_back(house, case_id, at=offer_what_waited(case_id, at=done_at, now=now) + 12 * MINUTE, now=now)


def offer_what_waited(case_id: UUID, *, at: datetime, now: datetime) -> datetime:
    """Offer what was put off to a time that has come; answers when the work goes on."""
    for planned in PlannedTask.objects.filter(case_id=case_id, task=None, dropped_at=None, offer_at__lt=now):
        at = max(at, planned.offer_at)
        requests.offer_planned(actor=system("demo"), planned_id=planned.pk, at=at)
    return at


def open_tasks(case_id: UUID) -> QuerySet[Task]:
    """What is still to do on a case."""
    return Task.objects.filter(case_id=case_id, state__in=Task.OPEN)


def do_task(house: Property, task: Task, event: Event, *, at: datetime, now: datetime) -> bool:
    """One task from taking to its end; whether its end has come."""
    doer, result = doer_of(house, task, at), event.course.get("done", "做好了")
    if at + 2 * MINUTE < now:
        cases.accept_task(actor=doer, task_id=task.pk, at=at + 2 * MINUTE)
    if at + 6 * MINUTE < now:
        cases.arrive_at_task(actor=doer, task_id=task.pk, at=at + 6 * MINUTE)
    is_over = at + 8 * MINUTE < now
    if is_over:
        cases.finish_task(actor=doer, task_id=task.pk, result=result, at=at + 8 * MINUTE)
    return is_over


def call_back(house: Property, case_id: UUID, *, at: datetime, now: datetime) -> None:
    """The follow-up call of those drawn for one."""
    if at < now and open_tasks(case_id).filter(step=FOLLOW_UP).exists():
        requests.note_call(
            actor=colleague(house, "order_taker", at), case_id=case_id, is_satisfied=True, words="宾客说很好。", at=at
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Course:
    """One complaint on its way: every step at its time, none in the future."""

    house: Property
    case_id: UUID
    event: Event
    now: datetime

    def walk(self) -> None:
        """Respond, find out, propose, agree, decide, do, resolve, hear, review, verify, close."""
        steps = (
            (3 * MINUTE, self.respond), (4 * MINUTE, self.be_there), (9 * MINUTE, self.do_tasks),
            (20 * MINUTE, self.look_into), (30 * MINUTE, self.propose), (31 * MINUTE, self.ask),
            (40 * MINUTE, self.decide), (60 * MINUTE, self.carry_out), (61 * MINUTE, self.prevent),
            (70 * MINUTE, self.resolve), (20 * HOUR, self.hear), (20 * HOUR, self.finish_follow_up),
            (30 * HOUR, self.review), (30.5 * HOUR, self.verify), (31 * HOUR, self.close),
        )  # fmt: skip
        for after, step in steps:
            at = self.event.at + after
            if at >= self.now:
                return
            step(at)

    def owner(self, at: datetime) -> Actor:
        """Who handles the case."""
        case = Case.objects.only("owner_id").get(pk=self.case_id)
        assert case.owner_id is not None
        return acting(self.house, case.owner_id, at)

    def respond(self, at: datetime) -> None:
        """Speak with the guest, say what comes."""
        said = Words(text="已向宾客致歉，说明马上处理。")
        spoken = Spoken(means="room_phone", reached_guest=True, words=said)
        cases.record_contact(actor=self.owner(at), case_id=self.case_id, spoken=spoken, at=at)

    def be_there(self, at: datetime) -> None:
        """Stand before the guest."""
        complaints.note_presence(actor=self.owner(at), case_id=self.case_id, at=at)

    def do_tasks(self, at: datetime) -> None:
        """The departments do their tasks."""
        for task in open_tasks(self.case_id):
            doer = doer_of(self.house, task, at)
            cases.accept_task(actor=doer, task_id=task.pk, at=at)
            cases.arrive_at_task(actor=doer, task_id=task.pk, at=at + 3 * MINUTE)
            cases.finish_task(
                actor=doer, task_id=task.pk, result=self.event.course["measure"], at=at + 8 * MINUTE
            )

    def look_into(self, at: datetime) -> None:
        """What was found."""
        cases.add_finding(
            actor=self.owner(at),
            case_id=self.case_id,
            text=self.event.course["finding"],
            source="inspection",
            at=at,
        )

    def propose(self, at: datetime) -> None:
        """Two ways out."""
        course = self.event.course
        complaints.propose_solution(
            actor=self.owner(at), case_id=self.case_id, reasons=course["finding"], at=at,
            options=[OptionDraft(kind="repair", text=course["measure"]), OptionDraft(kind="room_move", text="换到同房型")],
        )  # fmt: skip

    def ask(self, at: datetime) -> None:
        """The guest's answer."""
        option = SolutionOption.objects.filter(solution__case_id=self.case_id).order_by("number")[0]
        complaints.record_opinion(
            actor=self.owner(at), case_id=self.case_id, answer="agrees", means="room_phone",
            option_id=option.pk, at=at,
        )  # fmt: skip

    def decide(self, at: datetime) -> None:
        """The measure."""
        owner, course = self.owner(at), self.event.course
        case = Case.objects.get(pk=self.case_id)
        draft = MeasureDraft(
            text=course["measure"], department=case.handling_department, owner_id=owner.id, due_at=at + HOUR
        )
        complaints.decide_solution(actor=owner, case_id=self.case_id, measures=[draft], at=at)

    def carry_out(self, at: datetime) -> None:
        """The measure, done."""
        for measure in Measure.objects.filter(case_id=self.case_id, done_at__isnull=True):
            complaints.finish_measure(actor=self.owner(at), measure_id=measure.pk, at=at)

    def prevent(self, at: datetime) -> None:
        """What prevents a repeat."""
        text = self.event.course["prevention"]
        complaints.name_prevention(actor=self.owner(at), case_id=self.case_id, text=text, at=at)

    def resolve(self, at: datetime) -> None:
        """The guest is told the result."""
        complaints.resolve_complaint(
            actor=self.owner(at),
            case_id=self.case_id,
            result=self.event.course["outcome"],
            means="room_phone",
            at=at,
        )

    def hear(self, at: datetime) -> None:
        """The guest's word on it."""
        complaints.record_feedback(
            actor=self.owner(at), case_id=self.case_id, means="phone", answer="satisfied", score=4, at=at
        )

    def finish_follow_up(self, at: datetime) -> None:
        """The first contact has followed up."""
        for task in open_tasks(self.case_id):
            doer = doer_of(self.house, task, at)
            cases.finish_by_radio(actor=self.owner(at), task_id=task.pk, done_by_id=doer.id, at=at)

    def review(self, at: datetime) -> None:
        """Cause, measure, use."""
        course = self.event.course
        review = complaints.review_complaint(
            actor=self.owner(at), case_id=self.case_id, cause=course["finding"], measure=course["measure"],
            use=course["prevention"], at=at,
        )  # fmt: skip
        leave_improvement(case_id=self.case_id, review_id=review, at=at)
        left = Improvement.objects.values_list("case_id", flat=True).get(review_id=review)
        cases.route_case(actor=system("demo", property_id=self.house.pk), case_id=left, at=at)

    def verify(self, at: datetime) -> None:
        """Quality has looked whether the measures work."""
        quality = holders(self.house.pk, "quality_manager", at=at)[0]
        complaints.verify_effect(
            actor=acting(self.house, quality.id, at),
            case_id=self.case_id,
            note="抽查同层三间，情况良好。",
            at=at,
        )

    def close(self, at: datetime) -> None:
        """The loop is closed."""
        complaints.close_complaint(actor=self.owner(at), case_id=self.case_id, at=at)


def colleague(house: Property, post: str, at: datetime) -> Actor:
    """Who is on duty in a post, signed in."""
    return acting(house, on_duty(house.pk, post, at)[0].id, at)


def doer_of(house: Property, task: Task, at: datetime) -> Actor:
    """Who does a task: its assignee, else somebody of the department who is on."""
    if task.assignee_id:
        return acting(house, task.assignee_id, at)
    posts = {
        "housekeeping": "room_attendant", "engineering": "engineer", "food_beverage": "waiter",
        "security": "security_guard", "concierge": "concierge", "front_office": "front_desk",
    }  # fmt: skip
    return colleague(house, task.post or posts.get(task.department, "assistant_manager"), at)


def acting(house: Property, staff_id: UUID, at: datetime) -> Actor:
    """A colleague as an actor with every right of the post; posts do not change within a day of the demo."""
    return _acting_on(house.pk, staff_id, at.replace(hour=12, minute=0, second=0, microsecond=0))


@lru_cache(maxsize=2048)
def _acting_on(property_id: UUID, staff_id: UUID, at: datetime) -> Actor:
    staff = Staff.objects.get(pk=staff_id)
    return actor_for(staff, property_id=property_id, session="demo", at=at, has_second_factor=True)
