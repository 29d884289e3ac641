"""Every message that the house says, it says in Chinese too."""

import pytest

from tests.messages import Msgid, clashes, in_python, in_template, missing, msgids_by_app, wrong_places

APPS = sorted(msgids_by_app())


@pytest.mark.parametrize("app", APPS)
def test_every_message_has_its_chinese(app: str) -> None:
    assert [(msgid.text, msgid.places[0]) for msgid in missing(app, msgids_by_app()[app])] == []


@pytest.mark.parametrize("app", APPS)
def test_the_chinese_names_the_same_values(app: str) -> None:
    assert wrong_places(app) == []


def test_one_english_has_one_chinese_or_a_context() -> None:
    assert clashes() == {}


def test_the_reader_finds_what_a_template_says() -> None:
    text = '{% translate "One" %}{% blocktranslate count n=n %}a{% plural %}b{{ n }}{% endblocktranslate %}{{ x|default:_("Two") }}'
    assert set(in_template(text)) == {Msgid("One"), Msgid("a", plural="b%(n)s"), Msgid("Two")}


def test_the_reader_finds_what_code_says() -> None:
    assert list(in_python('pgettext("rail", "now"); other("x"); _("a" "b")')) == [
        Msgid("now", context="rail"),
        Msgid("ab"),
    ]
