"""What the log noted is read in words: days as people write them, lists by the names on the board."""

import pytest
from django.utils import timezone
from django.utils.translation import override

from innkeeper.desk.queries.facts import told


@pytest.mark.parametrize(
    ("language", "figure", "on", "departs"),
    [("zh-hans", "预离未离", "3 月 14 日", "3 月 16 日 12:00"), ("en", "Due out, still here", "14 March", "16 March 12:00")],
)  # fmt: skip
def test_days_and_lists_are_told_in_the_readers_words(language, figure, on, departs):
    facts = {
        "figure": "due-out-left",
        "on": "2026-03-14",
        "departs_at": "2026-03-16T04:00:00+00:00",
        "rows": 5,
    }
    with override(language), timezone.override("Asia/Shanghai"):
        said = [value for _name, value in told(facts, words={}, people={})]
    assert said == [figure, on, departs, "5"]


def test_what_only_looks_like_a_day_is_left_as_it_is():
    assert [value for _name, value in told({"room": "2026"}, words={}, people={})] == ["2026"]


def test_the_codes_of_the_house_are_told_in_words_and_listed_as_the_language_lists():
    facts = {"theme": "dining", "level": "must", "item": "umbrella", "fields": ["show_name", "vip_level"]}
    with override("zh-hans"):
        assert told(facts, words={}, people={}) == [
            ("偏好", "餐饮"), ("等级", "必须"), ("物品", "雨伞"), ("打开了", "姓名、贵宾等级"),
        ]  # fmt: skip
