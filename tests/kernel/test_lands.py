"""Languages and countries by code and name."""

import pytest

from innkeeper.kernel import lands


@pytest.mark.parametrize(
    ("said", "code"),
    [("zh-CN", "zh"), ("EN", "en"), ("en_GB", "en"), ("英语", "en"), ("Japanese", "ja"), ("zh-TW", "zh-Hant"),
     ("Klingon", ""), ("", "")],
)  # fmt: skip
def test_a_language_is_known_by_its_tag_and_by_its_name(said, code):
    assert lands.language_code(said) == code


@pytest.mark.parametrize(
    ("said", "code"),
    [("CN", "CHN"), ("chn", "CHN"), ("中国", "CHN"), ("United Kingdom", "GBR"), ("UK", "GBR"), ("de", "DEU"),
     ("美国", "USA"), ("Atlantis", ""), ("", "")],
)  # fmt: skip
def test_a_country_is_known_by_either_code_and_by_its_name(said, code):
    assert lands.country_code(said) == code


@pytest.mark.parametrize("reader", lands.READERS)
def test_the_lists_begin_with_the_nearest_and_name_each_once(reader):
    tongues, places = lands.languages(reader), lands.countries(reader)
    assert [code for code, _name in tongues[:2]] == ["zh", "en"]
    assert places[0][0] == "CHN"
    for offered in (tongues, places):
        assert (
            len({code for code, _name in offered}) == len({name for _code, name in offered}) == len(offered)
        )
    assert len(places) > 240


def test_what_nobody_knows_is_shown_as_it_came():
    assert lands.language_name("Klingon", reader="zh") == "Klingon"
    assert lands.country_name("Atlantis", reader="en") == "Atlantis"
    assert lands.country_name("CN", reader="zh") == "中国"
