"""What holds for every text: places are exact, hiding twice changes nothing, nothing planted survives."""

import unicodedata
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from innkeeper.guard.latin import en_weighed
from innkeeper.guard.normal import normalise
from innkeeper.guard.rules import OUTDOORS, Kind, Known, find, leaked, redact
from innkeeper.guard.weighed import cn_weighed, words_of

ALPHABET = st.sampled_from(
    "王李小明先生我叫姓名：电话房间ABab12３４５〇一三 ,.，。@-‹›·\u200b\u0301é\n👨‍👩‍👧"
) | st.characters(codec="utf-8")
TEXTS = st.text(ALPHABET, max_size=60)
SCRAPS = st.sampled_from(
    ["我叫周岚，", "房间1208，", "电话：", "微信号 lan_2026z ", "13900004471", "Mr Baker ", "my name is Ada Brook ", "‹姓名›", "先生",
     "李娜", "张伟", "订单号HT99216188", "沪A·12345", "生日1990-03-07", "住苏州市临顿路208号3幢502室", " at ", "@mail.example", "110101"]
)  # fmt: skip
MIXED = st.lists(SCRAPS | TEXTS, max_size=8).map("".join)
KNOWN = Known(names=("柳如烟", "Eleanor Whitcombe"), values={Kind.PHONE: ("13900004471",)})
DISGUISES = (
    str,
    lambda value: " ".join(value),
    lambda value: "\u200b".join(value),
    lambda value: value.upper(),
    lambda value: "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in value),
)
PLANTED = st.sampled_from(["柳如烟", "Eleanor Whitcombe", "13900004471", "liuruyan"])


@given(TEXTS)
def test_every_plain_character_says_where_it_came_from(text):
    normal = normalise(text)
    assert len(normal.text) == len(normal.origins) == len(normal.ends)
    for place, letter in enumerate(normal.text):
        start, end = normal.original(place, place + 1)
        assert 0 <= start < end <= len(text)
        assert (
            letter in unicodedata.normalize("NFKC", text[start:end]) or letter.isdigit() or letter == "\ufffc"
        )
    assert list(normal.origins) == sorted(normal.origins)


@settings(max_examples=300, deadline=None)
@given(MIXED)
def test_hiding_twice_changes_nothing(text):
    once = redact(text, find(text, known=KNOWN, kinds=OUTDOORS))
    assert redact(once, find(once, known=KNOWN, kinds=OUTDOORS)) == once


@settings(max_examples=300, deadline=None)
@given(MIXED)
def test_spans_are_in_order_apart_and_inside_the_text(text):
    spans = find(text, known=KNOWN, kinds=OUTDOORS)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@settings(max_examples=300, deadline=None)
@given(
    st.text(ALPHABET.filter(lambda letter: not letter.isalnum()), max_size=8),
    PLANTED,
    st.sampled_from(DISGUISES),
    st.data(),
)
def test_nothing_that_the_records_know_survives(around, value, disguise, data):
    text = f"{data.draw(st.sampled_from(['请联系', 'Call ', '']))}{around} {disguise(value)} {around}"
    assert leaked(redact(text, find(text, known=KNOWN)), [value]) == []


@settings(max_examples=300, deadline=None)
@given(MIXED)
def test_the_words_of_a_text_are_the_text_and_names_lie_inside(text):
    words = words_of(text)
    assert "".join(word.text for word in words) == text
    assert all(text[word.start : word.end] == word.text for word in words)
    for start, end, _, _ in (*cn_weighed(text), *en_weighed(text)):
        assert 0 <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]


@settings(max_examples=200, deadline=None)
@given(st.text(ALPHABET, max_size=20), st.text(ALPHABET, max_size=20))
def test_what_the_records_know_is_found_whatever_stands_beside(before, after):
    text = f"{before} 柳如烟 {after}"
    shown = redact(text, find(text, known=KNOWN))
    assert "柳如烟" not in shown.replace(" ", "")
