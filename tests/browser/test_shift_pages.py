"""The pages of the shift as its people see them: books, records, log, errors, downtime, briefing."""

from datetime import timedelta

import pytest

from innkeeper.handovers.actions import NewEntry, acknowledge, fill_handovers, write_log
from innkeeper.handovers.models import Handover
from innkeeper.kernel.actors import system
from innkeeper.stays.actions import out_of_order, set_dnd
from tests.browser.test_pages import FACES, WIDTHS, walk
from tests.browser.walks import OF_THE_SHIFT
from tests.handovers.conftest import note, wake_up
from tests.makers.guests import make_guest
from tests.makers.house import full_house, open_house
from tests.makers.stays import expect
from tests.people import START

EMPTY = {
    name: OF_THE_SHIFT[name] for name in ("handover", "book", "manager-log", "errors", "downtime", "briefing")
}


def fill_shift(cast, clock):
    """A full day: calls due and missed, notes, a dead room, a VIP to come, a book taken and others waiting."""
    full_house(cast)
    where = {"property_id": cast.house.pk, "at": START}
    set_dnd(
        actor=system("tests"), room_number="1208", property_id=cast.house.pk, at=START - timedelta(hours=8)
    )
    out_of_order(actor=system("tests"), room_number="1103", reason="空调压缩机更换", **where)
    expect(house=cast.house, guest=make_guest(house=cast.house, vip_level=3))
    wake_up(cast, due_at=START + timedelta(minutes=30))
    wake_up(cast, due_at=START + timedelta(hours=18), room="1308", text="要叫两次")
    note(cast, "北门夜里锁，钥匙在总台抽屉", by=cast.owner, post="assistant_manager")
    note(cast, "1206 房卡两张", by=cast.owner, kind="key", room_number="1206")
    for place, department in (("地下二层", "security"), ("1208", "")):
        entry = NewEntry(kind="round", place=place, text="消防通道堆有杂物", department=department)
        write_log(actor=cast.manager.actor, property_id=cast.house.pk, entry=entry, at=START)
    clock.move(hours=3, minutes=20)
    fill_handovers(at=clock.now())
    book = Handover.objects.get(post="order_taker", property_id=cast.house.pk)
    acknowledge(actor=cast.owner.actor, handover_id=book.pk, at=clock.now())
    return book


@pytest.mark.parametrize(("language", "theme"), FACES)
def test_every_page_of_the_shift_is_sound(page_for, picture, cast, clock, language, theme):
    book = fill_shift(cast, clock)
    page = page_for(cast.owner, language=language, theme=theme)
    walk(page, OF_THE_SHIFT, picture, f"{language}-{theme}", widths=WIDTHS, record=book.pk)


def test_a_quiet_shift_says_what_is_fine(page_for, picture, cast, clock):
    open_house(cast)
    walk(page_for(cast.owner, width=360), EMPTY, picture, "empty-360-zh-hans-light")
