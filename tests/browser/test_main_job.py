"""One guest's problem, worked by three people at once in the browser, from one line to the guest's word."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from innkeeper.cases.models import Case, Task
from innkeeper.complaints.models import SolutionOption
from tests.addresses import MY_WORK
from tests.browser.pages import Picture
from tests.browser.seats import Seat
from tests.makers.house import open_house, work_off
from tests.people import Cast

PageFor = Callable[..., Page]
LINE = "1208 天花板漏水 行李湿"
SAID = {
    "zh-hans": {"lift": "换房并送洗行李", "why_open": "宾客"},
    "en": {"lift": "Another room and the luggage cleaned", "why_open": "guest"},
}


@pytest.mark.req("CASE-01", "CASE-05", "CASE-30", "CASE-31")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_three_people_bring_a_leak_to_closure(
    page_for: PageFor, picture: Picture, cast: Cast, clock, language: str
) -> None:
    open_house(cast)
    taker = Seat(page_for(cast.colleague, language=language))
    manager = Seat(page_for(cast.owner, language=language))
    ref = taken_in(taker, picture, language)
    work_off(clock)
    for person in (cast.engineer, cast.attendant):
        done_on_the_phone(
            Seat(page_for(person, width=360, language=language)), picture, clock, person.staff.staff_number
        )
    manager.open(MY_WORK)
    picture.of(manager.page, f"job-work-manager-{language}")
    manager.open(f"/cases/{ref}/")
    picture.of(manager.page, f"job-case-new-{language}")
    solved(manager, picture, clock, cast, language)
    refused_without_the_guest(manager, picture, language)
    heard_and_reviewed(manager, taker, clock, ref)
    verified(Seat(page_for(cast.quality, language=language)), picture, ref, language)
    ended(manager, taker, picture, clock, cast, ref, language)


def taken_in(taker: Seat, picture: Picture, language: str) -> str:
    """One line, read back, taken in."""
    taker.open("/intake/")
    picture.of(taker.page, f"job-intake-empty-{language}")
    taker.page.locator("#say").fill(LINE)
    taker.page.keyboard.press("Enter")
    expect(taker.page.locator(".heard")).to_contain_text("1208")
    expect(taker.page.locator("#id_priority")).to_have_value("1")
    picture.of(taker.page, f"job-intake-{language}")
    taker.press(taker.page.locator('.take .btn[data-size="big"]'))
    picture.of(taker.page, f"job-taken-in-{language}")
    return taker.page.url.rstrip("/").rsplit("/", 1)[1]


def done_on_the_phone(seat: Seat, picture: Picture, clock, number: str) -> None:
    """Accept, on site, done: one tap each."""
    seat.open(MY_WORK)
    card = seat.page.locator(".task").first
    expect(card).to_contain_text("1208")
    picture.of(seat.page, f"job-phone-{number}")
    for _tap in range(3):
        clock.move(minutes=2)
        seat.press(card.locator("form .btn").first)
    expect(seat.page.locator(".task")).to_have_count(0)


def solved(manager: Seat, picture: Picture, clock, cast: Cast, language: str) -> None:
    """The guest is reached, heard and agrees; the measure is carried out; the guest is told."""
    clock.move(minutes=1)
    manager.send("contacts", means="on_site", text="致歉，正在安排换房")
    manager.send("findings", text="1308 浴室下水管接头渗漏")
    options = {"option_1": SAID[language]["lift"], "option_2": "退一晚房费", "amount_2": "680"}
    manager.send("solutions", reasons="楼上下水管渗漏，行李被淋湿", **options)
    picture.of(manager.page, f"job-case-proposed-{language}")
    option = SolutionOption.objects.order_by("number").first()
    manager.send("opinions", answer="agrees", option=str(option.pk), means="on_site")
    due = "2026-03-14T15:00"
    measure = {"measure_1": SAID[language]["lift"], "department_1": "housekeeping", "due_1": due}
    manager.send("decisions", owner_1=str(cast.housekeeper.id), **measure)
    manager.send("measures")
    manager.send("preventions", text="每季度检查 13 层下水管接头")
    clock.move(minutes=5)
    manager.send("resolution", result="已换到 1706，行李下午六点送回", means="on_site")


def refused_without_the_guest(manager: Seat, picture: Picture, language: str) -> None:
    """Closing without the guest's word is refused, and says why."""
    manager.send("closure")
    expect(manager.page.locator(".refused")).to_contain_text(SAID[language]["why_open"])
    manager.page.wrong.clear()  # type: ignore[attr-defined]  # the answer 409 is what we want
    picture.of(manager.page, f"job-refused-{language}")


def heard_and_reviewed(manager: Seat, taker: Seat, clock, ref: str) -> None:
    """The guest's word, and what is learnt."""
    clock.move(minutes=30)
    taker.open(f"/cases/{ref}/")
    taker.send("feedback", answer="satisfied", score="5", means="phone")
    manager.open(f"/cases/{ref}/")
    manager.send("review", cause="接头老化", measure="更换接头", use="列入季度检查")


def verified(quality: Seat, picture: Picture, ref: str, language: str) -> None:
    """Quality has looked whether the measures work."""
    quality.open(f"/cases/{ref}/")
    picture.of(quality.page, f"job-case-quality-{language}")
    quality.send("verification", note="看过三间，都干")


def ended(manager: Seat, taker: Seat, picture: Picture, clock, cast: Cast, ref: str, language: str) -> None:
    """The last task, closed."""
    manager.open(f"/cases/{ref}/")
    still_open = Task.objects.filter(department="front_office", state__in=Task.OPEN)
    for task in still_open.order_by("offered_at"):
        manager.send(f"{task.pk}/completion", done_by=str(cast.front_desk.id), happened_at="2026-03-14T12:20")
    manager.send("closure")
    assert not Case.objects.get(ref=ref).is_open
    picture.of(manager.page, f"job-closed-{language}")
