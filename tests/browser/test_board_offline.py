"""A phone in a dead spot: presses are shown, kept sealed, sent when it is back, with their true times."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from innkeeper.accounts.actions import devices
from innkeeper.accounts.models import Staff
from innkeeper.cases import actions
from innkeeper.cases.models import Task
from tests.browser.conftest import signed_in_cookie
from tests.browser.pages import Picture
from tests.browser.seats import BOUNCE
from tests.makers.accounts import PASSWORD
from tests.makers.cases import make_case, make_task
from tests.people import START, Cast, Person

PageFor = Callable[..., Page]
EVERYTHING_KEPT = """async () => {
  const text = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? new TextDecoder('latin1').decode(value) : JSON.stringify(value);
  const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  for (const { name } of await indexedDB.databases()) {
    const house = await new Promise((done) => { const asked = indexedDB.open(name); asked.onsuccess = () => done(asked.result); });
    for (const store of house.objectStoreNames) {
      const rows = await new Promise((done) => { const asked = house.transaction(store).objectStore(store).getAll(); asked.onsuccess = () => done(asked.result); });
      for (const row of rows) for (const [key, value] of Object.entries(row)) found.push(key + text(value));
    }
  }
  return [found.length, found.join('\\n'), (await caches.keys()).length];
}"""


def a_photo() -> bytes:
    held = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(held, "JPEG")
    return held.getvalue()


def test_presses_of_a_dead_spot_are_kept_sealed_and_sent_when_it_is_back(
    page_for: PageFor, picture: Picture, cast: Cast, clock
) -> None:
    task = make_task(cast, make_case(cast), post="engineer", minutes=30, needs_evidence=True)
    page = page_for(cast.engineer, width=360)
    page.goto("/board/")
    picture.of(page, "board-360-zh")
    card = page.locator(f"#task-{task.pk}")
    page.context.set_offline(True)
    card.locator("form[data-tap] button").first.click()
    expect(card).to_have_attribute("data-state", "queued")
    expect(card.locator("[data-kept]")).to_be_visible()
    page.wait_for_timeout(BOUNCE)
    card.locator("form[data-tap] button").first.click()
    expect(card.locator("form[data-tap] button").first).to_have_text("做好了")
    page.wait_for_timeout(400)
    page.wrong.clear()  # type: ignore[attr-defined] # the presses that found no connection
    picture.of(page, "board-360-zh-offline")
    count, kept, caches = page.evaluate(EVERYTHING_KEPT)
    assert (count, caches) == (2 + 2 * 3, 0)
    assert not [word for word in ("accept", "arrive", str(task.pk), "1208", "空调", "taps/") if word in kept]
    clock.move(minutes=20)
    page.context.set_offline(False)
    expect(page.locator("[data-weak]")).to_be_hidden()
    expect(page.locator(f"#task-{task.pk} input[type=file]")).to_be_attached()
    kept = Task.objects.get(pk=task.pk)
    assert (kept.state, kept.assignee_id) == ("arrived", cast.engineer.id)
    page.locator("input[type=file]").set_input_files(
        {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": a_photo()}
    )
    page.wait_for_timeout(600)
    page.locator(f"#task-{task.pk} form[data-tap] button").first.click()
    expect(page.locator(f"#task-{task.pk}")).to_have_count(0)
    assert Task.objects.get(pk=task.pk).state == "done"


def test_another_sign_in_cannot_read_what_was_kept(page_for: PageFor, cast: Cast, clock) -> None:
    task = make_task(cast, make_case(cast), post="engineer")
    page = page_for(cast.engineer, width=360, language="en")
    page.goto("/board/")
    page.context.set_offline(True)
    page.locator(f"#task-{task.pk} form[data-tap] button").first.click()
    expect(page.locator("[data-weak]")).to_be_visible()
    context, url = page.context, page.url.removesuffix("/board/")
    page.close()
    staff = Staff.objects.get(pk=cast.engineer.id)
    context.add_cookies([{"name": "sessionid", "value": signed_in_cookie(staff), "url": url}])
    context.set_offline(False)
    again, sent = context.new_page(), []
    again.on("request", lambda asked: sent.append(asked.method))
    again.goto("/board/")
    expect(again.locator("main")).to_contain_text("earlier sign-in")
    again.wait_for_timeout(300)
    assert set(sent) == {
        "GET"
    }  # the page that closed has its connection back for a moment, and may still send its own


def test_a_press_that_lost_the_race_says_who_was_faster(page_for: PageFor, cast: Cast, clock) -> None:
    task = make_task(cast, make_case(cast), post="engineer")
    page = page_for(cast.engineer, width=360, language="en")
    page.goto("/board/")
    actions.accept_task(actor=cast.owner.actor, task_id=task.pk, at=clock.now())
    page.locator(f"#task-{task.pk} form[data-tap] button").first.click()
    expect(page.locator("[data-said]")).to_contain_text("a colleague took this task at 12:00")


def test_the_board_works_without_script(page_for: PageFor, cast: Cast, clock) -> None:
    task = make_task(cast, make_case(cast), post="engineer")
    page = page_for(cast.engineer, width=360, language="en", has_script=False)
    page.goto("/board/")
    for words in ("Accept", "I am at 1208", "Done"):
        with page.expect_navigation():
            page.get_by_role("button", name=words, exact=True).first.click()
    assert Task.objects.get(pk=task.pk).state == "done"


@pytest.mark.parametrize("is_offline", [False, True])
def test_a_thumb_that_bounces_accepts_and_has_not_arrived(
    page_for: PageFor, cast: Cast, clock, is_offline: bool
) -> None:
    task = make_task(cast, make_case(cast), post="engineer")
    page = page_for(cast.engineer, width=360, language="en")
    page.goto("/board/")
    page.context.set_offline(is_offline)
    page.locator(f"#task-{task.pk} form[data-tap] button").first.dblclick(delay=120)
    page.wait_for_timeout(BOUNCE)
    page.wrong.clear()  # type: ignore[attr-defined] # the press that found no connection
    page.context.set_offline(False)
    expect(page.locator("[data-weak]")).to_be_hidden()
    expect(page.locator(f"#task-{task.pk} form[data-tap] button").first).to_contain_text("I am at")
    kept = Task.objects.get(pk=task.pk)
    assert (kept.state, kept.arrived_at) == ("accepted", None)


def test_presses_outlive_a_page_that_was_closed_in_the_dead_spot(
    page_for: PageFor, cast: Cast, clock
) -> None:
    task = make_task(cast, make_case(cast), post="engineer", minutes=30)
    page = page_for(cast.engineer, width=360, language="en")
    page.goto("/board/")
    page.context.set_offline(True)
    page.locator(f"#task-{task.pk} form[data-tap] button").first.click()
    expect(page.locator("[data-weak]")).to_be_visible()
    context, url = page.context, page.url
    page.close()
    clock.move(minutes=20)
    context.set_offline(False)
    again = context.new_page()
    again.goto(url)
    expect(again.locator(f"#task-{task.pk} form[data-tap] button").first).to_contain_text("I am at")
    expect(again.locator("[data-weak]")).to_be_hidden()
    assert Task.objects.get(pk=task.pk).state == "accepted"


def opened_with_pin(page: Page, person: Person, *, password: bool) -> None:
    if not page.url.endswith("/device/"):
        page.goto("/device/")
    page.locator(f'a[href="/device/{person.id}/"]').click()
    if password:
        page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=pin]").fill("4931")
    page.locator("main button[data-size=big]").click()
    expect(page).to_have_url(re.compile("/board/$"))


def test_a_shared_phone_that_locked_in_the_dead_spot_sends_once_its_hand_is_back(
    page_for: PageFor, cast: Cast, clock
) -> None:
    task = make_task(cast, make_case(cast), post="engineer", minutes=30)
    page = page_for(width=360, language="zh-hans")
    page.clock.set_fixed_time(START)
    code = devices.invite_device(
        actor=cast.administrator.actor, property_id=cast.house.pk, name="3", at=START
    )
    page.goto("/device/")
    page.locator("input[name=code]").fill(code)
    page.locator("main button[data-size=big]").click()
    opened_with_pin(page, cast.engineer, password=True)
    page.context.set_offline(True)
    page.locator(f"#task-{task.pk} form[data-tap] button").first.click()
    expect(page.locator("[data-weak]")).to_be_visible()
    clock.move(minutes=20)
    page.wrong.clear()  # type: ignore[attr-defined] # the press that found no connection
    page.context.set_offline(False)
    expect(page).to_have_url(re.compile("/device/$"))
    opened_with_pin(page, cast.attendant, password=True)
    expect(page.locator("[data-said]")).to_be_empty()
    page.context.clear_cookies(name="sessionid")
    opened_with_pin(page, cast.engineer, password=False)
    expect(page.locator("[data-weak]")).to_be_hidden()
    expect(page.locator(f"#task-{task.pk} form[data-tap] button").first).to_contain_text("我到了 1208")
    expect(page.locator("[data-said]")).to_be_empty()
    assert Task.objects.get(pk=task.pk).assignee_id == cast.engineer.id


def test_a_press_leaves_the_page_under_the_thumb_where_it_is(page_for: PageFor, cast: Cast, clock) -> None:
    case = make_case(cast)
    for number in range(9):
        make_task(cast, case, title=f"查看空调 {number}")
    page = page_for(cast.engineer, width=360)
    page.goto("/board/")
    button = page.locator("#board form[data-tap]:not([data-last]) button").nth(4)
    button.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    assert before > 0
    with page.expect_response(lambda answer: answer.url.endswith("/board/")):
        button.click()
    expect(page.locator("#board .steps li:nth-child(2)[data-state=now]")).to_have_count(1)
    assert page.evaluate("scrollY") == before
