"""Five minutes that convince a hotel: docs/demo.md, step by step in a browser, in both languages."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from innkeeper.cases.models import Approval, ApprovalState, Case, Evidence, Task, TaskState
from innkeeper.guests.models import Guest
from tests.addresses import MY_WORK
from tests.browser.pages import Picture
from tests.browser.seats import BOUNCE, Seat
from tests.makers import accounts
from tests.makers.house import open_house, work_off
from tests.makers.peers import LOCAL, a_peer
from tests.notices.test_carrying import enrol
from tests.people import ROLES, Cast

PageFor = Callable[..., Page]
LINE = "1208 天花板漏水 行李湿"
SAID = {
    "zh-hans": {
        "refused": "宾客",
        "answer": "不对外确认任何人是否住在本店",
        "by_phone": "电话审批，还没补批",
    },
    "en": {
        "refused": "guest",
        "answer": "We never say whether anyone stays",
        "by_phone": "by phone, not ratified yet",
    },
}


def on_duty_till_midnight(cast: Cast) -> None:
    """The late shift: the same people stay on."""
    for part, (_number, post, _zh, _en) in ROLES.items():
        staff = getattr(cast, part).staff
        accounts.make_turn(staff, house=cast.house, post_code=post, on=date(2026, 3, 14), shift="late")


@pytest.mark.req("CASE-22", "CASE-23", "CASE-27", "CASE-30", "PRIV-06", "ACC-08")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_five_minutes_hold_what_they_promise(
    page_for: PageFor, picture: Picture, cast: Cast, clock, settings, language: str
) -> None:
    settings.INSIDE_HOSTS = LOCAL
    guest = open_house(cast)
    on_duty_till_midnight(cast)
    clock.move(hours=2, minutes=20)
    manager = Seat(page_for(cast.owner, language=language))
    manager.open("/house/")
    picture.of(manager.page, f"five-1-board-{language}")
    ref = typed(Seat(page_for(cast.colleague, language=language)))
    work_off(clock)
    there_with_a_photo(Seat(page_for(cast.engineer, width=360, language=language)), picture, clock, language)
    with a_peer() as phone:
        enrol(cast, cast.manager, phone)
        nobody_takes_it(Seat(page_for(cast.manager, width=360, language=language)), picture, clock, language)
        assert phone.seen, "the manager on duty's phone rings"
    refused(manager, ref, language)
    approved_by_phone(manager, cast, clock, ref, language)
    a_wife_on_the_phone(Seat(page_for(cast.colleague, language=language)), picture, language)
    who_opened_it(manager, Seat(page_for(cast.privacy_officer, language=language)), cast, guest, language)
    the_briefing_as_a_pdf(Seat(page_for(cast.manager, language=language)), language)


def typed(taker: Seat) -> str:
    """One line, and three departments have a task."""
    taker.open("/intake/")
    taker.page.locator("#say").fill(LINE)
    taker.page.keyboard.press("Enter")
    expect(taker.page.locator(".heard")).to_contain_text("1208")
    taker.page.keyboard.press("Enter")
    taker.page.wait_for_url("**/cases/**")
    departments = set(Task.objects.filter(room_number="1208").values_list("department", flat=True))
    assert departments == {"engineering", "housekeeping", "front_office"}
    return taker.page.url.rstrip("/").rsplit("/", 1)[1]


def there_with_a_photo(engineer: Seat, picture: Picture, clock, language: str) -> None:
    """Accept, arrived: one tap each; a photo from the camera."""
    engineer.open("/board/")
    task = Task.objects.get(department="engineering")
    card = engineer.page.locator(f"#task-{task.pk}")
    for state, then in ((TaskState.ACCEPTED, "arrive"), (TaskState.ARRIVED, "done")):
        clock.move(minutes=2)
        engineer.page.wait_for_timeout(BOUNCE)
        with engineer.page.expect_response(lambda answer: answer.url.endswith("/taps/")):
            card.locator("form[data-tap] > .btn").first.click()
        expect(card.locator('input[name="verb"]').first).to_have_value(then, timeout=20_000)
        assert Task.objects.get(pk=task.pk).state == state
    shot = io.BytesIO()
    Image.new("RGB", (64, 48), (120, 90, 60)).save(shot, "PNG")
    photo = {"name": "1208.png", "mimeType": "image/png", "buffer": shot.getvalue()}
    with engineer.page.expect_file_chooser() as camera:
        card.locator("form[data-photo] label").click()
    with engineer.page.expect_response(lambda answer: answer.url.endswith("/photos/")):
        camera.value.set_files(photo)
    assert Evidence.objects.filter(task=task).count() == 1
    picture.of(engineer.page, f"five-3-engineer-{language}")


def nobody_takes_it(phone: Seat, picture: Picture, clock, language: str) -> None:
    """Housekeeping leaves its task; the clock is warped; the manager on duty is told, room and task only."""
    phone.open("/notices/")
    before = phone.page.locator("main").inner_text().count("1208")
    for _round in range(14):
        clock.move(minutes=15)
        work_off(clock)
    phone.open("/notices/")
    assert phone.page.locator("main").inner_text().count("1208") > before
    picture.of(phone.page, f"five-4-manager-{language}")


def refused(manager: Seat, ref: str, language: str) -> None:
    """Closing without the guest's word is refused, and says why."""
    manager.open(f"/cases/{ref}/")
    manager.send("closure")
    expect(manager.page.locator(".refused")).to_contain_text(SAID[language]["refused"])
    manager.page.wrong.clear()  # type: ignore[attr-defined]  # the answer 409 is what we want
    assert Case.objects.get(ref=ref).is_open


