"""The main job with planted values, each step in a process of its own, everything logged at DEBUG."""

# ruff: noqa: PLC0415 (each step starts the house by itself)

import logging
import os
import re
import sys
from datetime import UTC, datetime, timedelta
from http.cookiejar import CookieJar
from itertools import product
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener
from uuid import uuid4

from tests.addresses import MY_WORK
from tests.secrets.test_main_job import SEALED, TEXTS

AT = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=20)
ROOMS = ("1208", "1209")
PASSWORD = "qinghuai-2026-x"


def prepare():
    from innkeeper.config.preparation import prepare as make_ready

    make_ready()
    from tests import people
    from tests.makers.guests import make_guest
    from tests.makers.stays import move_in

    cast = people.make_cast()
    for number, name in (("1208", SEALED["name"]), ("1209", SEALED["name_en"])):
        guest = make_guest(
            house=cast.house, name=name, phone=SEALED["phone"], email=SEALED["email"],
            id_number=SEALED["id_number"], at=AT,
        )  # fmt: skip
        move_in(house=cast.house, guest=guest, room=number, at=AT)
    from innkeeper.cases.actions import seed_taxonomy
    from tests.makers.accounts import make_turn

    seed_taxonomy()
    posts = {
        cast.colleague: "order_taker",
        cast.owner: "assistant_manager",
        cast.housekeeper: "executive_housekeeper",
        cast.quality: "quality_manager",
    }
    for one, post in posts.items():
        one.staff.set_password(PASSWORD)
        one.staff.save()
        for day, shift in product((-1, 0, 1), ("early", "late", "night")):  # on duty whenever the test runs
            make_turn(
                one.staff, house=cast.house, post_code=post, on=(AT + timedelta(days=day)).date(), shift=shift
            )


def serve(port):
    os.execv(
        sys.executable,
        [sys.executable, "-m", "gunicorn", "innkeeper.config.wsgi:application", "--bind", f"127.0.0.1:{port}",
         "--workers", "1", "--threads", "2", "--log-level", "debug", "--access-logfile", "-"],
    )  # fmt: skip


def over_http(port):
    """Sign in, take in the four lines, read the lists."""
    base, jar = f"http://127.0.0.1:{port}", CookieJar()
    web = build_opener(HTTPCookieProcessor(jar))

    def token():
        return next(one.value for one in jar if one.name == "csrftoken")

    def post(path, **fields):
        data = urlencode({"csrfmiddlewaretoken": token(), **fields}).encode()
        try:
            return web.open(base + path, data, timeout=30).read().decode()
        except HTTPError as refused:
            said = re.findall(r"error[^>]*>([^<]+)<", refused.read().decode())
            raise AssertionError(f"{path}: {refused.code} {said}") from None

    web.open(base + "/sign-in/", timeout=30).read()
    post("/sign-in/", login="2002", password=PASSWORD)
    for number, text in enumerate(TEXTS):
        post(
            "/intake/",
            say=text,
            room=ROOMS[number % 2],
            kind="complaint",
            code="",
            priority="3",
            channel="room_phone",
            key=str(uuid4()),
            contact=SEALED["phone"],
        )
    for path in (MY_WORK, "/cases/", "/house/", "/search/?q=1208"):
        web.open(base + path, timeout=30).read()


def sessions():
    """Sessions of taker, owner and quality, signed in with a second factor; the guest's id; a colleague's."""
    from innkeeper.accounts.models import Staff
    from innkeeper.stays.models import StayGuest
    from tests.browser.conftest import signed_in_cookie

    staff = {number: Staff.objects.get(staff_number=number) for number in ("2002", "2001", "1003", "3000")}
    guest = StayGuest.objects.order_by("id")[0].guest_id
    signed_in = (signed_in_cookie(staff[number]) for number in ("2002", "2001", "1003"))
    print(*signed_in, guest, staff["3000"].pk)


def work_off():
    """The worker: every job that waits, the clocks that are due; then the log is sealed."""
    from innkeeper.audit.actions import seal_pending
    from innkeeper.clocks.actions import sweep
    from innkeeper.kernel import clock
    from innkeeper.outbox.worker import Worker

    worker = Worker(sweeps=(lambda now: sweep(now=now),))
    while worker.step():
        pass
    seal_pending(at=clock.now())


def closed():
    """How many cases went to their end, and how many photographs are kept."""
    from innkeeper.cases.models import Closure, Evidence

    print(Closure.objects.count(), Evidence.objects.count())


def by_actions():
    """The loop to its end by the actions, for each line, with values in every text; then worked off and sealed."""
    from innkeeper.accounts.models import Staff
    from innkeeper.audit.actions import seal_pending
    from innkeeper.cases import actions as cases
    from innkeeper.cases.models import Case
    from innkeeper.desk.actions import Heard, take_in
    from innkeeper.properties.models import Property
    from innkeeper.stays.queries import card_for_room
    from tests.makers import accounts

    house = Property.objects.get(code="SHA")
    actor = accounts.make_actor(Staff.objects.get(staff_number="2002"), house=house, at=AT)
    assert card_for_room(house.pk, "1208", AT)
    for number, text in enumerate(TEXTS):
        heard = Heard(
            line=text, room=ROOMS[number % 2], kind="complaint", code="room_dirty", priority=3,
            channel="room_phone", contact=SEALED["phone"], heard_at=AT, key=f"a{number}",
        )  # fmt: skip
        opened = take_in(actor=actor, property_id=house.pk, heard=heard, at=AT)
        cases.write_thread(
            actor=actor, case_id=opened.id, words=cases.Words(text=text), audience="internal", at=AT
        )
        spoken = cases.Spoken(means="phone", reached_guest=True, words=cases.Words(text=text))
        cases.record_contact(actor=actor, case_id=opened.id, spoken=spoken, at=AT)
    assert Case.objects.count() >= len(TEXTS)
    print("cases", Case.objects.count())
    seal_pending(at=AT)


def back_up(folder):
    from innkeeper.config.backup.making import make_backup

    make_backup(Path(folder), at=AT)


def plant():
    """The positive control: a planted value in a readable column."""
    from innkeeper.outbox.models import OutboxEvent

    OutboxEvent.objects.create(name="tests.planted", facts={"name": SEALED["name"]}, at=AT)


def main():
    step, *given = sys.argv[1:]
    if step not in ("prepare", "serve"):
        import django

        django.setup()
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr, force=True)
    if step == "prepare":
        from innkeeper.config.preparation import secrets_folder
        from innkeeper.vault.custody import create_secrets

        create_secrets(secrets_folder())
        Path(os.environ["INNKEEPER_HOME"]).mkdir(parents=True, exist_ok=True)
    globals()[step](*given)


if __name__ == "__main__":
    main()
