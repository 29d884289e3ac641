"""A house with one more of every thing the addresses speak of, as often as asked: cases, stays, books, calls, channels."""

from datetime import date, timedelta

from innkeeper.accounts.actions import devices
from innkeeper.calls import actions as calls
from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case
from innkeeper.complaints import actions as complaints
from innkeeper.complaints.models import Review
from innkeeper.disputes import actions as disputes
from innkeeper.handovers import actions as books
from innkeeper.improvements.models import Improvement
from innkeeper.inbox import actions as inbox
from innkeeper.incidents import actions as incidents
from innkeeper.kernel.actors import system
from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.money import Money
from innkeeper.lost_property import actions as lost
from innkeeper.notices.models import GroupBot, PushDevice, Trouble, Unreached
from innkeeper.outbox.models import Job
from innkeeper.service_requests.actions.asking import Wish
from innkeeper.service_requests.models import HelpCall
from innkeeper.stays import actions as stays
from innkeeper.stays.models import ImportRun
from innkeeper.stays.rules.departures import Loan
from innkeeper.workflows.review_leaves_improvement import leave_improvement
from tests.cases.test_evidence import photo
from tests.makers import complaints as complaint
from tests.makers import disputes as dispute
from tests.makers import requests
from tests.makers.guests import make_guest
from tests.makers.house import open_house
from tests.makers.notices import make_notice
from tests.makers.stays import TODAY, expect, stay_on
from tests.people import COMPANION_NAME, START

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SYSTEM = system("tests")


