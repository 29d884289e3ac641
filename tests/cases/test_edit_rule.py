"""A hotel's own rules of first classification."""

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions
from innkeeper.cases.models import ClassificationRule
from innkeeper.cases.queries.playbooks import rules_of, word_rules
from innkeeper.kernel.errors import InvalidInput, NotPermitted
from tests.people import START

CHANGE = {"words": ["麻将声"], "code": "noise_guests", "category": "", "priority": None, "order": 5, "is_active": True}  # fmt: skip


def edit(cast, *, by="administrator", name="mahjong", reason="邻居打牌", **change):
    actions.seed_taxonomy()
    return actions.edit_rule(
        actor=getattr(cast, by).actor,
        property_id=cast.house.pk,
        name=name,
        change=CHANGE | change,
        reason=reason,
        at=START,
    )


def test_its_own_rule_speaks_first(cast):
    edit(cast, order=900)
    assert word_rules(cast.house.pk)[0].words == ("麻将声",)
    assert "麻将声" not in str(word_rules(cast.other_house.pk))
    assert AuditEntry.objects.filter(verb="cases.rule_edited").count() == 1


def test_its_edition_of_a_shipped_rule_stands_for_it(cast):
    edit(cast, name="question", words=["请问"], code="question")
    mine = [one for one in rules_of(cast.house.pk) if one.name == "question"]
    assert [one.words for one in mine] == [["请问"]]


def test_one_put_out_of_use_is_silent_here_only(cast):
    edit(cast, name="question", is_active=False)
    assert not [one for one in rules_of(cast.house.pk) if one.name == "question"]
    assert [one for one in rules_of(cast.other_house.pk) if one.name == "question"]


@pytest.mark.parametrize(("change", "field"), [({"words": []}, "words"), ({"code": "moon"}, "code"), ({"code": ""}, "code"), ({"category": "moon"}, "category")])  # fmt: skip
def test_what_cannot_be_is_refused_by_its_field(cast, change, field):
    with pytest.raises(InvalidInput) as refused:
        edit(cast, **change)
    assert field in refused.value.fields


def test_only_who_changes_settings_may(cast):
    with pytest.raises(NotPermitted):
        edit(cast, by="owner")
    assert not ClassificationRule.objects.exclude(property_id=None).exists()


def test_nobody_changes_the_rules_of_a_hotel_that_they_do_not_work_in(cast):
    change = {"words": ["x"], "category": "complaint"}
    with pytest.raises(NotPermitted):
        actions.edit_rule(
            actor=cast.administrator.actor,
            property_id=cast.other_house.pk,
            name="own",
            change=change,
            reason="x",
            at=START,
        )
    assert not ClassificationRule.objects.filter(property_id=cast.other_house.pk).exists()
