"""How rooms are kept and left: what a change makes different is shown before it is kept, and its history told."""

import re

import pytest

from innkeeper.stays.queries import wishes_of
from tests.accounts.conftest import enter

ROOMS = "/settings/rooms/"
WISHED = {"inspects": "always", "linen_every_days": "3", "rush_minutes": "30", "details": ["keys", "minibar"]}


@pytest.fixture
def settings(cast, clock):
    """The system administrator at the settings."""
    return enter(cast.administrator)


def test_what_differs_is_shown_and_nothing_kept_until_it_was_seen(settings, cast):
    page = settings.post(ROOMS, WISHED).content.decode()
    assert "<td>1</td><td><b>3</b></td>" in page and 'name="keep"' in page
    assert wishes_of(cast.house.pk).linen_every_days == 1
    assert settings.post(ROOMS, WISHED | {"keep": "1"}).status_code in (302, 303)
    assert wishes_of(cast.house.pk).linen_every_days == 3


def test_the_same_wishes_again_cannot_be_kept(settings):
    settings.post(ROOMS, WISHED | {"keep": "1"})
    page = settings.post(ROOMS, WISHED).content.decode()
    assert "没有变化" in page and 'name="keep"' not in page


def test_the_history_says_who_and_from_what_to_what(settings):
    settings.post(ROOMS, WISHED | {"keep": "1"})
    page = settings.get(ROOMS).content.decode()
    assert "石磊" in page and "<s>1</s> → 3" in page
    assert "linen" not in page[page.index("history-head") :], "in the words of the form"


@pytest.mark.parametrize("wrong", [{"linen_every_days": "0"}, {"rush_minutes": "999"}, {"inspects": "moon"}])
def test_what_cannot_be_is_said_at_its_field(settings, wrong):
    answer = settings.post(ROOMS, WISHED | wrong | {"keep": "1"})
    assert answer.status_code == 422
    assert f'id="id_{next(iter(wrong))}_error"' in answer.content.decode()


def test_the_second_of_two_people_is_told(settings, cast):
    seen = re.search(r'name="edit_version" value="([^"]+)"', settings.get(ROOMS).content.decode())[1]
    assert settings.post(ROOMS, WISHED | {"keep": "1", "edit_version": seen}).status_code in (302, 303)
    answer = settings.post(ROOMS, WISHED | {"linen_every_days": "5", "keep": "1", "edit_version": seen})
    assert answer.status_code == 422 and "您编辑时别人已改过" in answer.content.decode()
    assert wishes_of(cast.house.pk).linen_every_days == 3
