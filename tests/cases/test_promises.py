"""A promise is read from the words themselves, so that a differing one warns with the first message (ERR-06)."""

import pytest

from innkeeper.cases import actions
from innkeeper.cases.models import ThreadEntry
from innkeeper.cases.rules import promise_in
from tests.makers import cases as make
from tests.people import START


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("We will refund 100 to you.", 10_000),
        ("我们给您退 100 元", 10_000),
        ("退款200元，当天到账", 20_000),
        ("补偿您 68.50 元", 6_850),
        ("We refund you CNY 1,250.", 125_000),
        ("Sorry, there is no refund.", 0),
        ("We cannot give you a refund", 0),
        ("不予退款", 0),
        ("很抱歉，无法退款", 0),
        ("我们不能赔偿", 0),
        ("您 12 点前退房即可", None),
        ("退房 1208", None),
        ("师傅 20 分钟到", None),
        ("Return at 14:30 please", None),
        ("房间换到 1706", None),
    ],
)
def test_money_is_read_from_words(text, minor):
    found = promise_in(text)
    assert (found.amount_minor if found else None) == minor


def say(cast, case, text, **given):
    return actions.write_thread(
        actor=cast.owner.actor,
        case_id=case.pk,
        words=actions.Words(text=text, **given),
        audience="guest",
        channel="wechat",
        at=START,
    )


@pytest.mark.req("ERR-06")
def test_no_refund_after_refund_100_warns_with_the_first_message(cast):
    case = make.make_case(cast)
    first = say(cast, case, "我们给您退 100 元")
    with pytest.raises(actions.PromiseContradicted) as warned:
        say(cast, case, "很抱歉，不予退款")
    assert warned.value.fields == {"earlier": str(first)}
    say(cast, case, "很抱歉，不予退款", is_knowing=True)
    assert ThreadEntry.objects.filter(case=case, promise_minor=0).count() == 1


@pytest.mark.req("ERR-06")
def test_what_the_guest_demands_is_no_promise_of_the_house(cast):
    case = make.make_case(cast)
    actions.write_thread(
        actor=cast.owner.actor,
        case_id=case.pk,
        words=actions.Words(text="我要退 500 元"),
        audience="guest",
        channel="wechat",
        is_from_guest=True,
        at=START,
    )
    assert say(cast, case, "我们给您退 100 元")


@pytest.mark.req("ERR-06")
def test_the_page_shows_the_first_message_and_lets_it_be_sent_knowingly(client, cast):
    case = make.make_case(cast)
    say(cast, case, "我们给您退 100 元")
    client.force_login(cast.owner.staff)
    given = {"text": "很抱歉，不予退款", "audience": "guest"}
    page = client.post(f"/cases/{case.ref}/thread/", given)
    assert page.status_code == 409
    assert page.content.decode().count("退 100 元") >= 2 and 'name="is_knowing"' in page.content.decode()
    assert client.post(f"/cases/{case.ref}/thread/", given | {"is_knowing": "1"}).status_code == 303
