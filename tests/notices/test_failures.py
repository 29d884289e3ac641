"""Why a way out does not work is said in words, never as a code."""

import pytest
from django.utils import translation

from innkeeper.notices.templatetags.failures import failure_words


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("not_reached", "连接不上。"),
        ("unsealable", "它的地址已无法打开，请重新登记。"),
        ("http_503", "它返回错误 503。"),
        ("bot_93000", "群机器人拒收，编号 93000。"),
        ("bot_unreadable", "读不懂它的应答。"),
        ("refused", "它拒收了。"),
        ("something new", "它拒收了。"),
    ],
)
def test_a_code_is_said_in_words(code, said):
    with translation.override("zh-hans"):
        assert failure_words(code) == said
