"""Tokens and phrases, without a database."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innkeeper.search import rules
from tests.makers.search import NINE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("隔音效果", ["隔音", "音效", "效果"]),
        ("水", ["水"]),
        ("1208天花板漏水", ["1208", "天花", "花板", "板漏", "漏水"]),
        ("Ａ/C is LOUD!", ["a", "c", "is", "loud"]),
        ("漏水，行李湿", ["漏水", "行李", "李湿"]),
        ("에어컨", ["에어", "어컨"]),
        ("お湯が出ない", ["お湯", "湯が", "が出", "出な", "ない"]),
        ("", []),
        ("…!?", []),
    ],
)
def test_scripts_without_blanks_become_pairs_and_words_stay(text, expected):
    assert rules.tokens(text) == expected


def test_a_question_is_parts_between_blanks():
    assert rules.phrases("1208 天花板  !") == [["1208"], ["天花", "花板"]]


def test_a_word_said_too_often_leaves_a_gap_not_a_false_neighbour():
    stream = rules.stream("bell " * 300 + "end")
    assert stream.count("bell") == rules.MOST_OF_ONE
    assert stream[-1] == "end"
    assert len(stream) == 301


@given(st.text(max_size=60))
def test_no_token_can_break_out_of_the_databases_quotes(text):
    assert not set("'\"\\: \t\n\x00*()-^") & set("".join(rules.tokens(text)))


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.uuids(), st.uuids())
def test_numbers_grow_with_time_and_windows_cut_between_them(first, second, one, other):
    early, late = sorted((first, second))
    a, b = (NINE.fromtimestamp(NINE.timestamp() + s, NINE.tzinfo) for s in (early, late))
    if early < late:
        assert rules.doc_id(at=a, object_id=one) < rules.first_id_since(b)
    assert rules.first_id_since(b) <= rules.doc_id(at=b, object_id=other) < 2**63


def test_a_time_before_the_epoch_still_has_a_number():
    assert rules.doc_id(at=NINE.replace(year=1990), object_id=UUID(int=3)) == 3
