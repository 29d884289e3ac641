"""Taps and seconds: the ten commonest jobs, each done with real presses and counted; docs/taps.md says the same numbers."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from innkeeper.accounts.models import DutyTurn
from innkeeper.calls.models import Call
from innkeeper.cases import actions
from innkeeper.cases.models import Approval, Case, Contact, Task
from innkeeper.handovers.models import BookLine
from innkeeper.stays.models import RoomStatus
from tests.addresses import MY_WORK
from tests.handovers.conftest import wake_up
from tests.makers.accounts import make_turn
from tests.makers.cases import make_case, make_task
from tests.makers.house import open_house
from tests.people import START, Cast

PageFor = Callable[..., Page]
DOC = Path(__file__).parents[2] / "docs" / "taps.md"
ROW = re.compile(r"^\| `([a-z-]+)` \|.*?\| (\d+) \| (\d+) \| ([\d.]+) \| \d+ \|$", re.MULTILINE)
SECONDS_A_TAP, SECONDS_A_KEY = 2.5, 0.3


@dataclass
class Hand:
    """One person's hand on one screen: every tap and every key is counted."""

    page: Page
    taps: int = 0
    keys: int = 0

    def tap(self, place: Locator) -> None:
        self.taps += 1
        place.click()

    def type(self, text: str) -> None:
        self.keys += len(text)
        self.page.keyboard.type(text)

    def key(self, name: str) -> None:
        self.keys += 1
        self.page.keyboard.press(name)

    @property
    def count(self) -> tuple[int, int]:
        return self.taps, self.keys


@dataclass
class Desk:
    """What each job needs: the cast, its pages, the clock."""

    cast: Cast
    page_for: PageFor
    clock: object
    pages: list[Page] = field(default_factory=list)

    def at(self, person, path: str, *, width: int = 1440) -> Hand:
        page = self.page_for(person, width=width)
        self.pages.append(page)
        page.goto(path)
        page.wait_for_load_state("networkidle")
        return Hand(page)

    def leave(self) -> None:
        """Put the screens away, so that none polls while the next job is set up."""
        for page in self.pages:
            page.wait_for_load_state("networkidle")
            page.close()
        self.pages.clear()


def intake_line(desk: Desk) -> tuple[int, int]:
    """On the own page: type the line, Enter, read it back, Enter."""
    hand = desk.at(desk.cast.colleague, MY_WORK)
    hand.key("n")
    expect(hand.page.locator("#say")).to_be_focused()
    hand.type("1208 2 towels")
    hand.key("Enter")
    expect(hand.page.locator(".heard")).to_contain_text("1208")
    hand.key("Enter")
    hand.page.wait_for_url("**/cases/**")
    assert Case.objects.filter(taxonomy_code="towels", room_number="1208").count() == 1
    return hand.count


def intake_taps(desk: Desk) -> tuple[int, int]:
    """Room, thing, take in."""
    hand = desk.at(desk.cast.colleague, "/intake/")
    hand.tap(hand.page.locator("#room"))
    hand.type("1308")
    hand.tap(hand.page.locator('button[name="thing"]').first)
    hand.tap(hand.page.locator('.take .btn[data-size="big"]'))
    hand.page.wait_for_url("**/cases/**")
    assert Case.objects.filter(room_number="1308").count() == 1
    return hand.count


def press_of_board(desk: Desk, verb: str, state: str) -> tuple[int, int]:
    """One press on the phone's board."""
    task = Task.objects.get(post="engineer")
    hand = desk.at(desk.cast.engineer, "/board/", width=360)
    button = hand.page.locator(f"#task-{task.pk} form[data-tap] > .btn").first
    with hand.page.expect_response(lambda answer: answer.url.endswith("/taps/")):
        hand.tap(button)
    task.refresh_from_db()
    assert (verb, task.state) == (verb, state)
    return hand.count


def accept(desk: Desk) -> tuple[int, int]:
    make_task(desk.cast, make_case(desk.cast), post="engineer", minutes=30)
    return press_of_board(desk, "accept", "accepted")


def arrived(desk: Desk) -> tuple[int, int]:
    return press_of_board(desk, "arrive", "arrived")


def done(desk: Desk) -> tuple[int, int]:
    return press_of_board(desk, "done", "done")


def by_radio(desk: Desk) -> tuple[int, int]:
    """The order taker hears it on the radio: who and when stand there already."""
    task = make_task(
        desk.cast, make_case(desk.cast), department="customer_service", post="service_specialist"
    )
    actions.accept_task(actor=desk.cast.colleague.actor, task_id=task.pk, at=START)
    hand = desk.at(desk.cast.colleague, "/board/")
    card = hand.page.locator(f"#task-{task.pk}")
    hand.tap(card.locator("details:has(select) > summary"))
    with hand.page.expect_navigation():
        hand.tap(card.locator('form[action$="/radio/"] .btn'))
    assert Task.objects.get(pk=task.pk).state == "done"
    return hand.count


def contact(desk: Desk) -> tuple[int, int]:
    """The guest was reached: open, log that."""
    case = make_case(desk.cast)
    hand = desk.at(desk.cast.owner, f"/cases/{case.ref}/")
    form = hand.page.locator("#log-contact")
    hand.tap(hand.page.locator("details:has(#log-contact) > summary"))
    with hand.page.expect_navigation():
        hand.tap(form.locator('.btn[name="reached_guest"]'))
    assert Contact.objects.filter(case=case, reached_guest=True).count() == 1
    return hand.count


