"""What the index finds."""

from datetime import timedelta

import pytest

from innkeeper.search import actions, queries
from tests.makers.search import HOUSE, NINE, OTHER_HOUSE, make_text

pytestmark = pytest.mark.django_db


def found(phrase: str, **given) -> list[int]:
    hits = queries.find(property_id=given.pop("property_id", HOUSE), phrase=phrase, **given)
    return [hit.object_id.int for hit in hits]


def test_a_phrase_is_found_inside_a_chinese_sentence_across_words():
    actions.index_many([make_text("房间隔音效果不好", number=1), make_text("隔音差，音响效果好", number=2)])
    assert found("音效") == [1]
    assert found("隔音") == [2, 1] or found("隔音") == [1, 2]
    assert found("隔音 效果") in ([2, 1], [1, 2])
    assert found("噪音") == []


def test_the_newest_stand_first_and_no_more_than_asked():
    actions.index_many([make_text("towel", number=n, minutes=n) for n in range(1, 31)])
    assert found("towel") == list(range(30, 5, -1))
    assert found("TOWEL", limit=2) == [30, 29]


def test_house_kind_time_and_restriction_narrow_it():
    actions.index_many(
        [
            make_text("leak", number=1),
            make_text("leak", number=2, kind="guest", minutes=1),
            make_text("leak", number=3, minutes=2, is_restricted=True),
            make_text("leak", number=4, property_id=OTHER_HOUSE),
        ]
    )
    assert found("leak") == [2, 1]
    assert found("leak", may_see_restricted=True) == [3, 2, 1]
    assert found("leak", kinds=["guest"]) == [2]
    assert found("leak", kinds=[]) == []
    assert found("leak", since=NINE + timedelta(minutes=1)) == [2]
    assert found("leak", property_id=OTHER_HOUSE) == [4]


def test_a_new_text_takes_the_place_of_the_old():
    actions.index_many([make_text("hot water", number=1)])
    actions.index_many([make_text("cold soup", number=1, minutes=5)])
    assert found("water") == []
    assert found("cold soup") == [1]


def test_what_is_taken_out_is_not_found_and_may_come_back():
    actions.index_many([make_text("hot water", number=1)])
    assert actions.unindex(kind="case", object_ids=[make_text("").object_id]) == 1
    assert found("water") == []
    actions.index_many([make_text("hot water", number=1)])
    assert found("water") == [1]


def test_two_things_of_one_moment_both_stand():
    one, other = make_text("bell", number=5), make_text("bell", number=5, kind="guest")
    actions.index_many([one])
    actions.index_many([other])
    assert found("bell") == [5, 5]


@pytest.mark.parametrize("asked", ["", "   ", "!!!", "'", '"', "\\", "NEAR(", "*", ":*", "a:b", "\x00", "%"])
def test_signs_in_a_question_break_nothing(asked):
    actions.index_many([make_text("plain words", number=1)])
    assert found(asked) == []


def test_a_common_word_of_old_is_found_behind_many_new_rows(monkeypatch):
    monkeypatch.setattr("innkeeper.search.adapters.tsvector.RECENT", 5)
    actions.index_many([make_text("old leak", number=n, minutes=n) for n in range(1, 9)])
    actions.index_many([make_text("new bell", number=n, minutes=n) for n in range(20, 40)])
    assert found("leak", limit=3) == [8, 7, 6]
    assert found("leak") == [8, 7, 6, 5, 4, 3, 2, 1]
