"""How long found things are kept is the hotel's own, with every change and what happens at the end."""

from datetime import timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.kernel.errors import InvalidInput, NotPermitted
from innkeeper.lost_property import actions, queries
from innkeeper.lost_property.models import KeepingTime, LostItem
from innkeeper.lost_property.rules import KEEP_DAYS, Keeping
from tests.accounts.conftest import enter
from tests.lost_property.test_lost_property import note
from tests.people import START


def change(cast, *, who="administrator", **given):
    said = {"category": "clothing", "days": 30, "then": "charity", "reason": "库房小"} | given
    actor = getattr(cast, who).actor
    return actions.set_keeping_time(actor=actor, property_id=cast.house.pk, at=START, **said)


def kept_days():
    item = LostItem.objects.order_by("-pk")[0]
    return (item.keep_until - item.on).days


def test_a_new_hotel_begins_with_what_is_shipped(house):
    held = queries.keepings(house.house.pk)
    assert {kind: one.days for kind, one in held.items()} == KEEP_DAYS
    assert (held["valuables"].then, held["food"].then) == ("police", "destroyed")


def test_a_change_holds_for_what_is_found_from_now_on(house):
    note(house, category="clothing")
    change(house)
    assert kept_days() == 90
    note(house, words="灰色围巾", category="clothing")
    assert kept_days() == 30
    change(house, days=45, then="destroyed")
    assert queries.keepings(house.house.pk)["clothing"] == Keeping(45, "destroyed")
    history, _again = queries.keeping_changes(house.house.pk)
    assert [one.lines[0][2] for one in history] == ["45 天 · 销毁", "30 天 · 捐赠"]
    entry = AuditEntry.objects.filter(verb="lost_property.keeping_time_set")[0]
    assert entry.facts == {"category": "clothing", "days": 30, "then": "charity"}


@pytest.mark.parametrize(
    "given", [{"category": "boats"}, {"days": 0}, {"days": 1096}, {"then": "in_person"}, {"reason": "  "}]
)
def test_what_cannot_be_is_refused_and_stores_nothing(house, given):
    with pytest.raises(InvalidInput) as refused:
        change(house, **given)
    assert set(refused.value.fields) == set(given)
    assert not KeepingTime.objects.exists()


def test_only_who_may_change_settings_changes_them(house):
    for who in ("attendant", "owner", "outsider"):
        with pytest.raises(NotPermitted):
            change(house, who=who)
    assert not KeepingTime.objects.exists()


def test_the_screen_shows_sets_and_keeps_every_change(house):
    client = enter(house.administrator)
    assert "本店尚未修改" in client.get("/settings/keeping-times/").content.decode()
    said = {"days": "1", "then": "destroyed", "reason": "夏天", "keep": "1"}
    assert client.post("/settings/keeping-times/food/", said).status_code == 303
    assert "夏天" in client.get("/settings/keeping-times/").content.decode()
    assert client.post("/settings/keeping-times/food/", said | {"days": "-1"}).status_code == 422
    assert enter(house.attendant).get("/settings/keeping-times/").status_code == 403


def test_the_list_says_whose_time_is_over(house, desk, clock):
    note(house, category="food")
    assert "保管期已满" not in desk.get("/lost-and-found/").content.decode()
    LostItem.objects.update(keep_until=START.date() - timedelta(days=1))
    assert "保管期已满" in desk.get("/lost-and-found/").content.decode()