def approved_by_phone(manager: Seat, cast: Cast, clock, ref: str, language: str) -> None:
    """500 over the limit: it waits, the manager on duty says yes by phone, it is ratified later."""
    manager.open(f"/cases/{ref}/")
    manager.send("recoveries", kind="refund", amount="1500", reason="行李损坏")
    asked = Approval.objects.get(case__ref=ref)
    assert (asked.state, asked.amount_minor, asked.post) == (ApprovalState.ASKED, 150_000, "manager_on_duty")
    manager.open(f"/cases/{ref}/")
    manager.form("decision")
    by_phone = manager.page.locator(
        'form[action$="/decision/"]', has=manager.page.locator('[name="staff_number"]')
    )
    manager.page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    by_phone.locator('[name="staff_number"]').fill(cast.manager.staff.staff_number)
    manager.press(by_phone.locator("button"))
    given = Approval.objects.get(pk=asked.pk)
    assert (given.state, given.by_phone, given.ratified_at) == (ApprovalState.GIVEN, True, None)
    assert given.decided_by_id == cast.manager.id
    manager.open(f"/cases/{ref}/")
    manager.form("decision")
    manager.says(SAID[language]["by_phone"])


def a_wife_on_the_phone(taker: Seat, picture: Picture, language: str) -> None:
    """One key; the same words whether or not he stays."""
    taker.open(MY_WORK)
    taker.page.keyboard.press("p")
    taker.page.wait_for_url("**/calls/")
    taker.says(SAID[language]["answer"])
    picture.of(taker.page, f"five-7-caller-{language}")


def who_opened_it(manager: Seat, officer: Seat, cast: Cast, guest: Guest, language: str) -> None:
    """The guest's file was opened; the log says by whom."""
    manager.open(f"/guests/{guest.pk}/")
    officer.open(f"/audit/?subject={guest.pk}")
    officer.says(cast.owner.staff.work_name if language.startswith("zh") else cast.owner.staff.work_name_en)


def the_briefing_as_a_pdf(manager: Seat, language: str) -> None:
    """One page, in the reader's language, with the fonts of the Chinese in it."""
    manager.open("/briefing/")
    with manager.page.expect_download() as sheet:
        manager.form("briefing/prints").locator(".btn").click()
    content = sheet.value.path().read_bytes()
    said, lang = {"zh-hans": ("晨会", "zh-CN"), "en": ("Morning briefing", "en-GB")}[language]
    assert content.startswith(b"%PDF-") and b"NotoSansSC" in content
    assert said.encode() in content and f"/Lang({lang})".encode() in content
