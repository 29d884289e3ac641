"""What a hand gives the browser: a screenshot pasted from a chat, a photo, and leave to ring this device."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from innkeeper.cases import actions
from innkeeper.cases.models import Case, Evidence, TaskState
from innkeeper.notices.models import PushDevice
from tests.browser.test_board_offline import a_photo
from tests.makers.cases import make_case, make_task
from tests.makers.house import open_house
from tests.makers.peers import LOCAL
from tests.makers.peers import Browser as Keys
from tests.people import START, Cast

PageFor = Callable[..., Page]
PASTE = """async () => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 60, height: 120 });
  canvas.getContext('2d').fillRect(5, 5, 50, 20);
  const picture = await new Promise((done) => canvas.toBlob(done, 'image/png'));
  const held = new DataTransfer();
  held.items.add(new File([picture], 'image.png', { type: 'image/png' }));
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: held, bubbles: true, cancelable: true }));
}"""
STUB = """(keys) => {
  Notification.requestPermission = async () => 'granted';
  const asked = [];
  window.asked = asked;
  PushManager.prototype.subscribe = async (options) => {
    asked.push([options.userVisibleOnly, options.applicationServerKey.byteLength]);
    return { toJSON: () => ({ endpoint: 'https://127.0.0.1/send/1', keys }) };
  };
}"""


@pytest.fixture(autouse=True)
def house(cast: Cast, clock: object) -> None:
    open_house(cast)


@pytest.mark.req("CHAN-01")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_screenshot_pasted_anywhere_goes_with_the_words_into_the_open_case(
    page_for: PageFor, cast: Cast, language: str
) -> None:
    case = make_case(cast)
    page = page_for(cast.owner, language=language)
    page.goto("/inbox/paste/")
    expect(page.locator('[name="room"]')).to_be_focused()
    page.keyboard.type("1208")
    page.locator('[name="text"]').fill("没人理我")
    page.evaluate(PASTE)
    assert page.locator('[name="picture"]').evaluate("field => field.files.length") == 1
    with page.expect_navigation():
        page.locator("form[data-paste] .btn").last.click()
    page.wait_for_url(f"**/cases/{case.ref}/")
    kept = Evidence.objects.get(case=case)
    assert (kept.content_type, Case.objects.count()) == ("image/png", 1)
    page.wait_for_load_state("networkidle")


def test_a_photo_taken_while_the_board_is_drawn_anew_is_not_lost(page_for: PageFor, cast: Cast) -> None:
    task = make_task(cast, make_case(cast), post="engineer")
    actions.accept_task(actor=cast.engineer.actor, task_id=task.pk, at=START)
    page = page_for(cast.engineer, width=360)
    page.goto("/board/")
    with page.expect_file_chooser() as camera:
        page.locator(f"#task-{task.pk} form[data-photo] label").click()
    page.evaluate(
        "() => { const board = document.getElementById('board'); board.outerHTML = board.outerHTML; }"
    )
    with page.expect_response("**/photos/") as sent:
        camera.value.set_files({"name": "1208.jpg", "mimeType": "image/jpeg", "buffer": a_photo()})
    assert sent.value.ok
    expect(page.locator("[data-weak]")).to_be_hidden()
    assert Evidence.objects.filter(task=task).count() == 1


def test_the_board_is_not_drawn_anew_under_a_thumb_so_that_the_press_counts(
    page_for: PageFor, cast: Cast
) -> None:
    task = make_task(cast, make_case(cast), post="engineer")
    page = page_for(cast.engineer, width=360)
    page.goto("/board/")
    with page.expect_response("**/board/"):
        page.evaluate("document.getElementById('board').dataset.every = 1")
    page.locator(f"#task-{task.pk} form[data-tap] > .btn").first.hover()
    page.mouse.down()
    news = make_task(cast, make_case(cast), post="engineer")
    with page.expect_response(lambda answer: answer.url.endswith("/board/") and answer.status == 200):
        pass
    assert page.locator(f"#task-{news.pk}").count() == 0
    with page.expect_response("**/taps/") as sent:
        page.mouse.up()
    assert sent.value.ok
    expect(page.locator(f"#task-{news.pk}")).to_be_visible()
    page.wait_for_load_state("networkidle")
    task.refresh_from_db()
    assert task.state == TaskState.ACCEPTED


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_leave_to_ring_reaches_the_house_with_the_devices_own_keys(
    page_for: PageFor, cast: Cast, settings, language: str
) -> None:
    settings.INSIDE_HOSTS = LOCAL
    page = page_for(cast.engineer, width=360, language=language)
    page.goto("/notices/")
    page.evaluate(STUB, Keys().keys())
    with page.expect_response("**/notices/devices/") as sent:
        page.locator("[data-push-key] button").click()
    assert sent.value.status == 204
    page.wait_for_load_state("networkidle")
    device = PushDevice.objects.get()
    assert (device.staff_id, device.ended_at) == (cast.engineer.id, None)
    assert page.wrong == []  # type: ignore[attr-defined]


def test_a_browser_that_may_not_ring_says_so_and_sends_nothing(page_for: PageFor, cast: Cast) -> None:
    page = page_for(cast.engineer, width=360, language="en")
    page.goto("/notices/")
    page.evaluate("() => { Notification.requestPermission = async () => 'denied'; }")
    page.locator("[data-push-key] button").click()
    expect(page.locator("[data-push-key] [role=status]")).to_contain_text("not allowed to ring")
    assert not PushDevice.objects.exists()
