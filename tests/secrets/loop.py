"""The main job to its end and once around again, by two people in real browsers whose profiles stay on disk."""

import io
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import expect, sync_playwright

from tests.addresses import MY_WORK
from tests.browser.pages import FLAGS
from tests.browser.seats import Seat, fill

CHROMIUM = "/usr/bin/chromium"
STATE = """async () => ({
  local: {...localStorage}, session: {...sessionStorage}, cookies: document.cookie,
  bases: (await indexedDB.databases()).map(one => one.name), caches: await caches.keys(),
})"""
SEND = """async ([path, fields]) => {
  const form = document.createElement("form");
  form.method = "post"; form.action = path;
  fields.csrfmiddlewaretoken = document.querySelector("[name=csrfmiddlewaretoken]").value;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement("input");
    input.type = "hidden"; input.name = name; input.value = value; form.append(input);
  }
  document.body.append(form); form.submit();
}"""


@contextmanager
def at_desk(place: Path, address: str, session: str = ""):
    """A person before a browser of their own, whose profile is the folder; its storage is written down at the end."""
    with sync_playwright() as player:
        context = player.chromium.launch_persistent_context(
            place / "profile", executable_path=CHROMIUM, args=FLAGS, base_url=address, locale="en-GB"
        )
        context.set_default_timeout(20_000)
        cookies = {"sessionid": session, "innkeeper_language": "en"} if session else {}
        context.add_cookies([{"name": one, "value": value, "url": address} for one, value in cookies.items()])
        page = context.pages[0]
        yield page
        (place / "storage.json").write_text(
            str(page.evaluate(STATE)) + str(context.cookies()), encoding="utf-8"
        )
        context.close()


def post(page, path: str, **fields: str) -> None:
    """Send a form of the house from the page, and see the answer."""
    with page.expect_navigation() as answer:
        page.evaluate(SEND, [path, fields])
    assert answer.value.status < 400, (
        f"{path}: {answer.value.status} {page.locator('main').inner_text()[:300]}"
    )


def photo(words: str) -> bytes:
    """A picture with the words in its notes."""
    notes, held = PngInfo(), io.BytesIO()
    notes.add_text("Author", words)
    notes.add_itxt("Comment", words)
    Image.new("RGB", (64, 48), "brown").save(held, "png", pnginfo=notes)
    return held.getvalue()


def taken_in(page, text: str, contact: str) -> str:
    """The taker hears a line, types it, reads it back and takes it in."""
    seat = Seat(page)
    seat.open("/intake/")
    page.locator("#say").fill(text)
    page.keyboard.press("Enter")
    page.locator(".take").first.wait_for()
    code = page.locator("main select[name=code]").first
    if code.count() and not code.input_value():
        code.select_option("room_dirty")
    field = page.locator("main [name=contact]").first
    if field.is_visible():
        field.fill(contact)
    seat.press(page.locator(".take .btn").first)
    return page.url.rstrip("/").rsplit("/", 1)[1]


def looked_at(page, ref: str, *paths: str) -> None:
    """The pages on which the case shows."""
    for path in (MY_WORK, "/cases/", "/house/", f"/cases/{ref}/", f"/cases/{ref}/history/", *paths):
        answer = page.goto(path)
        assert answer.status < 400, path


def worked(page, ref: str, said, guest: str, colleague: str) -> None:
    """The owner's part: contact, evidence, findings, solution, opinion, measures, told; names and words opened."""
    seat = Seat(page)
    seat.open(f"/cases/{ref}/")
    seat.send("contacts", means="on_site", text=said())
    seat.send("findings", text=said())
    form = seat.form("evidence")
    picture = {"name": f"{said()[:20]}.png", "mimeType": "image/png", "buffer": photo(said())}
    form.locator("[name=file]").set_input_files(picture)
    form.locator("[name=caption]").fill(said()[:110])
    seat.press(form.locator("button").last)
    page.goto(page.locator(f'a[href*="/cases/{ref}/evidence/"]').first.get_attribute("href"))
    seat.open(f"/cases/{ref}/")
    seat.send("tasks", title=said()[:200])
    seat.send("thread", text=said())
    seat.send("solutions", reasons=said(), option_1=said(), option_2=said(), amount_2="680")
    option = page.locator('form[action$="/opinions/"] [name=option] option:not([value=""])')
    choice = option.first.get_attribute("value") if option.count() else None
    seat.send(
        "opinions", answer="agrees", means="on_site", words=said(), **({"option": choice} if choice else {})
    )
    due = (datetime.now(UTC) + timedelta(hours=2)).astimezone(ZoneInfo("Asia/Shanghai"))
    measure = {"measure_1": said(), "department_1": "housekeeping", "due_1": f"{due:%Y-%m-%dT%H:%M}"}
    seat.send("decisions", owner_1=colleague, **measure)
    seat.send("measures")
    seat.send("preventions", text=said())
    seat.send("resolution", result=said(), means="on_site")
    post(page, f"/cases/{ref}/words/", purpose="case")
    seat.open(f"/guests/{guest}/")
    post(page, f"/guests/{guest}/reveals/phone/", purpose="contact")
    expect(page.locator("body")).to_contain_text("4471")


def heard(page, ref: str, said) -> None:
    """The taker hears that the guest is content."""
    seat = Seat(page)
    seat.open(f"/cases/{ref}/")
    seat.send("feedback", answer="satisfied", score="5", means="phone", words=said())


def verified(page, ref: str, said) -> None:
    """Quality has looked whether the measures work."""
    seat = Seat(page)
    seat.open(f"/cases/{ref}/")
    seat.send("verification", note=said())


def ended(page, ref: str, said) -> None:
    """Reviewed, the last tasks reported done, closed."""
    seat = Seat(page)
    seat.open(f"/cases/{ref}/")
    seat.send("review", cause=said(), measure=said(), use=said())
    later = page.locator('[hx-get$="/completion/"]')
    while later.count():
        form = page.locator(f'form[action="{later.first.get_attribute("hx-get")}"]:has([name=done_by])')
        later.first.locator("xpath=ancestor::details[1]/summary").click()
        doer = form.locator("[name=done_by] option:not([value=''])").first
        fill(form, {"done_by": doer.get_attribute("value")})
        seat.press(form.locator("button").last)
    post(page, f"/cases/{ref}/closure/", reason=said())


def begun_again(page, ref: str, said) -> None:
    """The guest calls once more: reopened, and written to."""
    Seat(page).open(f"/cases/{ref}/")
    post(page, f"/cases/{ref}/closure/", reopen="1", reason=said())
    Seat(page).send("thread", text=said())