def approval(desk: Desk) -> Approval:
    case = make_case(desk.cast)
    question = actions.Question(subject="recovery", post="manager_on_duty", reason="退一晚")
    asked = actions.ask_approval(actor=desk.cast.owner.actor, case_id=case.pk, question=question, at=START)
    return Approval.objects.select_related("case").get(pk=asked)


def approve(desk: Desk) -> tuple[int, int]:
    """The manager's own phone: one tap."""
    asked = approval(desk)
    hand = desk.at(desk.cast.manager, "/approvals/", width=360)
    with hand.page.expect_navigation():
        hand.tap(hand.page.locator('button[value="give"]').first)
    assert Approval.objects.get(pk=asked.pk).state == "given"
    return hand.count


def approve_by_phone(desk: Desk) -> tuple[int, int]:
    """The manager said yes on the telephone; who asked notes it."""
    asked = approval(desk)
    hand = desk.at(desk.cast.owner, f"/cases/{asked.case.ref}/")
    section = hand.page.locator('details:has([hx-get$="/sections/approvals/"]) > summary')
    if section.count():
        hand.tap(section.first)
    form = hand.page.locator('form[action$="/decision/"]:has([name="staff_number"])')
    expect(form).to_be_attached()
    hand.tap(hand.page.locator('details:has(> form[action$="/decision/"] [name="staff_number"]) > summary'))
    hand.tap(form.locator('[name="staff_number"]'))
    hand.type(desk.cast.manager.staff.staff_number)
    with hand.page.expect_navigation():
        hand.key("Enter")
    given = Approval.objects.get(pk=asked.pk)
    assert (given.state, given.by_phone) == ("given", True)
    return hand.count


def hand_key(desk: Desk) -> tuple[int, int]:
    """Do not disturb, seen in the corridor or heard by phone: the room and three letters."""
    hand = desk.at(desk.cast.colleague, MY_WORK)
    hand.key("n")
    expect(hand.page.locator("#say")).to_be_focused()
    hand.type("1208 DND")
    hand.key("Enter")
    hand.page.wait_for_url("**/rooms/1208/")
    assert RoomStatus.objects.get(room_number="1208").dnd_since is not None
    return hand.count


def take_over(desk: Desk) -> tuple[int, int]:
    """At night nobody of the post is here: one tap."""
    task = make_task(desk.cast, make_case(desk.cast), post="chief_engineer")
    DutyTurn.objects.exclude(staff_id=desk.cast.attendant.id).delete()
    hand = desk.at(desk.cast.attendant, "/board/", width=360)
    with hand.page.expect_navigation():
        hand.tap(hand.page.locator(f"#orphan-{task.pk} .btn"))
    assert Task.objects.get(pk=task.pk).assignee_id == desk.cast.attendant.id
    return hand.count


def phone_card(desk: Desk) -> tuple[int, int]:
    """Somebody asks after a guest: one key, one tap."""
    hand = desk.at(desk.cast.colleague, MY_WORK)
    hand.key("p")
    hand.page.wait_for_url("**/calls/")
    with hand.page.expect_navigation():
        hand.tap(hand.page.locator('form[action="/calls/"] .btn'))
    assert Call.objects.count() == 1
    return hand.count


def wake_up_done(desk: Desk) -> tuple[int, int]:
    """The guest answered."""
    wake_up(desk.cast, due_at=START + timedelta(minutes=1))
    hand = desk.at(desk.cast.colleague, "/handover/books/order_taker/")
    with hand.page.expect_navigation():
        hand.tap(hand.page.locator('button[name="answered"][value="yes"]').first)
    assert BookLine.objects.get(kind="wake_up").ended_at is not None
    return hand.count


JOBS: dict[str, Callable[[Desk], tuple[int, int]]] = {
    "intake-line": intake_line, "intake-taps": intake_taps, "accept": accept, "arrived": arrived, "done": done,
    "by-radio": by_radio, "contact": contact, "approve": approve, "approve-by-phone": approve_by_phone,
    "hand-key": hand_key, "phone-card": phone_card, "wake-up-done": wake_up_done, "take-over": take_over,
}  # fmt: skip


def written_down() -> dict[str, tuple[int, int]]:
    """What docs/taps.md says of each job; its seconds follow from taps and keys."""
    rows = ROW.findall(DOC.read_text("utf-8"))
    for name, taps, keys, seconds in rows:
        assert float(seconds) == round(int(taps) * SECONDS_A_TAP + int(keys) * SECONDS_A_KEY, 1), name
    return {name: (int(taps), int(keys)) for name, taps, keys, _seconds in rows}


def test_the_commonest_jobs_take_the_taps_and_keys_that_the_page_says(
    page_for: PageFor, cast: Cast, clock
) -> None:
    open_house(cast)
    for part in ("owner", "colleague", "attendant", "engineer", "manager"):
        person = getattr(cast, part)
        [post] = person.staff.assignments.values_list("post__code", flat=True)
        make_turn(person.staff, house=cast.house, post_code=post, on=date(2026, 3, 14), shift="late")
    desk = Desk(cast, page_for, clock)
    counted = {}
    for name, job in JOBS.items():
        counted[name] = job(desk)
        desk.leave()
    assert written_down() == counted
    assert counted["intake-taps"][0] <= 3 and counted["intake-line"][0] == 0
    assert {counted[name] for name in ("accept", "arrived", "done", "take-over", "wake-up-done")} == {(1, 0)}
