"""What the guard finds, hides and refuses. Everyone here is invented; ID numbers have the unused serial 000."""

import pytest

from innkeeper.guard.rules import OUTDOORS, Kind, Known, check_outgoing, find, leaked, redact

KNOWN = Known(
    names=("柳如烟", "Eleanor Whitcombe"), values={Kind.PHONE: ("+86 139 0000 4471",), Kind.ROOM: ("1208",)}
)


def hidden(text, **more):
    return redact(text, find(text, **more))


@pytest.mark.parametrize(
    "text",
    ["柳如烟说漏水", "柳 如 烟说漏水", "柳女士说漏水", "请回复liu ruyan", "LIU RUYAN called", "Ruyan Liu called", "如烟在前台",
     "Ms Liu called", "ms. whitcombe called", "ELEANOR WHITCOMBE", "Whitcombe, Eleanor", "柳\u200b如烟", "小柳来过"],
)  # fmt: skip
def test_a_known_guest_is_found_however_the_name_is_written(text):
    assert any(span.kind is Kind.PERSON for span in find(text, known=KNOWN)), text


def test_a_latin_name_inside_a_longer_word_is_no_name():
    assert find("The Liuruyanta brand", known=KNOWN) == []


@pytest.mark.parametrize(
    "text",
    ["13900004471", "139 0000 4471", "139-0000-4471", "+86 139 0000 4471", "１３９００００４４７１", "1 3 9 0 0 0 0 4 4 7 1",
     "一三九零零零零四四七一", "幺三九〇〇〇〇四四七幺", "139\u200b0000\u200b4471", "一三九 0000 四四七一"],
)  # fmt: skip
def test_a_mobile_number_is_found_however_it_is_written(text):
    spans = find(f"请打{text}找我")
    assert [span.kind for span in spans] == [Kind.PHONE]
    assert (spans[0].start, spans[0].end) == (2, 2 + len(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("证件 11010119900307000X 已登记", Kind.ID_NUMBER),
        ("护照号E12345678", Kind.ID_NUMBER),
        ("passport number 553858304 was mistyped", Kind.ID_NUMBER),
        ("card 4111 1111 1111 1111 was charged", Kind.BANK_CARD),
        ("写到 lan.z@mail.example 吧", Kind.EMAIL),
        ("write to lan at mail dot example please", Kind.EMAIL),
        ("车牌沪A·12345停在门口", Kind.PLATE),
        ("加我微信lan_2026z", Kind.SOCIAL_ID),
        ("订单号HT99216188没查到", Kind.BOOKING_NO),
        ("会员号GL55099375是金卡", Kind.MEMBER_NO),
        ("生日是1990年3月7日", Kind.BIRTH_DATE),
        ("call me at +49 30 901820", Kind.PHONE),
        ("家住江苏省苏州市平江区临顿路208号3幢502室", Kind.ADDRESS),
        ("I live at 67 Perry Garden, Elmsford", Kind.ADDRESS),
    ],
)
def test_each_kind_is_found(text, kind):
    assert kind in [span.kind for span in find(text)]


@pytest.mark.parametrize(
    "text",
    ["我叫周岚。", "姓名：沈一诺", "我先生李强的行李湿了", "同事王建军，已到", "我儿子张小宝，五岁", "罗小满女士在大堂", "小李说不行",
     "何经理来过", "同行的诸葛明澈在大堂等", "随行的沈一诺。", "行李是慕容听雨的", "My name is Ada Brook.", "my husband Tom Field fell", "Mr Baker was rude"],
)  # fmt: skip
def test_a_name_nobody_knows_is_found_by_the_words_around_it(text):
    assert [span.kind for span in find(text)] == [Kind.PERSON]


@pytest.mark.parametrize(
    "text",
    ["1208 天花板漏水 行李湿", "空调不制冷，等了40分钟", "5楼走廊有烟味，1440元偏贵", "早餐6:30到10:00", "The hotel has 36 rooms, built in 2003",
     "总机400-906-4184全天服务", "东方航空延误", "同行的人都走了", "看海鲜于是下楼", "两条毛巾，一瓶水", ""],
)  # fmt: skip
def test_a_plain_complaint_holds_nothing_to_hide(text):
    assert find(text) == []


def test_a_room_number_stays_indoors_and_goes_outdoors_hidden():
    assert find("1208房漏水") == []
    assert [span.kind for span in find("1208房漏水", kinds=OUTDOORS)] == [Kind.ROOM]


def test_what_is_hidden_reads_in_the_language_of_the_text():
    assert hidden("柳如烟的电话13900004471", known=KNOWN) == "‹姓名›的电话‹电话›"
    assert hidden("Eleanor Whitcombe, phone 139 0000 4471", known=KNOWN) == "‹name›, phone ‹phone›"


def test_an_outgoing_reply_with_a_name_is_refused_and_the_place_is_marked():
    text = "尊敬的柳如烟女士，抱歉。"
    verdict = check_outgoing(text, known=KNOWN)
    assert not verdict.may_leave
    assert [text[span.start : span.end] for span in verdict.spans] == ["柳如烟"]


def test_the_hotels_own_number_may_leave():
    assert check_outgoing("请拨打 021-55550123", own=["021 5555 0123"]).may_leave
    assert not check_outgoing("请拨打 021-55550124", own=["021 5555 0123"]).may_leave


def test_the_guard_fails_closed(monkeypatch):
    monkeypatch.setattr("innkeeper.guard.rules.find", lambda *_, **__: 1 / 0)
    assert check_outgoing("谢谢").reason == "guard_failed"
    assert check_outgoing("a" * 300_000).reason == "too_long"


def test_what_leaked_can_be_counted():
    assert leaked("…柳 如烟 139-0000-4471", ["柳如烟", "13900004471", "周岚"]) == ["柳如烟", "13900004471"]


def test_known_values_do_not_print_themselves():
    assert "柳" not in repr(KNOWN)
