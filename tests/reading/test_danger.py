"""The action card rises for danger to life and does not trip over 火锅 or a fireplace: a corpus of both sides."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from innkeeper.desk.reading import danger_in, house_facts

CORPUS = yaml.safe_load(Path(__file__).with_name("danger.yaml").read_text(encoding="utf-8"))
HOUSE = house_facts(rooms=[f"{floor}{number:02d}" for floor in range(5, 23) for number in range(1, 21)])
CODES = {one.code for one in HOUSE.codes if one.is_life_safety}


def lines(side):
    return [line for part in CORPUS.values() for line in part[side]]


@pytest.mark.req("CASE-08")
def test_every_danger_of_the_corpus_raises_the_card() -> None:
    assert [line for line in lines("danger") if not danger_in(line, facts=HOUSE)] == []
    assert len(lines("danger")) >= 380


def test_no_calm_line_of_the_corpus_raises_it() -> None:
    assert [line for line in lines("calm") if danger_in(line, facts=HOUSE)] == []
    assert len(lines("calm")) >= 440


@pytest.mark.parametrize(
    "line", ["1407 钻戒不见了，说是被打扫的人拿了", "1208 睡觉被打扰", "1012 午睡被打断", "1305 包裹被打开过"]
)
def test_who_is_cleaned_or_disturbed_is_not_beaten(line) -> None:
    assert danger_in(line, facts=HOUSE) == ""


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("1208 着火了", "fire"),
        ("餐厅 访客坚果过敏 嘴唇肿", "allergy"),
        ("restaurant: visitor, nut allergy, lips swollen", "allergy"),
        ("餐厅有位女士花生过敏，喘不上气，不住店", "allergy"),
        ("a visitor has a nut allergy and can't breathe", "allergy"),
        ("餐厅有位女士喘不上气", "illness"),
        ("大堂有人晕倒", "illness"),
        ("stuck in the lift", "lift_trapped"),
        ("1208 漏水漏到插座了 冒火花", "electric_danger"),
        ("water is dripping onto the power strip, sparks", "electric_danger"),
        ("1507 喘不上来", "illness"),
        ("走廊一股烟味 好像什么东西烧了", "fire"),
    ],
)
def test_the_card_is_the_one_of_the_danger(line, code) -> None:
    assert danger_in(line, facts=HOUSE) == code


@pytest.mark.parametrize("line", ["没有着火", "no fire here", "", "   ", "火", "fire"[:3]])
def test_what_is_denied_or_not_yet_said_raises_nothing(line) -> None:
    assert danger_in(line, facts=HOUSE) == ""


@given(st.text(max_size=200))
def test_any_text_is_taken(line) -> None:
    assert danger_in(line, facts=HOUSE) in CODES | {""}
