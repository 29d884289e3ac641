"""Text as lists show it: masked names, clipped lines."""

import pytest

from innkeeper.kernel.text import clipped, masked_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", ""),
        ("王", "王*"),
        ("王小明", "王**"),
        ("阿不都热合曼买买提吐尔逊", "阿***"),
        ("Wendelin Leefield", "W*** L***"),
    ],
)
def test_a_masked_name_does_not_tell_how_long_it_is(name, shown):
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("noisy neighbours", "noisy neighbours"),
        ("noisy neighbours all night", "noisy neighbours…"),
        ("noisy neighbours, all night", "noisy neighbours…"),
        ("天花板漏水行李湿客人很生气马上换房经理过来道歉", "天花板漏水行李湿客人很生气马上换房经理…"),
        ("a" * 30, "a" * 19 + "…"),
    ],
)
def test_a_clipped_line_ends_between_words_and_is_never_longer(line, shown):
    assert clipped(line, 20) == shown and len(shown) <= 20