class EveryThing:
    """Fills the cast's hotel; each `add` is one more of everything, in new cases and in the deep ones."""

    def __init__(self, cast):
        self.cast, self.number = cast, 0
        cases.publish_shipped(actor=SYSTEM, at=START)
        open_house(cast)
        self.deep = complaint.decided(cast, text="洗澡水一直是冷的", room_number="1206")
        self.quarrel = dispute.answered(cast)

    def add(self):
        """One more of everything."""
        self.number += 1
        self.stay = self._house()
        for part in (
            self._complaints,
            self._dispute,
            self._requests,
            self._incident,
            self._lost,
            self._deeper,
        ):
            part()
        for part in (self._books, self._calls, self._channels, self._settings):
            part()
        stays.plan_day(actor=SYSTEM, property_id=self.cast.house.pk, at=START)
        books.fill_handovers(at=START + 3 * HOUR)

    @property
    def room(self):
        """A room of this turn."""
        return f"11{self.number:02d}"

    def _house(self):
        house = self.cast.house
        guest = make_guest(
            house=house, name=f"{COMPANION_NAME}{self.number}", phone=f"1390000{self.number:04d}"
        )
        stay = stay_on(house=house, room=self.room, guest=guest, companions=[make_guest(house=house)])
        desk = self.cast.front_desk.actor
        stays.lend_item(actor=desk, stay_id=stay.id, item=Loan.OTHER, note="熨斗", at=START)
        due_at = START + 5 * HOUR
        stays.order_amenity(
            actor=desk, stay_id=stay.id, room_number=self.room, what="水果", due_at=due_at, at=START
        )
        self.expected = expect(house=house, guest=make_guest(house=house, vip_level=3))
        ImportRun.objects.create(
            property_id=house.pk, kind="stays", file_name="a.csv", file_digest=f"{self.number:064d}", state="done",
            started_by=SYSTEM.id, started_at=START,
        )  # fmt: skip
        Trouble.objects.create(
            property=house,
            route=f"mail:{self.number}",
            text_key="inbox.arrived",
            since_at=START,
            last_at=START,
        )
        Job.objects.create(
            name="notices.deliver", state="dead", attempts=20, last_error="TimeoutError", run_after=START,
            created_at=START, finished_at=START,
        )  # fmt: skip
        return stay

    def _complaints(self):
        given = {"room_number": self.room, "stay_id": self.stay.id}
        first = complaint.make_complaint(
            self.cast, text="天花板漏水，行李湿了", taxonomy_code="water_leak", **given
        )
        incidents.open_incident(
            actor=self.cast.owner.actor, case_id=first.pk,
            spread=incidents.Spread(source_room=self.room, affected=(f"12{self.number:02d}",)), at=START,
        )  # fmt: skip
        for step in (
            complaint.reached,
            complaint.decided,
            complaint.resolved,
            complaint.heard,
            complaint.closed,
        ):
            last = step(self.cast, text="电视没有信号", **given)
        self._improvement(last)

    def _improvement(self, source):
        """What the review of a complaint left behind: carried out, its effect still to be looked at."""
        review = Review.objects.filter(case_id=source.pk).latest("pk")
        leave_improvement(case_id=source.pk, review_id=review.pk, at=START)
        made = {"case_id": Improvement.objects.get(review_id=review.pk).case_id, "at": START}
        cases.assign_case(actor=self.cast.manager.actor, owner_id=self.cast.housekeeper.id, **made)
        cases.advance_stage(actor=self.cast.housekeeper.actor, **made)

    def _dispute(self):
        dispute.settled(self.cast)

    def _requests(self):
        for code in ("towels", "extra_bed"):
            requests.make_request(self.cast, code=code, wish=Wish(), room_number=self.room)
        department = ("housekeeping", "engineering", "security", "food_beverage", "front_office")[
            self.number - 1
        ]
        HelpCall.objects.create(
            property_id=self.cast.house.pk, department=department, helpers=["it"], open_tasks=9, on_duty=1,
            called_at=START,
        )  # fmt: skip

    def _incident(self):
        house, actor = self.cast.house.pk, self.cast.owner.actor
        alarm = incidents.Alarm(code="fire", key=uuid7(), room=self.room)
        incidents.raise_emergency(actor=actor, property_id=house, alarm=alarm, at=START)
        incidents.begin_walk(actor=actor, property_id=house, stay_id=self.expected.id, at=START)
        damage = incidents.Damage(room_number=self.room, what="台灯", estimate_minor=5_000)
        leak = Case.objects.filter(taxonomy_code="water_leak").first()
        incidents.note_damage(actor=actor, case_id=leak.pk, damage=damage, at=START)

    def _lost(self):
        for side in ("found", "lost"):
            noted = lost.Noted(side=side, words="银戒指 床头柜", category="valuables", room=self.room)
            lost.note_item(actor=self.cast.owner.actor, property_id=self.cast.house.pk, noted=noted, at=START)

    def _deeper(self):
        actor, pk = self.cast.owner.actor, self.deep.pk
        cases.add_evidence(actor=actor, case_id=pk, content=photo(size=(40, 30 + self.number)), at=START)
        question = cases.Question(subject="other", post="manager_on_duty", reason="一晚房费")
        cases.ask_approval(actor=actor, case_id=pk, question=question, at=START)
        cases.add_task(
            actor=actor, case_id=pk, job=cases.Job(title="看一下", department="engineering"), at=START
        )
        cases.add_finding(actor=actor, case_id=pk, text="阀门老化", source="inspection", at=START)
        cases.record_contact(
            actor=actor, case_id=pk, spoken=cases.Spoken(means="phone", reached_guest=True), at=START
        )
        complaints.give_recovery(
            actor=actor, case_id=pk, kind="refund", money=Money("CNY", 1_000), reason="致歉", at=START
        )
        self._argue()

    def _argue(self):
        actor, pk, at = self.cast.quality.actor, self.quarrel.pk, START + 14 * MINUTE
        for side in ("guest", "house"):
            disputes.add_claim(actor=actor, case_id=pk, party=side, text="退一赔三", at=at)
            disputes.make_offer(actor=actor, case_id=pk, party=side, text="退一晚", at=at)
        dispute.note_points(self.cast, self.quarrel)
        dispute.name_law(self.cast, self.quarrel)
        dispute.talk(self.cast, self.quarrel)

    def _books(self):
        house, cast = self.cast.house.pk, self.cast
        for line in (
            books.NewLine(kind="wake_up", room_number=self.room, due_at=START + 8 * HOUR),
            books.NewLine(kind="note", post="order_taker", text="北门在修"),
        ):
            books.add_line(actor=cast.colleague.actor, property_id=house, line=line, at=START)
        note = books.NewLine(kind="note", post="assistant_manager", text="电梯在修")
        books.add_line(actor=cast.owner.actor, property_id=house, line=note, at=START)
        entry = books.NewEntry(kind="round", place="地下二层", text="消防通道堆有杂物")
        books.write_log(actor=cast.manager.actor, property_id=house, entry=entry, at=START)

    def _calls(self):
        calls.log_call(actor=self.cast.front_desk.actor, key=uuid7(), at=START)
        calls.take_message(actor=self.cast.front_desk.actor, words="请回家里电话", key=uuid7(), at=START)
        arrival = inbox.Arrival(source="hook:1", key=str(self.number), channel="wechat", text="房间没有热水")
        inbox.receive(actor=system("hook"), property_id=self.cast.house.pk, arrival=arrival, at=START)

    def _channels(self):
        house, boss = self.cast.house, self.cast.general_manager
        for who in (boss, self.cast.owner):
            make_notice(house=house, recipient=who.staff)
            PushDevice.objects.create(
                property=house, staff_id=who.id, host="push.example", language="en", address_locked="x",
                digest=f"{who.id.hex}{self.number:032d}", added_at=START,
            )  # fmt: skip
        GroupBot.objects.create(
            property=house, kind="wecom", name=f"群{self.number}", host="bot.example", address_locked="x",
            added_by_id=boss.id, added_at=START,
        )  # fmt: skip
        Unreached.objects.create(
            property=house, kind="cases.assigned", level="info", text_key="cases.assigned", object_kind="case",
            object_id=self.deep.pk, ref=self.deep.ref, created_at=START, post_code="concierge",
        )  # fmt: skip
        inbox.add_hook(
            actor=boss.actor, property_id=house.pk, name=f"源{self.number}", channel="wechat", at=START
        )

    def _settings(self):
        house, boss = self.cast.house.pk, self.cast.general_manager.actor
        code = devices.invite_device(
            actor=self.cast.administrator.actor, property_id=house, name=f"手机{self.number}", at=START
        )
        devices.enrol_device(code=code, address="10.0.0.1", at=START)
        complaints.plan_drill(
            actor=boss, property_id=house, topic="漏水", departments=["housekeeping", "engineering"],
            on=date(2026, 4, self.number), at=START,
        )  # fmt: skip
        day = TODAY - timedelta(days=self.number)
        complaints.send_summary(actor=boss, property_id=house, since_on=day, until_on=day, at=START)
