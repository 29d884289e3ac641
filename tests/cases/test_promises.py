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
        ("这个真的退不了", 0),
        ("退不了款", 0),
        ("不能退，也没办法补偿", 0),
        ("没办法退", 0),
        ("We don't refund", 0),
        ("A refund is not possible", 0),
        ("It is a non-refundable rate", 0),
        ("给您退一百元", 10_000),
        ("赔偿两百五十块", 25_000),
        ("补偿一百五元", 15_000),
        ("退十块押金", 1_000),
        ("减免200元", 20_000),
        ("We waive 200 of it", 20_000),
        ("现在退不了房", None),
        ("今天不能退房", None),
        ("三楼 1208 退房", None),
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
